import type { Outcome } from '$lib/model/failure';
import type { RecognisedFile } from '$lib/model/own-file';
import { readCalibration } from './calibration';
import { parseCalibrationName } from './calibration-choice';
import { openSave } from './idl-tags';
import { readSkymap } from './skymap';
import { parseSkymapName } from './skymap-choice';

/** An IDL SAVE file with a skymap or a calibration. */
export async function recogniseSave(bytes: Uint8Array, name: string): Promise<Outcome<RecognisedFile>> {
  const skymap = await readSkymap(bytes, name);
  if (skymap.ok) return recognisedSkymap(skymap.value, name);
  if (skymap.failure.kind !== 'unsupported') return skymap;
  const save = await openSave(bytes, name);
  if (!save.ok) return save;
  const { variables, problem } = save.value;
  const names = variables.map((variable) => variable.name);
  const calibration = await readCalibration(bytes, name);
  if (calibration.ok) {
    const named = parseCalibrationName(name);
    const inFile = names
      .map((one) => /^(?:RPER_DNPERSECOND|FLAT_FIELD_MULTIPLIER)_(\d+)/i.exec(one)?.[1])
      .find(Boolean);
    const detectorUid = inFile ?? named?.detectorUid ?? null;
    const isOther = named !== null && named.detectorUid !== detectorUid;
    const remark = isOther
      ? `The name says detector ${named.detectorUid}; the file itself says ${detectorUid}, and that counts.`
      : null;
    const startUs = named?.startUs ?? null;
    const unknown = detectorUid === null ? detectorUnknown : undated(startUs);
    const content = { kind: 'calibration', of: calibration.value.kind, detectorUid, startUs } as const;
    return { ok: true, value: { content, synthetic: false, problem, remark: remark ?? unknown } };
  }
  if (calibration.failure.kind !== 'unsupported') return calibration;
  const shown = names.slice(0, 5).join(', ') || 'nothing';
  const message = `An IDL SAVE file with ${shown}${names.length > 5 ? ' …' : ''}: neither a skymap nor a calibration.`;
  return { ok: false, failure: { kind: 'unsupported', format: 'idl save', message } };
}

function recognisedSkymap(skymap: { siteUid: string; imagerUid: string }, name: string): Outcome<RecognisedFile> {
  const siteUid = skymap.siteUid.toLowerCase();
  const imagerUid = skymap.imagerUid.toLowerCase();
  const named = parseSkymapName(name);
  const startUs = named?.startUs ?? null;
  const isOther = named !== null && named.siteUid !== siteUid;
  const remark = isOther
    ? `The name says ${named.siteUid.toUpperCase()}; the file itself says ${siteUid.toUpperCase()}, and that counts.`
    : undated(startUs);
  const content = { kind: 'skymap', siteUid, imagerUid, startUs, version: named?.version ?? '' } as const;
  return { ok: true, value: { content, synthetic: false, problem: null, remark } };
}

const detectorUnknown =
  'Neither the file nor its name tells of which detector it is: it can be looked into, and is offered for no camera.';

/** The day of validity stands in the name alone. */
function undated(startUs: number | null): string | null {
  return startUs === null ? 'Its name does not say from which day it holds: it is offered for any.' : null;
}
