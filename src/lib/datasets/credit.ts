import type { Credit } from '$lib/model/dataset';

/** Wording asked for by the data provider; every picture and export carries it. */
const everyImager =
  'Data: University of Calgary, Space Remote Sensing group / Space Environment Canada, https://data.phys.ucalgary.ca';

const regoAndTrex =
  'REGO and TREx are joint Canada Foundation for Innovation and Canadian Space Agency projects developed by the ' +
  'University of Calgary, operated and maintained by Space Environment Canada with the support of the Canadian ' +
  'Space Agency [23SUGOSEC].';

const page = 'https://data.phys.ucalgary.ca/about_datasets';

export const themisCredit: Credit = {
  doi: null, // none was ever given to this dataset: its page stands in
  citation: null,
  acknowledgement: acknowledge(
    'THEMIS all-sky imagers: NASA contract NAS5-02099 (V. Angelopoulos; S. Mende, E. Donovan for the ground array) ' +
      'and the Canadian Space Agency.',
  ),
  page,
};

export const regoCredit: Credit = {
  doi: '10.11575/Z7X6-5C42',
  citation:
    'Spanswick, E., & Donovan, E. (2014). Redline Geospace Observatory (REGO) dataset [Data set]. University of Calgary.',
  acknowledgement: acknowledge(regoAndTrex),
  page,
};

export const trexNirCredit: Credit = trexCredit(
  '10.11575/98W7-JP47',
  'Spanswick, E., & Donovan, E. (2023). Transition Region Explorer - Near-Infrared Dataset [Data set]. University of Calgary.',
);
export const trexBlueCredit: Credit = trexCredit(
  '10.11575/80PF-0P02',
  'Spanswick, E., & Donovan, E. (2023). Transition Region Explorer - Blueline Dataset [Data set]. University of Calgary.',
);
export const trexSpectrographCredit: Credit = trexCredit(
  '10.11575/2WNP-YC80',
  'Spanswick, E., & Donovan, E. Transition Region Explorer - Spectrograph Dataset [Data set]. University of Calgary.',
);
export const trexRgbCredit: Credit = trexCredit(
  '10.11575/4P8E-1K65',
  'Spanswick, E., & Donovan, E. Transition Region Explorer - RGB Dataset [Data set]. University of Calgary.',
);

export const smileCredit: Credit = {
  doi: '10.11575/QKVX-TH24',
  citation: null, // the service's own text was not at hand
  acknowledgement: acknowledge('SMILE all-sky imagers: University of Calgary.'),
  page,
};

export const riometerCredit: Credit = {
  doi: '10.11575/AFYX-M516',
  citation:
    'Spanswick, E., Wallis, D., Donovan, E., & Jackel, B. NORSTAR Single Frequency Single Beam Riometers Dataset ' +
    '[Data set]. University of Calgary.',
  acknowledgement: acknowledge('NORSTAR riometers: University of Calgary, Geospace Observatory Canada.'),
  page,
};

export const hyperSpectralRiometerCredit: Credit = {
  doi: '10.11575/ANH5-AW08',
  citation: null, // the service's own text was not at hand
  acknowledgement: acknowledge('SWAN hyper-spectral riometers: University of Calgary.'),
  page,
};

/** Of a dataset that is none of the arrays above. */
export const otherCredit: Credit = { doi: null, citation: null, acknowledgement: `${everyImager}.`, page };

export const rainbowCredit: Credit = {
  doi: null, // not among the datasets that the service describes
  citation: null,
  acknowledgement: acknowledge('Rainbow imager: University of Calgary, operation funded by the Canadian Space Agency.'),
  page,
};

function trexCredit(doi: string, citation: string): Credit {
  return { doi, citation, acknowledgement: acknowledge(regoAndTrex), page };
}

function acknowledge(array: string): string {
  return `${everyImager}. ${array}`;
}
