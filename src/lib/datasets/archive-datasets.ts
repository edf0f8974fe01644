import type { CatalogueDataset } from '$lib/model/catalogue';
import {
  blue,
  hyperSpectralRiometers,
  nir,
  rainbow,
  rego,
  rgb,
  rgbGreenLine,
  riometers,
  smile,
  spectrograph,
  themis,
  type ArchiveArray,
} from './archive-arrays';
import { datasetByName } from './catalogue';

/** What a dataset has of its own; folders are below that of the array. */
interface Product extends Pick<CatalogueDataset, 'level' | 'kind' | 'fileSpan' | 'reading' | 'description'> {
  /** What its name ends with. */
  readonly suffix: string;
  readonly folder: string;
  readonly cadenceSec?: number;
  /** True where real bytes were seen; imagers say so themselves. */
  readonly verified?: boolean;
  readonly folderIsGuess?: boolean;
  readonly listedByService?: boolean;
}

/** How the grids of TREx are described, whatever their unit turns out to be in the file. */
const rawGrid = 'verified grid files (raw data, intensity grid priority)';

/**
 * Every dataset that the archive's service lists, and two that only folders tell of, by name. Carried along so that
 * data can be found without a request; levels, spans, folders and words as the service gives them.
 */
export const archiveDatasets: readonly CatalogueDataset[] = [
  ...of(
    themis,
    frames('RAW', 3, '3-sec raw data', 'stream0'),
    other('RAW_ROW2', 'L0', 'raw row2 data', 'stream0'),
    other('RAW_WIDE', 'L0', 'raw wide data', 'stream0'),
    guessed(other('THUMB32', 'L1A', 'thumb32 data', 'stream1.thumb32')),
    guessed(other('VEC1024', 'L1A', 'vec1024 data', 'stream1.vec1024')),
    ...summaries(['keogram', 'montage', 'average'], ['JPG', 'PGM']),
    real(skymap()),
    guessed(
      grid('MOSu001', 'unverified grid files (corner subtracted, intensity grid priority, ML cloud detection)', 3),
    ),
    real(grid('MOSv001', 'verified grid files (corner subtracted, intensity grid priority)', 3)),
  ),
  ...of(
    rego,
    frames('RAW', 3, '3-sec raw data', 'stream0'),
    ...summaries(['keogram', 'montage'], ['JPG', 'PGM', 'PNG']).map(guessed),
    skymap('skymap'), // singular, unlike all others
    calibration('Flatfield'),
    real(calibration('Rayleighs')),
    guessed(
      grid(
        'MOSv001',
        'verified grid files (corner subtracted, flatfield corrected, rayleighs converted, intensity grid priority)',
        3,
      ),
    ),
  ),
  ...of(nir, frames('RAW', 6, '6-sec raw data', 'stream0'), ...trexMono(6), ...calibrations()),
  ...of(blue, frames('RAW', 3, '3-sec raw data', 'stream0'), ...trexMono(3), ...calibrations().map(guessed)),
  ...of(
    rgb,
    frames('RAW_NOMINAL', 3, '3-sec raw data', 'stream0'),
    frames('RAW_BURST', 1 / 3, '3Hz raw burst data', 'stream0.burst'),
    {
      ...frames('RAW_LEGACY', 3, '3-sec raw data of the first years, one channel', 'unstable/stream0'),
      listedByService: false,
    },
    ...summaries(['keogram', 'montage'], [null]),
    skymap(),
    grid('MOSv001', rawGrid, 3),
  ),
  ...of(
    rgbGreenLine,
    guessed({
      ...grid('MOSv001', 'verified grid files (intensity grid priority)', 3, 'derived 557.7nm emission '),
      folder: 'grid_files_5577/MOSv001',
    }),
  ),
  ...of(
    spectrograph,
    frames('RAW', 15, '15-sec raw data', 'l0/raw'),
    {
      suffix: 'PROCESSED_V1',
      level: 'L1',
      kind: 'spectra',
      fileSpan: '1hr',
      reading: 'file',
      cadenceSec: 15,
      description: '15-sec processed data, version 1 (calibrated, de-smiled)',
      folder: 'l1/processed',
    },
    skymap(),
  ),
  ...of(
    smile,
    frames('RAW', 3, '3-sec raw data', 'raw'),
    ...summaries(['keogram', 'montage'], [null], (what) => `${what}s`).map(guessed),
    skymap(),
  ),
  ...of(
    riometers,
    real(series('K0_TXT', 'L0', 5, 'K0 raw data, in ASCII format', 'txt')),
    series('K2_TXT', 'L2', 5, 'K2 baselined data, in ASCII format', 'txt'),
  ),
  ...of(
    hyperSpectralRiometers,
    series('K0_H5', 'L0', 1, 'K0 raw data, in HDF5 format', 'h5'),
    guessed({
      ...picture('K0_SUMMARY_PLOT_JPG', '1day', 'K0 raw data summary plots, in JPG format', 'summary_plots'),
      level: 'L0',
    }),
  ),
  ...of(rainbow, { ...frames('RAW', 6, '6-sec raw data, colour mosaic', 'stream0'), listedByService: false }),
].sort((a, b) => (a.name < b.name ? -1 : 1));

