import type { ImagerDataset } from '$lib/model/dataset';
import type { HeaderLine } from '$lib/model/frames';
import { trexSpectrographCredit } from './credit';
import { minuteStacks, rawCounts } from './packing';
import { headerValue } from './header';

/** TREx spectrographs: 385–801 nm along a slit, one spectrum of 13 s every 15 s, one file a minute. */
export const trexSpectrograph: ImagerDataset = {
  name: 'TREX_SPECT_RAW',
  title: 'TREx Spectrograph',
  light: '385–801 nm',
  directory: 'TREx/spectrograph/l0/raw',
  listedByService: true,
  fileName: /^\d{8}_\d{4}_[a-z0-9]+_spect-\d+_spectra\.pgm(\.gz)?$/, // the same folders hold `_spectra_dark` files
  packing: minuteStacks,
  deviceKind: 'spect',
  frame: { width: 256, height: 1024 }, // one row a wavelength, row 0 blue; one column a place along the slit
  cadenceSec: 15,
  orientation: { eastSide: 'none', peerFlip: { rows: false, columns: false } },
  // The green line of oxygen. By the files' own wavelengths it peaks at 558.6 nm (rows 443–444 at Lucky Lake, 2023), so
  // the 1.5 nm that the publishers integrate over in calibrated spectra would cut it in half here.
  keogramSlice: { kind: 'spectral-line', wavelengthNm: 557.7, halfWidthNm: 2.5 },
  samples: rawCounts,
  // Mean counts of that line at Lucky Lake (2023): 300 is the background, half of the slit has 300–570, the aurora to
  // 1100, town lamps up to 3700.
  display: { countsRange: [300, 1500], colormap: 'greens' },
  altitudeKm: null, // a slit is no picture that could be laid on a map
  searchWords: ['spect', 'spectrograph', 'spectra', 'spectrum'],
  instrumentArray: 'trex_spectrograph',
  skymaps: { dataset: 'TREX_SPECT_SKYMAP_IDLSAV', directory: 'TREx/spectrograph/skymaps' },
  calibrations: null,
  credit: trexSpectrographCredit,
  timeKeys: ['image request start', 'exposure start time'],
  verified: true,
};

/**
 * The wavelength that a row of a raw spectrum sees, a₀ + a₁·row + a₂·row² nm, with the coefficients of the file itself
 * (`Calibration unwarping alpha0`).
 *
 * @returns null when the header does not tell
 */
export function wavelengthOfRow(header: readonly HeaderLine[]): ((row: number) => number) | null {
  const text = headerValue(header, ['calibration unwarping alpha0']);
  const [a0, a1, a2, ...more] = text?.split(/\s+/).map(Number) ?? [];
  if (a0 === undefined || a1 === undefined || a2 === undefined || more.length > 0) return null;
  return [a0, a1, a2].every(Number.isFinite) ? (row) => a0 + a1 * row + a2 * row * row : null;
}
