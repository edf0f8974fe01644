import { FormatError } from '$lib/formats/format-error';
import type { Hdf5File } from '$lib/formats/hdf5';
import type { Outcome } from '$lib/model/failure';
import type { HsrBand, HsrDay } from '$lib/model/riometer';
import { inOrderOfTime } from './frame-order';
import { fileMetadataPath, headerOf, readHdf5, saysSynthetic, timedFrames } from './hdf5-source';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';
import { dayUs } from './utc';

export const powerPath = '/data/raw_power';

const maxBands = 64;

/**
 * Read a day of the SWAN hyper-spectral riometers (k0): power per band and second, as stored. *Not verified on real
 * files*: the layout is that of the publishers' reader.
 *
 * @param bytes one HDF5 file; left untouched
 */
export function readHsrDay(bytes: Uint8Array, source: FileSource): Promise<Outcome<HsrDay>> {
  return readHdf5(bytes, (file) => {
    const [bandCount = 0, count = 0] = file.describe(powerPath).shape;
    if (bandCount > maxBands) throw new FormatError('unsupported', 'hdf5', null, `there are ${bandCount} bands`);
    const header = headerOf(file.attributes(fileMetadataPath));
    const inFile = file.read(powerPath, { types: ['float32'], ranks: [2] }, (stored) => new Float32Array(stored));
    const timed = timedFrames(file, count);
    const { frames, problem: disorder } = inOrderOfTime(timed.frames, 'hdf5', dayUs);
    const rawPower = new Float32Array(bandCount * frames.length);
    for (let band = 0, at = 0; band < bandCount; band++) {
      for (const { index } of frames) rawPower[at++] = inFile[band * count + index]!;
    }
    return {
      dataset: source.dataset ?? 'SWAN_HSR_K0_H5',
      siteUid: headerValue(header, ['site_unique_id'])?.toLowerCase() ?? siteOf(source.name),
      bands: readBands(file, bandCount),
      timesUs: Float64Array.from(frames, ({ timeUs }) => timeUs),
      rawPower,
      header,
      synthetic: saysSynthetic(header),
      problem: timed.problem ?? disorder ?? file.problem,
    };
  });
}

function readBands(file: Hdf5File, count: number): readonly HsrBand[] {
  const textsAt = (path: string) => (file.has(path) ? file.texts(path) : []);
  const frequencies = textsAt('/data/band_central_frequency');
  const passbands = textsAt('/data/band_passband');
  return Array.from({ length: count }, (_, band) => ({
    centralFrequency: frequencies[band] ?? '',
    passband: passbands[band] ?? '',
  }));
}

/** `20240203_medo-hsr_k0_v01.h5` → `medo` */
function siteOf(name: string): string | null {
  return /(?:^|\/)\d{8}_([a-z0-9]{2,12})-hsr_[^/]*$/.exec(name)?.[1] ?? null;
}