function of(array: ArchiveArray, ...products: readonly Product[]): CatalogueDataset[] {
  const { doi, citation, acknowledgement, page } = array.credit;
  return products.map((product): CatalogueDataset => {
    const { suffix, folder, level, kind, fileSpan, reading, cadenceSec = null } = product;
    const name = `${array.prefix}_${suffix}`;
    return {
      ...{ name, level, kind, fileSpan, reading, cadenceSec },
      array: array.title,
      instrumentArray: array.instrumentArray,
      description: `${array.about} ${product.description}`,
      dois: [...(array.moreDois ?? []), ...(doi === null ? [] : [doi])],
      credit: { citation, acknowledgement, page },
      directory: `${array.directory}/${folder}`,
      directoryIsSure: !product.folderIsGuess,
      listedByService: product.listedByService ?? true,
      verified: datasetByName(name)?.verified ?? product.verified ?? false,
    };
  });
}

/** Of which real bytes were read. */
function real(product: Product): Product {
  return { ...product, verified: true };
}

/** Of which nobody saw the folder: it follows those of other datasets. */
function guessed(product: Product): Product {
  return { ...product, folderIsGuess: true };
}

function frames(suffix: string, cadenceSec: number, description: string, folder: string): Product {
  return { suffix, level: 'L0', kind: 'frames', fileSpan: '1min', reading: 'track', cadenceSec, description, folder };
}

function series(suffix: string, level: string, cadenceSec: number, description: string, folder: string): Product {
  return { suffix, level, kind: 'series', fileSpan: '1day', reading: 'curve', cadenceSec, description, folder };
}

/** Of which no reader is published and the layout is not known. */
function other(suffix: string, level: string, description: string, folder: string): Product {
  return { suffix, level, kind: 'other', fileSpan: '1hr', reading: 'none', description, folder };
}

function picture(suffix: string, fileSpan: '1hr' | '1day', description: string, folder: string): Product {
  return { suffix, level: 'L2', kind: 'picture', fileSpan, reading: 'picture', description, folder };
}

/** @param formats null for arrays that have one format and do not name it */
function summaries(
  whats: readonly string[],
  formats: readonly (string | null)[],
  folderOf: (what: string) => string = () => 'stream2',
): Product[] {
  const spans = [
    ['daily', '1day'],
    ['hourly', '1hr'],
  ] as const;
  return spans.flatMap(([span, fileSpan]) =>
    whats
      .filter((what) => span === 'hourly' || what !== 'average') // there is no average of a day
      .flatMap((what) =>
        formats.map((format) => {
          const suffix = [span, what, ...(format === null ? [] : [format])].join('_').toUpperCase();
          const inFormat = format === null ? '' : ` (${format} format)`;
          return picture(suffix, fileSpan, `${span} ${what} summary product${inFormat}`, folderOf(what));
        }),
      ),
  );
}

function skymap(folder = 'skymaps'): Product {
  const suffix = 'SKYMAP_IDLSAV';
  return { ...still('skymap'), suffix, description: 'skymap data (IDL save format)', folder };
}

function calibration(what: 'Flatfield' | 'Rayleighs'): Product {
  const suffix = `CALIBRATION_${what.toUpperCase()}_IDLSAV`;
  const description = `${what} calibration data (IDL save format)`;
  return { ...still('calibration'), suffix, description, folder: 'calibration' };
}

function calibrations(): Product[] {
  return [calibration('Flatfield'), calibration('Rayleighs')];
}

function still(kind: 'skymap' | 'calibration') {
  return { level: 'L3', kind, fileSpan: 'none', reading: 'file' } as const;
}

/** @param what comes first where the values are not those of the camera */
function grid(method: string, description: string, cadenceSec: number, what = ''): Product {
  return {
    suffix: `GRID_${method.toUpperCase()}`,
    level: 'L3',
    kind: 'grid',
    fileSpan: '1min',
    reading: 'file',
    cadenceSec,
    description: `${what}${method} ${description}`,
    folder: `grid_files/${method}`,
  };
}

/** What NIR and Blueline have alike: summaries, skymaps, grids. */
function trexMono(cadenceSec: number): Product[] {
  const pictures = summaries(['keogram', 'montage'], ['PGM', 'PNG']).map(guessed);
  return [...pictures, skymap(), guessed(grid('MOSv001', rawGrid, cadenceSec))];
}
