import { BoundedMap } from '$lib/cache/bounded-map';
import { datasetByName } from '$lib/datasets/catalogue';
import { chooseValid } from '$lib/datasets/validity';
import type { Calibration, CalibrationKind, CalibrationOf } from '$lib/model/calibration';
import type { Outcome } from '$lib/model/failure';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { Wish } from '$lib/model/work';
import type { Decoder } from '$lib/workers/decoder';
import type { ChosenCalibration, FindCalibration } from './camera-calibration';
import type { ChosenSkymap } from './camera-skymap';
import type { Loading } from './loading';
import { blobNumbers, goneFile, isReadable } from './own-blob';
import { ownPrefix, type OwnCalibrationFile, type OwnFileRegistry, type OwnSkymapFile } from './own-registry';

const skymapBudgetBytes = 32 * 2 ** 20;

/**
 * A person's own skymaps and calibrations beside the archive's: those that fit the camera are offered, and taken when
 * chosen by hand, so that a link says whose file it was. Without a word they are taken only where the archive has none,
 * or gives no answer. Of a name that is not open here the published rule chooses, and that is said.
 */
export function createOwnChoices(
  usual: Pick<Loading, 'skymap' | 'calibration'>,
  registry: OwnFileRegistry,
  decoder: Pick<Decoder, 'skymap' | 'calibration'>,
): Pick<Loading, 'skymap' | 'calibration'> {
  const numberOf = blobNumbers();
  const readSkymap = createSkymaps(decoder, numberOf);
  const readCalibration = createCalibrations(decoder);

  const calibration: FindCalibration = async <Kind extends CalibrationKind>(
    kind: Kind,
    camera: { readonly dataset: string; readonly deviceUid: string | null },
    range: { readonly startUs: number; readonly endUs: number },
    signal: AbortSignal,
    name: string | null = null,
  ) => {
    const mine = calibrationsOf(registry.calibrations, camera, kind);
    const archive = await usual.calibration(kind, camera, range, signal, archiveName(name));
    const wish: Wish = { rank: () => -Number.MAX_VALUE, signal };
    return offered<OwnCalibrationFile, ChosenCalibration<Kind>>(
      mine,
      archive,
      name,
      range.startUs,
      async (own, rest) => {
        const made = await readCalibration(own, kind, wish);
        if (!made.ok) return made;
        const dataset = datasetByName(camera.dataset)?.calibrations?.[`${kind}Dataset`] ?? '';
        return { ok: true, value: { ...rest, calibration: made.value, dataset } };
      },
    );
  };

  return {
    skymap: async (camera, range, signal, name = null) => {
      const mine = skymapsOf(registry.skymaps, camera);
      const archive = await usual.skymap(camera, range, signal, archiveName(name));
      return offered<OwnSkymapFile, ChosenSkymap>(mine, archive, name, range.startUs, async (own, rest) => {
        const made = await readSkymap(own, { rank: () => -Infinity, signal });
        if (!made.ok) return made;
        const dataset = datasetByName(camera.dataset)?.skymaps?.dataset ?? '';
        return { ok: true, value: { ...rest, skymap: made.value, dataset, opening: numberOf(own.blob) } };
      });
    },
    calibration,
  };
}

/** What is said of a chosen skymap as of a chosen calibration. */
type Chosen = Pick<ChosenSkymap, 'name' | 'url' | 'rule' | 'startUs' | 'others' | 'own' | 'lacking'>;

async function offered<File extends OwnSkymapFile | OwnCalibrationFile, Found extends Chosen>(
  mine: readonly File[],
  archive: Outcome<Found | null>,
  name: string | null,
  timeUs: number,
  read: (own: File, rest: Chosen) => Promise<Outcome<Found>>,
): Promise<Outcome<Found | null>> {
  if (!archive.ok && archive.failure.kind === 'cancelled') return archive;
  const found = archive.ok ? archive.value : null;
  const startOf = (one: File) => one.startUs ?? timeUs;
  const others = [
    ...(found?.others ?? []),
    ...mine.map((one) => ({ name: one.name, startUs: startOf(one), stop: null, own: one.choice })),
  ];
  const take = (own: File, rule: Chosen['rule']) =>
    read(own, { name: own.name, url: '', rule, startUs: startOf(own), others, own: own.choice });
  const byHand = mine.find(({ choice }) => choice === name);
  if (byHand) return take(byHand, 'chosen');
  const lacking = name?.startsWith(ownPrefix) ? { lacking: name.slice(ownPrefix.length) } : {};
  if (found) return { ok: true, value: { ...found, others, ...lacking } };
  const dated = mine.map((file) => ({ file, startUs: file.startUs ?? -Infinity, version: versionOf(file) }));
  const choice = chooseValid(dated, timeUs);
  return choice ? take(choice.chosen.file, choice.rule) : archive;
}

