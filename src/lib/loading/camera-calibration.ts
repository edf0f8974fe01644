import { BoundedMap } from '$lib/cache/bounded-map';
import type { DocumentStore } from '$lib/cache/document-store';
import { chooseCalibration } from '$lib/datasets/calibration-choice';
import { datasetByName } from '$lib/datasets/catalogue';
import type { Calibration, CalibrationKind, CalibrationOf } from '$lib/model/calibration';
import type { Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import { listCalibrations, type ListedCalibration } from '$lib/services/calibration-list';
import type { Network } from '$lib/services/network';
import type { Decoder } from '$lib/workers/decoder';
import type { OtherFile } from './camera-skymap';
import type { createDecoding } from './decoding';
import { createKeptLists } from './kept-list';
import { SharedWork } from './shared-work';

export interface ChosenCalibration<Kind extends CalibrationKind = CalibrationKind> {
  readonly calibration: CalibrationOf<Kind>;
  /** Name of the file. */
  readonly name: string;
  /** Its address on the public archive, and the dataset under which it is kept. */
  readonly url: string;
  readonly dataset: string;
  /** `first`: the time lies before every calibration of the detector, and the earliest was taken. `chosen`: by hand. */
  readonly rule: 'valid' | 'first' | 'chosen';
  /** First day of validity, UTC. */
  readonly startUs: number;
  /** All of the kind that there are for the detector, in no particular order. */
  readonly others: readonly OtherFile[];
  /** Both as of a skymap. */
  readonly own?: string;
  readonly lacking?: string;
}

/** Finds a camera's calibration of a kind: see `Loading.calibration`. */
export type FindCalibration = <Kind extends CalibrationKind>(
  kind: Kind,
  camera: { readonly dataset: string; readonly deviceUid: string | null },
  range: TimeRange,
  signal: AbortSignal,
  name?: string | null,
) => Promise<Outcome<ChosenCalibration<Kind> | null>>;

/** A REGO flatfield takes 2 MB. */
const calibrationBudgetBytes = 16 * 2 ** 20;

/** Calibrations by the published rule, each detector's list asked for once and each file decoded once. */
export function createCalibrationLoader(parts: {
  readonly network: Omit<Network, 'signal'>;
  readonly decoder: Decoder;
  readonly decoding: ReturnType<typeof createDecoding>;
  readonly documents: DocumentStore;
}): FindCalibration {
  const { network, decoder, decoding, documents } = parts;
  const listOf = createKeptLists<ListedCalibration>('calibrations', documents);
  const calibrations = new BoundedMap<Calibration>(calibrationBudgetBytes);
  const reading = new SharedWork<Calibration>();

  const read = async ({ url, name }: ListedCalibration, dataset: string, wish: Wish): Promise<Outcome<Calibration>> => {
    const known = calibrations.get(url);
    if (known) return { ok: true, value: known };
    return reading.ask(url, wish, async (shared) => {
      const made = await decoding({ url, name, dataset }, shared, (buffer, turn) =>
        decoder.calibration(buffer, name, turn),
      );
      if (made.ok) calibrations.set(url, made.value, bytesOf(made.value));
      return made;
    });
  };

  return async (kind, camera, { startUs: timeUs }, signal, name = null) => {
    const files = datasetByName(camera.dataset)?.calibrations;
    const detectorDigits = /\d{3}$/.exec(camera.deviceUid ?? '')?.[0];
    if (!files || detectorDigits === undefined) return { ok: true, value: null };
    // Small files, without which no pixel is in Rayleighs; the skymap goes before them, frames after.
    const wish: Wish = { rank: () => -Number.MAX_VALUE, signal };
    const list = await listOf(`${files.directory} ${detectorDigits}`, timeUs, wish, async (whole) => {
      const found = await listCalibrations({ files, detectorDigits, timeUs }, { ...network, signal: whole });
      return found.ok ? { ok: true, value: found.value.value } : found;
    });
    if (!list.ok) return list;
    const ofKind = list.value.filter((listed) => listed.kind === kind);
    const byHand = ofKind.find((listed) => listed.name === name);
    const choice = byHand
      ? ({ chosen: byHand, rule: 'chosen' } as const)
      : chooseCalibration(ofKind, kind, detectorDigits, timeUs);
    if (!choice) return { ok: true, value: null };
    const { chosen, rule } = choice;
    const dataset = kind === 'flatfield' ? files.flatfieldDataset : files.rayleighsDataset;
    const made = await read(chosen, dataset, wish);
    if (!made.ok) return made;
    const calibration = made.value;
    if (!isOfKind(calibration, kind)) return anotherKind(chosen.name);
    const others = ofKind.map(({ name, startUs, stop }) => ({ name, startUs, stop }));
    const { url, startUs } = chosen;
    return { ok: true, value: { calibration, name: chosen.name, url, dataset, rule, startUs, others } };
  };
}

function isOfKind<Kind extends CalibrationKind>(
  calibration: Calibration,
  kind: Kind,
): calibration is CalibrationOf<Kind> {
  return calibration.kind === kind;
}

function anotherKind(name: string): Outcome<never> {
  const message = `${name} holds a calibration of another kind than its name says`;
  return { ok: false, failure: { kind: 'unsupported', format: 'calibration', message } };
}

function bytesOf(calibration: Calibration): number {
  return calibration.kind === 'flatfield' ? calibration.multiplier.byteLength : 8;
}
