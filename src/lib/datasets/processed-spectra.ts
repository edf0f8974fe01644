import { FormatError } from '$lib/formats/format-error';
import type { Hdf5File } from '$lib/formats/hdf5';
import { frameMajor } from '$lib/formats/hdf5-axes';
import type { Outcome } from '$lib/model/failure';
import type { SpectraFile, Spectrum } from '$lib/model/spectra';
import type { TimeRange } from '$lib/model/time';
import { parseFileName } from './file-name';
import { inOrderOfTime } from './frame-order';
import { fileMetadataPath, headerOf, readHdf5, saysSynthetic, timedFrames } from './hdf5-source';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';
import { hourUs } from './utc';

export const spectraPath = '/data/spectra';
export const wavelengthPath = '/data/wavelength';

/** An hour of spectra is 252 MB; so much of it is held at a time, once as stored and once frame by frame. */
const stretchBytes = 32 * 2 ** 20;

/** A file's spectra are gone through one by one: what is made of each is the visitor's. */
export type VisitSpectra = (about: Omit<SpectraFile, 'problem'>) => (spectrum: Spectrum) => void;

const nobody: VisitSpectra = () => () => undefined;

/**
 * Read a file of processed spectra of the TREx spectrograph: Rayleighs per nm, `[wavelength][bin][frame]` in the file,
 * nothing flipped. Read stretch by stretch, so that an hour takes no more memory than a few minutes. *Not verified on
 * real files.*
 *
 * @param bytes one HDF5 file; left untouched
 * @param begin is told what the file holds and gives what gets every good spectrum, once, in the order of the file
 *   (its `index` is that in order of time). May be called anew, when all begins again
 * @param span only spectra of these times, the end not included
 */
export function readProcessedSpectra(
  bytes: Uint8Array,
  source: FileSource,
  begin: VisitSpectra = nobody,
  span: TimeRange | null = null,
): Promise<Outcome<SpectraFile>> {
  return readHdf5(bytes, (file) => {
    const { rows, bins, count, chunkFrames } = spectraSize(file);
    const header = headerOf(file.attributes(fileMetadataPath));
    const wavelengthNm = file.read(wavelengthPath, { types: ['float32', 'float64'], ranks: [1] }, (stored) =>
      Float64Array.from(stored),
    );
    if (wavelengthNm.length !== rows) {
      throw new FormatError(
        'inconsistent',
        'hdf5',
        null,
        `there are ${wavelengthNm.length} wavelengths of ${rows} rows`,
      );
    }
    const timed = timedFrames(file, count);
    const ordered = inOrderOfTime(timed.frames, 'hdf5', hourUs);
    const frames = span
      ? ordered.frames.filter(({ timeUs }) => timeUs >= span.startUs && timeUs < span.endUs)
      : ordered.frames;
    if (frames.length === 0) throw new FormatError('inconsistent', 'hdf5', null, 'no spectrum is of the wanted time');
    const placeOf = new Map(frames.map(({ index }, place) => [index, place]));
    const named = parseFileName(source.name.slice(source.name.lastIndexOf('/') + 1));
    const about = {
      dataset: source.dataset ?? 'TREX_SPECT_PROCESSED_V1',
      siteUid: headerValue(header, ['site_unique_id']) ?? named?.siteUid ?? null,
      deviceUid: headerValue(header, ['device_unique_id', 'imager_unique_id']) ?? named?.deviceUid ?? null,
      ...{ wavelengthNm, bins, header },
      timesUs: Float64Array.from(frames, ({ timeUs }) => timeUs),
      synthetic: saysSynthetic(header),
    };
    const visit = begin(about);
    const wanted = { isWanted: (index: number) => placeOf.has(index), chunkFrames };
    forEachFrame(file, [rows, bins, count], wanted, (index, values) => {
      const place = placeOf.get(index);
      if (place !== undefined) visit({ index: place, timeUs: frames[place]!.timeUs, values });
    });
    return { ...about, problem: timed.problem ?? ordered.problem ?? file.problem };
  });
}

const maxFrames = 10_000;

/** A spectrum has 2¹⁸ values. */
const maxValues = 2 ** 24;

/** @throws FormatError where it is not that of spectra, or of more of them than are read */
export function spectraSize(file: Hdf5File) {
  const { shape, chunks } = file.describe(spectraPath);
  const [rows = 0, bins = 0, count = 0] = shape;
  if (shape.length !== 3 || rows * bins === 0 || rows * bins > maxValues || count > maxFrames) {
    const message = `${spectraPath} has the shape ${shape.join(' × ')}, which is not that of spectra`;
    throw new FormatError('unsupported', 'hdf5', null, message);
  }
  return { rows, bins, count, chunkFrames: chunks?.[2] ?? 1 };
}

function forEachFrame(
  file: Hdf5File,
  [rows, bins, count]: readonly [rows: number, bins: number, count: number],
  { isWanted, chunkFrames }: { readonly isWanted: (index: number) => boolean; readonly chunkFrames: number },
  visit: (index: number, values: Float32Array<ArrayBuffer>) => void,
): void {
  const size = rows * bins;
  const affordable = Math.max(1, Math.floor(stretchBytes / (4 * size)));
  // Whole chunks, where they fit: each is unpacked for every stretch that touches it.
  const stretch = affordable < chunkFrames ? affordable : affordable - (affordable % chunkFrames);
  const values = new Float32Array(Math.min(stretch, count) * size);
  for (let start = 0; start < count; start += stretch) {
    const frames = Math.min(stretch, count - start);
    if (!Array.from({ length: frames }, (_, at) => start + at).some(isWanted)) continue;
    const slab = { start: [0, 0, start], count: [rows, bins, frames] };
    const take = (stored: Float32Array) => frameMajor(stored, frames, values);
    file.read(spectraPath, { types: ['float32'], ranks: [3] }, take, slab);
    for (let at = 0; at < frames; at++) visit(start + at, values.subarray(at * size, (at + 1) * size));
  }
}
