import { BoundedMap } from '$lib/cache/bounded-map';
import { datasetByName } from '$lib/datasets/catalogue';
import { chooseValid } from '$lib/datasets/validity';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Failure, Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { Wish } from '$lib/model/work';
import type { Decoder } from '$lib/workers/decoder';
import { createDecoding } from './decoding';
import type { BytesSource } from './file-bytes';
import { bytesOfColumns } from './kept-columns';
import { bytesOfFrames, createKept, sourceOf, type Loading } from './loading';
import { lackingIn, mergedListing, usualDevice } from './own-listing';
import type { OwnFileRegistry, OwnSkymapFile } from './own-registry';

const columnBudgetBytes = 64 * 2 ** 20;
const frameBudgetBytes = 64 * 2 ** 20;
const skymapBudgetBytes = 32 * 2 ** 20;

/**
 * A person's own files in front of an archive: they are listed where they would be there, and win over it. Their bytes
 * are read where they lie and go nowhere else: not over the network, and not into what the browser keeps of the archive.
 * Without an answer from the archive the own files are there all the same. Minutes whose own file was open in an earlier
 * visit only, and which the archive lacks, are listed and fail with that reason.
 */
export function createOwnFiles(usual: Loading, registry: OwnFileRegistry, decoder: Decoder): Loading {
  const decoding = createDecoding(sourceOfOwn(registry));
  const columns = createKept(columnBudgetBytes, bytesOfColumns);
  const frames = createKept<FrameSeries>(frameBudgetBytes, bytesOfFrames);
  const skymaps = createSkymaps(decoder);
  const isOwn = ({ url }: ArchiveFile) => registry.blobOf(url) !== null;
  /** Of the files that are listed as lost: the archive may have others of the same address. */
  const listedAsLost = new Set<string>();
  const isLost = ({ url }: ArchiveFile) => listedAsLost.has(url) && registry.isLost(url);
  const elsewhere = (files: readonly ArchiveFile[]) => files.filter((file) => !isOwn(file) && !isLost(file));

  return {
    ...usual,
    listFiles: async (camera, range, signal) => {
      const own = registry.filesOf(camera, range);
      const lost = registry.lostOf(camera, range);
      if (own.length === 0 && lost.length === 0) return usual.listFiles(camera, range, signal);
      const wanted = { ...camera, deviceUid: camera.deviceUid ?? usualDevice(own) };
      const asked = await usual.listFiles(wanted, range, signal);
      if (!asked.ok && asked.failure.kind === 'cancelled') return asked;
      const archive = asked.ok ? asked.value : await usual.keptListing(wanted, range, true);
      const failure = asked.ok ? asked.value.serviceFailure : asked.failure;
      const deviceUid = wanted.deviceUid ?? archive?.deviceUid ?? usualDevice(lost)!; // one of them is not empty
      const gone = lackingIn(lost, [...own, ...(archive?.files ?? [])]).filter((file) => file.deviceUid === deviceUid);
      for (const { url } of gone) listedAsLost.add(url);
      if (own.length === 0 && gone.length === 0) return asked;
      const mine = own.filter((file) => file.deviceUid === deviceUid);
      const listing = mergedListing([...mine, ...gone].sort(byTime), archive, deviceUid, failure);
      return { ok: true, value: { ...listing, ownFiles: mine.length } };
    },
    keptListing: async (camera, range, part) => {
      const own = registry.filesOf(camera, range);
      const deviceUid = camera.deviceUid ?? usualDevice(own);
      if (own.length === 0 || deviceUid === null) return usual.keptListing(camera, range, part);
      const kept = await usual.keptListing({ ...camera, deviceUid }, range, true);
      const mine = own.filter((file) => file.deviceUid === deviceUid);
      // Sizes are told in sum only: whatever the archive answers is then another listing, which says more of what is known.
      const merged = mergedListing(mine, kept, deviceUid);
      return { ...merged, files: merged.files.map((file) => ({ ...file, bytes: null })) };
    },
    columns: (file, wish, onBytes) => {
      if (isOwn(file))
        return columns.ask(file, wish, undefined, (shared) =>
          decoding(file, shared, (buffer, turn) => decoder.reduce(buffer, sourceOf(file), turn)),
        );
      return isLost(file) ? Promise.resolve(lostFile(file)) : usual.columns(file, wish, onBytes);
    },
    // What was made of own files is given out by `columns` alone: it is not what the browser keeps.
    keptColumns: (files, signal, onPortion) => usual.keptColumns(elsewhere(files), signal, onPortion),
    keptFiles: async (files, signal) => {
      const held = await usual.keptFiles(elsewhere(files), signal);
      return new Set([...held, ...files.filter((file) => isOwn(file) || isLost(file)).map(({ url }) => url)]);
    },
    frames: (file, wish, span = null) => {
      if (isOwn(file))
        return frames.ask(
          file,
          wish,
          undefined,
          (shared) => decoding(file, shared, (buffer, turn) => decoder.frames(buffer, sourceOf(file), turn, span)),
          span ? ` ${span.startUs}` : '',
        );
      return isLost(file) ? Promise.resolve(lostFile(file)) : usual.frames(file, wish, span);
    },
    forget: async (file) => {
      columns.forget(file);
      frames.forget(file);
      if (!isOwn(file) && !isLost(file)) await usual.forget(file);
    },
    skymap: async (camera, range, signal, name = null) => {
      const all = skymapsOf(registry.skymaps, camera);
      const chosen = name === null ? validAt(all, range.startUs) : (all.find((one) => one.name === name) ?? null);
      if (!chosen) return usual.skymap(camera, range, signal, name);
      const skymap = await skymaps(chosen, { rank: () => -Infinity, signal });
      if (!skymap.ok) return skymap;
      const startOf = (one: OwnSkymapFile) => one.startUs ?? range.startUs;
      const others = all.map((one) => ({ name: one.name, startUs: startOf(one), stop: null }));
      const from = { name: chosen.name, url: '', dataset: datasetByName(camera.dataset)?.skymaps?.dataset ?? '' };
      const rule = name === null ? 'valid' : 'chosen';
      return { ok: true, value: { ...from, skymap: skymap.value, rule, startUs: startOf(chosen), others, own: true } };
    },
  };
}

