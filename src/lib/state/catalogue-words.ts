import { arrayOfDataset } from '$lib/datasets/archive-arrays';
import type { CatalogueDataset, FileSpan, ProductKind, Reading } from '$lib/model/catalogue';

/** What is in the files, for people. */
export const kindWords: Readonly<Record<ProductKind, string>> = {
  frames: 'Raw frames',
  series: 'Riometer series',
  spectra: 'Processed spectra',
  grid: 'Mosaic grids',
  picture: 'Summary pictures',
  skymap: 'Skymaps',
  calibration: 'Calibrations',
  other: 'Other raw products',
  unknown: 'Not known',
};

/** How this app reads a dataset, in a word or two. */
export const readingWords: Readonly<Record<Reading, string>> = {
  track: 'Track',
  curve: 'Curve',
  file: 'File inspector',
  picture: 'Picture',
  none: 'Not read',
};

/** The same in a sentence. */
export function readingSentence({ reading, kind }: Pick<CatalogueDataset, 'reading' | 'kind'>): string {
  switch (reading) {
    case 'track':
      return 'Shown as a track: keogram, sky and numbers.';
    case 'curve':
      return 'Shown as a curve on the timeline.';
    case 'file':
      if (kind === 'skymap' || kind === 'calibration')
        return 'Used for the tracks it belongs to; each file can be inspected.';
      if (kind === 'grid') return 'Shown on the map of an event; each file can be inspected.';
      return 'Each file can be inspected.';
    case 'picture':
      return 'A ready-made picture.';
    case 'none':
      return kind === 'unknown'
        ? 'Not read here: newer than this version of the app.'
        : 'Not read here: the layout of its files is not published.';
  }
}

const spanWords: Readonly<Record<FileSpan, string>> = {
  '1min': '1 minute',
  '1hr': '1 hour',
  '1day': '1 day',
  none: 'No day: valid until the next one',
};

/** How much time one file covers: `1 minute`. */
export function fileSpanWords({ fileSpan, kind }: Pick<CatalogueDataset, 'fileSpan' | 'kind'>): string {
  return fileSpan === 'none' && kind === 'unknown' ? 'Not known' : spanWords[fileSpan];
}

/** `every 3 s`, `3 a second`; null where there is no cadence. */
export function cadenceWords(cadenceSec: number | null): string | null {
  if (cadenceSec === null) return null;
  return cadenceSec < 1 ? `${Math.round(1 / cadenceSec)} a second` : `every ${cadenceSec} s`;
}

/** What is its own among the datasets of its array: `Daily keogram summary product (JPG format)`. */
export function ownWords({ name, description }: Pick<CatalogueDataset, 'name' | 'description'>): string {
  const about = arrayOfDataset(name)?.about ?? '';
  const own = about !== '' && description.startsWith(`${about} `) ? description.slice(about.length + 1) : description;
  return own.charAt(0).toUpperCase() + own.slice(1);
}

/** Its description; it says so where no real file of the dataset was at hand. */
export function fullDescription({ description, verified, reading }: CatalogueDataset): {
  readonly text: string;
  readonly doubt: string | null;
} {
  const text = /[.!?]$/.test(description) ? description : `${description}.`;
  return { text, doubt: verified || reading === 'none' ? null : 'Not verified on real files.' };
}
