import type { Credit } from '$lib/model/dataset';

/** Wording asked for by the data provider; every picture and export carries it. */
const everyRiometer =
  'Data: University of Calgary, Space Remote Sensing group / Space Environment Canada, https://data.phys.ucalgary.ca';
const page = 'https://data.phys.ucalgary.ca/about_datasets';

export const riometerCredit: Credit = {
  doi: '10.11575/AFYX-M516',
  citation:
    'Spanswick, E., Wallis, D., Donovan, E., & Jackel, B. NORSTAR Single Frequency Single Beam Riometers Dataset [Data set]. University of Calgary.',
  acknowledgement: `${everyRiometer}. Funding for operation of the NORSTAR riometers is provided by the Canadian Space Agency.`,
  page,
};

export const hsrCredit: Credit = {
  doi: '10.11575/ANH5-AW08',
  citation: null, // none is recorded: the DOI leads to it
  acknowledgement: `${everyRiometer}.`,
  page,
};