/** The bytes of an own file, looked at first: one that has gone says so. */
function sourceOfOwn(registry: OwnFileRegistry): BytesSource {
  return {
    bytes: async ({ url, name }) => {
      const blob = registry.blobOf(url);
      if (!blob || !(await isReadable(blob))) return gone(name);
      return { ok: true, value: { blob, done: () => undefined } };
    },
    held: (urls) => Promise.resolve(new Set(urls.filter((url) => registry.blobOf(url)))),
    forget: () => Promise.resolve(),
  };
}

async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function gone(name: string): Outcome<never> {
  const message = `Your own file of this minute (${name}) is no longer as it was when it was opened: moved, renamed, changed or deleted.`;
  return failed({ kind: 'browser', part: 'own file', message });
}

function lostFile({ name }: ArchiveFile): Outcome<never> {
  const message = `This minute came from a file of your own (${name}), which this tab does not have open. Open it again under “Your files”.`;
  return failed({ kind: 'browser', part: 'own file', message });
}

function failed(failure: Failure): Outcome<never> {
  return { ok: false, failure };
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

/** One that holds at a time: the latest, by the rule for those of the archive. */
function validAt(skymaps: readonly OwnSkymapFile[], timeUs: number): OwnSkymapFile | null {
  const dated = skymaps.map((skymap) => {
    return { skymap, startUs: skymap.startUs ?? -Infinity, version: skymap.version };
  });
  const choice = chooseValid(dated, timeUs);
  return choice?.rule === 'valid' ? choice.chosen.skymap : null;
}

/** Files of old do not say of which imager they are. */
function isOfKind(imagerUid: string, kind: string | undefined): boolean {
  return imagerUid === '' || /^[a-z]+/.exec(imagerUid)?.[0] === kind;
}

function createSkymaps(decoder: Decoder) {
  const kept = new BoundedMap<CompassedSkymap>(skymapBudgetBytes);
  const numbers = new WeakMap<Blob, number>();
  let count = 0;
  return async ({ name, blob }: OwnSkymapFile, wish: Wish): Promise<Outcome<CompassedSkymap>> => {
    if (!numbers.has(blob)) numbers.set(blob, ++count);
    const key = `${numbers.get(blob)} ${name}`;
    const known = kept.get(key);
    if (known) return { ok: true, value: known };
    if (!(await isReadable(blob))) return gone(name);
    const skymap = await decoder.skymap(await blob.arrayBuffer(), name, wish);
    if (skymap.ok) {
      const { elevationDeg, cornerLatDeg, cornerLonDeg } = skymap.value;
      kept.set(key, skymap.value, 2 * elevationDeg.byteLength + cornerLatDeg.byteLength + cornerLonDeg.byteLength);
    }
    return skymap;
  };
}

function byTime(one: ArchiveFile, other: ArchiveFile): number {
  return one.startUs - other.startUs;
}
