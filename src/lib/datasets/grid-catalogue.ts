import type { DisplayDefaults, Samples } from '$lib/model/dataset';
import type { GridDataset } from '$lib/model/grid';
import { regoCredit, themisCredit, trexBlueCredit, trexNirCredit, trexRgbCredit } from './credit';
import { colourCounts, rawCounts } from './packing';

const rayleighs: Samples = { channels: 1, most: 65_535, unit: 'R', keogramUnit: 'R' };

/**
 * Maps merged of an array's cameras, in the order in which people are shown them. Folders and names of files other than
 * those of THEMIS and TREx RGB were concluded from these two. The folder of the emission at 557.7 nm is another one.
 */
export const gridDatasets: readonly GridDataset[] = [
  // Some cells of a real file reach 63 375, saturated pixels less their background; most hold 500 to 5000.
  grid('THEMIS_ASI', 'MOSv001', {
    ...{ title: 'THEMIS ASI grid', light: 'white light, merged', directory: 'THEMIS/asi/grid_files' },
    ...{ display: { countsRange: [0, 6000], colormap: 'gray' }, samples: rawCounts, verified: true },
    ...{ cadenceSec: 3, instrumentArray: 'themis_asi', credit: themisCredit },
  }),
  grid('THEMIS_ASI', 'MOSu001', {
    ...{ title: 'THEMIS ASI grid, unverified', light: 'white light, merged', directory: 'THEMIS/asi/grid_files' },
    ...{ display: { countsRange: [0, 6000], colormap: 'gray' }, samples: rawCounts, verified: false },
    ...{ cadenceSec: 3, instrumentArray: 'themis_asi', credit: themisCredit },
  }),
  grid('REGO', 'MOSv001', {
    ...{ title: 'REGO grid', light: '630.0 nm, merged', directory: 'GO-Canada/REGO/grid_files' },
    ...{ display: { countsRange: [0, 5000], colormap: 'gist_heat' }, samples: rayleighs, verified: false },
    ...{ cadenceSec: 3, instrumentArray: 'rego', credit: regoCredit },
  }),
  grid('TREX_RGB', 'MOSv001', {
    ...{ title: 'TREx RGB grid', light: 'colour, merged', directory: 'TREx/RGB/grid_files' },
    ...{ display: { countsRange: [0, 255], colormap: 'gray' }, samples: colourCounts, verified: false },
    ...{ cadenceSec: 3, instrumentArray: 'trex_rgb', credit: trexRgbCredit },
  }),
  grid('TREX_RGB5577', 'MOSv001', {
    ...{ title: 'TREx RGB 557.7 nm grid', light: '557.7 nm, merged', directory: 'TREx/RGB/grid_files_5577' },
    ...{ display: { countsRange: [0, 25_000], colormap: 'greens' }, samples: rayleighs, verified: false },
    ...{ cadenceSec: 3, instrumentArray: 'trex_rgb', credit: trexRgbCredit },
  }),
  grid('TREX_NIR', 'MOSv001', {
    ...{ title: 'TREx NIR grid', light: '844.6 nm, merged', directory: 'TREx/NIR/grid_files' },
    ...{ display: { countsRange: [0, 5000], colormap: 'magma' }, samples: rayleighs, verified: false },
    ...{ cadenceSec: 6, instrumentArray: 'trex_nir', credit: trexNirCredit },
  }),
  grid('TREX_BLUE', 'MOSv001', {
    ...{ title: 'TREx Blueline grid', light: '427.8 nm, merged', directory: 'TREx/blueline/grid_files' },
    ...{ display: { countsRange: [0, 5000], colormap: 'blues' }, samples: rawCounts, verified: false },
    ...{ cadenceSec: 3, instrumentArray: 'trex_blue', credit: trexBlueCredit },
  }),
];

/** @param name as the archive spells it: `THEMIS_ASI_GRID_MOSV001` */
export function gridDatasetByName(name: string): GridDataset | null {
  return gridDatasets.find((dataset) => dataset.name === name) ?? null;
}

/** Start of the minute that a grid file is named for, UTC; null for the name of another file. */
export function minuteOfGridName(name: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)_/.exec(name);
  if (!match) return null;
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute) * 1000;
}

/** Where the archive would keep a grid's minute, below its root. */
export function gridFilePath({ directory, fileSuffix }: GridDataset, startUs: number): string {
  const [date, time] = new Date(startUs / 1000).toISOString().split('T');
  const [hour, minute] = time!.split(':');
  return `${directory}/${date!.replaceAll('-', '/')}/ut${hour}/${date!.replaceAll('-', '')}_${hour}${minute}_${fileSuffix}.h5`;
}

type Facts = Omit<GridDataset, 'name' | 'fileName' | 'fileSuffix' | 'altitudeKm'> & {
  readonly display: DisplayDefaults;
};

function grid(array: string, method: 'MOSv001' | 'MOSu001', facts: Facts): GridDataset {
  return {
    ...facts,
    name: `${array}_GRID_${method.toUpperCase()}`,
    directory: `${facts.directory}/${method}`,
    // Of most arrays no name was ever seen: how they are spelt there is left open.
    fileName: new RegExp(String.raw`^\d{8}_\d{4}_\d+km_${method}_grid_[a-z0-9_-]+\.h5$`, 'i'),
    fileSuffix: `110km_${method}_grid_${array.toLowerCase().replaceAll('_', '-')}`,
    altitudeKm: 110,
  };
}
