/** What the stand-in knows of the archive's datasets: names, levels, folders, and which file names belong to each. */
export interface ListedDataset {
  readonly name: string;
  readonly family: Family;
  /** What follows the array's title in the short description. */
  readonly description: string;
  readonly level: 'L0' | 'L1' | 'L1A' | 'L2' | 'L3';
  readonly resolution: '1min' | '1hr' | '1day' | 'not_applicable';
  /** Below `sort_by_project/`, no slashes at the ends. */
  readonly directory: string;
  /** Beside the family's own. */
  readonly extraDois: readonly string[];
  readonly files: FileRule;
}

export type FileRule =
  /** Below `YYYY/MM/DD/`, at any depth; the time stands at the head of the name unless the rule says otherwise. */
  | { readonly kind: 'dated'; readonly name: RegExp }
  /** `<site>/<site>_YYYYMMDD/<file>`; the folder's date counts. */
  | { readonly kind: 'skymap' }
  /** All detectors of an array in one folder; detector and date stand in the name. */
  | { readonly kind: 'calibration'; readonly what: 'flatfield' | 'rayleighs' };

export interface Family {
  readonly prefix: string;
  readonly title: string;
  readonly array: string;
  readonly tree: string;
  readonly doi: string | null;
  /** Without the DOI at its end. */
  readonly citation: string | null;
  readonly libraries: readonly string[];
}

type Product = Omit<ListedDataset, 'family' | 'name' | 'extraDois'> & {
  readonly suffix: string;
  readonly extraDois?: readonly string[];
};

const imagerLibraries = ['idl-aurorax', 'pyaurorax', 'pyucalgarysrs'];
const riometerLibraries = ['idl-ucrio', 'pyucalgarysrs', 'pyucrio'];
const authors = 'Spanswick, E., & Donovan, E.';
const published = '[Data set]. University of Calgary.';

const themis: Family = {
  prefix: 'THEMIS_ASI',
  title: 'THEMIS All Sky Imagers',
  array: 'Time History of Events and Macroscale Interactions during Substorms (THEMIS) All Sky Imager array',
  tree: 'THEMIS/asi',
  doi: null,
  citation: null,
  libraries: imagerLibraries,
};

const rego: Family = {
  prefix: 'REGO',
  title: 'REGO All Sky Imagers',
  array: 'Redline Geospace Observatory (REGO) All Sky Imager array',
  tree: 'GO-Canada/REGO',
  doi: '10.11575/Z7X6-5C42',
  citation: `${authors} (2014). Redline Geospace Observatory (REGO) dataset ${published}`,
  libraries: imagerLibraries,
};

const nir = trex(
  'NIR',
  'NIR All Sky Imagers',
  'Near-Infrared All Sky Imager',
  'NIR',
  '10.11575/98W7-JP47',
  'Near-Infrared',
  ' (2023).',
);
const blue = trex(
  'BLUE',
  'Blueline All Sky Imagers',
  'Blueline All Sky Imager',
  'blueline',
  '10.11575/80PF-0P02',
  'Blueline',
  ' (2023).',
);
const rgb = trex('RGB', 'RGB All Sky Imagers', 'full-color RGB All Sky Imager', 'RGB', '10.11575/4P8E-1K65', 'RGB');
const rgb5577: Family = { ...rgb, prefix: 'TREX_RGB5577', title: 'TREx RGB All Sky Imager' };
const spectrograph = trex(
  'SPECT',
  'Spectrograph',
  'Spectrograph',
  'spectrograph',
  '10.11575/2WNP-YC80',
  'Spectrograph',
);

const smile: Family = {
  prefix: 'SMILE_ASI',
  title: 'SMILE All Sky Imagers',
  array: 'SMILE All Sky Imager array',
  tree: 'SMILE/asi/l0',
  doi: '10.11575/QKVX-TH24',
  citation: null,
  libraries: imagerLibraries,
};

const riometer: Family = {
  prefix: 'NORSTAR_RIOMETER',
  title: 'NORSTAR Single Frequency Riometers',
  array: 'NORSTAR Single Frequency Single Beam Riometer array',
  tree: 'GO-Canada/GO-Rio',
  doi: '10.11575/AFYX-M516',
  citation: `Spanswick, E., Wallis, D., Donovan, E., & Jackel, B. NORSTAR Single Frequency Single Beam Riometers Dataset ${published}`,
  libraries: riometerLibraries,
};

const hsr: Family = {
  prefix: 'SWAN_HSR',
  title: 'SWAN Hyper Spectral Riometer (HSR)',
  array: 'SWAN Hyper Spectral Riometer (HSR) array',
  tree: 'SWAN/hsr/l0/multi_freq',
  doi: '10.11575/ANH5-AW08',
  citation: `SWAN Hyper Spectral Riometer Dataset ${published}`,
  libraries: riometerLibraries,
};