/** The archive is never asked for a name of somebody's own. */
function archiveName(name: string | null): string | null {
  return name?.startsWith(ownPrefix) ? null : name;
}

function versionOf(file: OwnSkymapFile | OwnCalibrationFile): string {
  return file.kind === 'skymap' ? file.version : file.name;
}

/** Own skymaps of a camera's site and kind. */
function skymapsOf(
  skymaps: readonly OwnSkymapFile[],
  camera: { readonly dataset: string; readonly siteUid: string },
): OwnSkymapFile[] {
  const kind = datasetByName(camera.dataset)?.deviceKind;
  return skymaps.filter(
    ({ siteUid, imagerUid }) => siteUid === camera.siteUid.toLowerCase() && isOfKind(imagerUid, kind),
  );
}

/** Files of old do not say of which imager they are. */
function isOfKind(imagerUid: string, kind: string | undefined): boolean {
  return imagerUid === '' || /^[a-z]+/.exec(imagerUid)?.[0] === kind;
}

/** Own calibrations of a kind for a camera's detector, whose number ends with the device's digits. */
function calibrationsOf(
  calibrations: readonly OwnCalibrationFile[],
  { dataset, deviceUid }: { readonly dataset: string; readonly deviceUid: string | null },
  kind: CalibrationKind,
): OwnCalibrationFile[] {
  const digits = /\d{3}$/.exec(deviceUid ?? '')?.[0];
  if (digits === undefined || !datasetByName(dataset)?.calibrations) return [];
  return calibrations.filter(({ of, detectorUid }) => of === kind && detectorUid?.endsWith(digits));
}

function createSkymaps(decoder: Pick<Decoder, 'skymap'>, numberOf: (blob: Blob) => number) {
  const kept = new BoundedMap<CompassedSkymap>(skymapBudgetBytes);
  return async ({ name, blob }: OwnSkymapFile, wish: Wish): Promise<Outcome<CompassedSkymap>> => {
    const key = `${numberOf(blob)} ${name}`;
    const known = kept.get(key);
    if (known) return { ok: true, value: known };
    if (!(await isReadable(blob))) return goneFile(name);
    const skymap = await decoder.skymap(await blob.arrayBuffer(), name, wish);
    if (skymap.ok) {
      const { elevationDeg, cornerLatDeg, cornerLonDeg } = skymap.value;
      kept.set(key, skymap.value, 2 * elevationDeg.byteLength + cornerLatDeg.byteLength + cornerLonDeg.byteLength);
    }
    return skymap;
  };
}

function createCalibrations(decoder: Pick<Decoder, 'calibration'>) {
  const kept = new WeakMap<Blob, Calibration>();
  return async <Kind extends CalibrationKind>(
    { name, blob }: OwnCalibrationFile,
    kind: Kind,
    wish: Wish,
  ): Promise<Outcome<CalibrationOf<Kind>>> => {
    let calibration = kept.get(blob);
    if (!calibration) {
      if (!(await isReadable(blob))) return goneFile(name);
      const made = await decoder.calibration(await blob.arrayBuffer(), name, wish);
      if (!made.ok) return made;
      kept.set(blob, (calibration = made.value));
    }
    if (isOfKindOf(calibration, kind)) return { ok: true, value: calibration };
    return goneFile(name); // it was of this kind when it was opened
  };
}

function isOfKindOf<Kind extends CalibrationKind>(
  calibration: Calibration,
  kind: Kind,
): calibration is CalibrationOf<Kind> {
  return calibration.kind === kind;
}
