import { beginsRiometerText } from '$lib/formats/riometer-text';
import { signatureOf } from '$lib/formats/signature';
import type { Failure, Outcome } from '$lib/model/failure';
import type { RecognisedFile } from '$lib/model/own-file';
import { withoutCopyMark } from './copy-mark';
import { curvePlace, siteUnknown } from './curve-path';
import { recogniseHdf5 } from './recognise-hdf5';
import { recognisePictures, recogniseStack } from './recognise-frames';
import { recogniseSave } from './recognise-save';
import { readRiometerFile } from './riometer';
import { parseRiometerName } from './riometer-name';
import { baseName } from './validity';

/**
 * What a file is, by what is in it; its name counts only where that does not tell. Pixels are not unpacked further than
 * it takes to find the frames and their times.
 *
 * @param path with or without directories, as a person has it
 * @returns a failure with the reason when nothing here can use the file
 */
export async function recogniseFile(file: Uint8Array, path: string): Promise<Outcome<RecognisedFile>> {
  const name = withoutCopyMark(baseName(path));
  const signature = signatureOf(file);
  switch (signature) {
    case 'gzip':
    case 'pgm':
      return recogniseStack(file, name);
    case 'hdf5':
      return recogniseHdf5(file, name);
    case 'png':
    case 'tar':
      return recognisePictures(file, name);
    case 'idl save':
      return recogniseSave(file, name);
    case 'empty':
      return failed({ kind: 'corrupt', format: 'unknown', offset: null, message: 'The file is empty.' });
    case 'html':
      return unsupported('web page', 'A web page. The archive gives its home page in place of a file that it lacks.');
    case 'bzip2':
      return unsupported('bzip2', 'Packed with bzip2. Unpacked or packed with gzip, its frames could be read.');
    case 'cdf':
      return unsupported('cdf', 'A CDF file. Frames are read as the archive of raw files has them.');
    case 'unknown':
      if (beginsRiometerText(file)) return recogniseRiometer(file, name);
      if (isJpeg(file)) return unsupported('jpeg', 'A JPEG picture: packing has changed its pixels, they are no data.');
      return recogniseStack(file, name);
  }
}

function recogniseRiometer(file: Uint8Array, name: string): Outcome<RecognisedFile> {
  // Without its name first: of what it says itself nothing else is to be believed.
  const unnamed = readRiometerFile(file, '');
  const outcome = unnamed.ok && unnamed.value.siteUid !== null ? unnamed : readRiometerFile(file, name);
  if (!outcome.ok) return outcome;
  const { kind, siteUid, timesUs, problem } = outcome.value;
  const named = parseRiometerName(name);
  const isOther = named.siteUid !== null && named.siteUid !== siteUid;
  const remark = isOther
    ? `The name says ${named.siteUid.toUpperCase()}; the file itself says ${(siteUid ?? '').toUpperCase()}, and that counts.`
    : null;
  const dataset = kind === 'k0' ? 'NORSTAR_RIOMETER_K0_TXT' : 'NORSTAR_RIOMETER_K2_TXT';
  const times = { firstUs: timesUs[0]!, lastUs: timesUs.at(-1)! };
  const place = curvePlace(dataset, siteUid, times.firstUs, times.lastUs);
  const content = { kind: 'riometer', dataset, siteUid, ...place, measurements: timesUs.length, ...times } as const;
  const unknown = place.path === null ? siteUnknown : null;
  return { ok: true, value: { content, synthetic: false, problem, remark: remark ?? unknown } };
}

function isJpeg(file: Uint8Array): boolean {
  return file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff;
}

function unsupported(format: string, message: string): Outcome<never> {
  return failed({ kind: 'unsupported', format, message });
}

function failed(failure: Failure): Outcome<never> {
  return { ok: false, failure };
}