/** By name, as the service lists them. */
export const allDatasets: readonly ListedDataset[] = [
  ...of(
    themis,
    minutes('RAW', '3-sec raw data', 'stream0', /^\d{8}_\d{4}_.*_full(_\d+ms)?\.pgm(\.gz|\.bz2)?$/),
    hours('RAW_ROW2', 'raw row2 data', 'L0', 'stream0', /^\d{8}_\d{2}_.*_row2\.pgm(\.gz)?$/),
    hours('RAW_WIDE', 'raw wide data', 'L0', 'stream0', /^\d{8}_\d{2}_.*_wide\.pgm(\.gz)?$/),
    hours('THUMB32', 'thumb32 data', 'L1A', 'stream1.thumb32', /^\d{8}_\d{2}_.*\.pgm(\.gz)?$/),
    hours('VEC1024', 'vec1024 data', 'L1A', 'stream1.vec1024', /^\d{8}_\d{2}_.*\.pgm(\.gz)?$/),
    ...summaries(['keogram', 'montage'], ['JPG', 'PGM']),
    ...summaries(['average'], ['JPG', 'PGM']).filter(({ resolution }) => resolution === '1hr'),
    skymap('skymaps'),
    grid(
      'MOSU001',
      'MOSu001',
      'MOSu001 unverified grid files (corner subtracted, intensity grid priority, ML cloud detection)',
    ),
    grid('MOSV001', 'MOSv001', 'MOSv001 verified grid files (corner subtracted, intensity grid priority)'),
  ),
  ...of(
    rego,
    minutes('RAW', '3-sec raw data', 'stream0', /^\d{8}_\d{4}_.*_6300\.pgm(\.gz)?$/),
    ...summaries(['keogram', 'montage'], ['JPG', 'PGM', 'PNG']),
    skymap('skymap'),
    ...calibrations(),
    grid(
      'MOSV001',
      'MOSv001',
      'MOSv001 verified grid files (corner subtracted, flatfield corrected, rayleighs converted, intensity grid priority)',
    ),
  ),
  ...of(
    nir,
    minutes('RAW', '6-sec raw data', 'stream0', /^\d{8}_\d{4}_.*_8446\.pgm(\.gz)?$/),
    ...summaries(['keogram', 'montage'], ['PGM', 'PNG']),
    skymap('skymaps'),
    ...calibrations(),
    grid('MOSV001', 'MOSv001', 'MOSv001 verified grid files (raw data, intensity grid priority)'),
  ),
  ...of(
    blue,
    minutes('RAW', '3-sec raw data', 'stream0', /^\d{8}_\d{4}_.*_blue-\d+_full\.pgm(\.gz)?$/),
    ...summaries(['keogram', 'montage'], ['PGM', 'PNG']),
    skymap('skymaps'),
    ...calibrations(),
    grid('MOSV001', 'MOSv001', 'MOSv001 verified grid files (raw data, intensity grid priority)'),
  ),
  ...of(
    rgb,
    minutes('RAW_NOMINAL', '3-sec raw data', 'stream0', /^\d{8}_\d{4}_.*_full\.h5$/),
    minutes('RAW_BURST', '3Hz raw burst data', 'stream0.burst', /^\d{8}_\d{4}_.*\.png\.tar$/),
    ...summaries(['keogram', 'montage'], [null]),
    skymap('skymaps'),
    grid('MOSV001', 'MOSv001', 'MOSv001 verified grid files (raw data, intensity grid priority)'),
  ),
  ...of(rgb5577, {
    ...grid('MOSV001', 'MOSv001', 'derived 557.7nm emission MOSv001 verified grid files (intensity grid priority)'),
    directory: 'grid_files_5577/MOSv001',
    extraDois: ['10.26464/epp2023063'],
  }),
  ...of(
    spectrograph,
    minutes('RAW', '15-sec raw data', 'l0/raw', /^\d{8}_\d{4}_.*_spectra\.pgm(\.gz)?$/),
    hours(
      'PROCESSED_V1',
      '15-sec processed data, version 1 (calibrated, de-smiled)',
      'L1',
      'l1/processed',
      /_cal_v01\.h5$/,
    ),
    skymap('skymaps'),
  ),
  ...of(
    smile,
    minutes('RAW', '3-sec raw data', 'raw', /^\d{8}_(\d{4}_.*_rgb-full|\d{6}_\d{6}_.*_raw)\.h5$/),
    ...summaries(['keogram', 'montage'], [null], (what) => `${what}s`),
    skymap('skymaps'),
  ),
  ...of(
    riometer,
    days(
      'K0_TXT',
      'K0 raw data, in ASCII format',
      'L0',
      'txt',
      /^(norstar_k0_rio-\w+_\d{8}_v\d+|\w{3}_canopus_dcp_rio_\d{8}_v\w+)\.txt$/,
    ),
    days(
      'K2_TXT',
      'K2 baselined data, in ASCII format',
      'L2',
      'txt',
      /^(norstar_k2_rio-\w+_\d{8}_v\d+|[a-z]{3}_rio_\d{8}_v\w+)\.txt$/,
    ),
  ),
  ...of(
    hsr,
    days('K0_H5', 'K0 raw data, in HDF5 format', 'L0', 'h5', /^\d{8}_\w+-hsr_k0_v\d+\.h5$/),
    days('K0_SUMMARY_PLOT_JPG', 'K0 raw data summary plots, in JPG format', 'L0', 'summary_plots', /^\d{8}_.*\.jpg$/),
  ),
].sort((a, b) => (a.name < b.name ? -1 : 1));

function of(family: Family, ...products: readonly Product[]): ListedDataset[] {
  return products.map(({ suffix, ...product }) => ({
    extraDois: [],
    ...product,
    name: `${family.prefix}_${suffix}`,
    family,
    directory: `${family.tree}/${product.directory}`,
  }));
}

function trex(
  code: string,
  title: string,
  array: string,
  tree: string,
  doi: string,
  dataset: string,
  year = '',
): Family {
  return {
    prefix: `TREX_${code}`,
    title: `TREx ${title}`,
    array: `Transition Region Explorer (TREx) ${array} array`,
    tree: `TREx/${tree}`,
    doi,
    citation: `${authors}${year} Transition Region Explorer - ${dataset} Dataset ${published}`,
    libraries: imagerLibraries,
  };
}

function minutes(suffix: string, description: string, directory: string, name: RegExp): Product {
  return { suffix, description, level: 'L0', resolution: '1min', directory, files: { kind: 'dated', name } };
}

function hours(suffix: string, description: string, level: Product['level'], directory: string, name: RegExp): Product {
  return { suffix, description, level, resolution: '1hr', directory, files: { kind: 'dated', name } };
}

function days(suffix: string, description: string, level: Product['level'], directory: string, name: RegExp): Product {
  return { suffix, description, level, resolution: '1day', directory, files: { kind: 'dated', name } };
}

/**
 * Pictures of an hour or a day. A day's name has two underscores where an hour's has the hour between them.
 *
 * @param formats null for arrays that have one format and do not name it
 */
function summaries(
  whats: readonly ('keogram' | 'montage' | 'average')[],
  formats: readonly ('JPG' | 'PGM' | 'PNG' | null)[],
  directoryOf: (what: string) => string = () => 'stream2',
): Product[] {
  const spans = [
    { span: 'daily', resolution: '1day', head: '\\d{8}__' },
    { span: 'hourly', resolution: '1hr', head: '\\d{8}_\\d{2}_' },
  ] as const;
  return spans.flatMap(({ span, resolution, head }) =>
    whats.flatMap((what) =>
      formats.map((format): Product => {
        const ending = format === 'PGM' ? '\\.pgm(\\.gz)?' : format === 'PNG' ? '\\.png' : '(\\.pgm)?\\.jpg';
        return {
          suffix: [span, what, ...(format === null ? [] : [format])].join('_').toUpperCase(),
          description: `${span} ${what} summary product${format === null ? '' : ` (${format} format)`}`,
          level: 'L2',
          resolution,
          directory: directoryOf(what),
          files: { kind: 'dated', name: new RegExp(`^${head}.*[_-]${what}${ending}$`) },
        };
      }),
    ),
  );
}

function skymap(directory: string): Product {
  return {
    suffix: 'SKYMAP_IDLSAV',
    description: 'skymap data (IDL save format)',
    level: 'L3',
    resolution: 'not_applicable',
    directory,
    files: { kind: 'skymap' },
  };
}

function calibrations(): Product[] {
  return (['Flatfield', 'Rayleighs'] as const).map((what) => ({
    suffix: `CALIBRATION_${what.toUpperCase()}_IDLSAV`,
    description: `${what} calibration data (IDL save format)`,
    level: 'L3',
    resolution: 'not_applicable',
    directory: 'calibration',
    files: { kind: 'calibration', what: what === 'Flatfield' ? 'flatfield' : 'rayleighs' },
  }));
}

function grid(suffix: string, folder: string, description: string): Product {
  return {
    suffix: `GRID_${suffix}`,
    description,
    level: 'L3',
    resolution: '1min',
    directory: `grid_files/${folder}`,
    files: { kind: 'dated', name: /^\d{8}_\d{4}_.*_grid_.*\.h5$/ },
  };
}
