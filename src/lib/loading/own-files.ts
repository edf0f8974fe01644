import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries } from '$lib/model/frames';
import type { SmallFrameOrder } from '$lib/model/montage';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import type { Decoder } from '$lib/workers/decoder';
import { createDecoding } from './decoding';
import type { BytesSource } from './file-bytes';
import { bytesOfColumns } from './kept-columns';
import { createKept } from './kept-products';
import { bytesOfFrames, sourceOf, type Loading } from './loading';
import { lazily, once } from './once';
import { blobNumbers, goneFile, isReadable, lostFile } from './own-blob';
import { lackingIn, mergedListing, pairedWith, usualDevice } from './own-listing';
import { ownPrefix, type OwnFileRegistry } from './own-registry';

const columnBudgetBytes = 64 * 2 ** 20;
const frameBudgetBytes = 64 * 2 ** 20;

/**
 * A person's own files in front of an archive: they are listed where they would be there, and win over it. Their bytes
 * are read where they lie and go nowhere else: not over the network, and not into what the browser keeps of the archive.
 * Without an answer from the archive the own files are there all the same. Minutes whose own file was open in an earlier
 * visit only, and which the archive lacks, are listed and fail with that reason. A damaged own file gives way to the
 * archive's, where the archive has one that can be had.
 */
export function createOwnFiles(usual: Loading, registry: OwnFileRegistry, decoder: Decoder): Loading {
  const decoding = createDecoding(sourceOfOwn(registry));
  const columns = createKept(columnBudgetBytes, bytesOfColumns);
  const frames = createKept<FrameSeries>(frameBudgetBytes, bytesOfFrames);
  const numberOf = blobNumbers();
  const partOf = ({ url }: ArchiveFile) => ` ${numberOf(registry.blobOf(url)!)}`;
  // What few people need is loaded when they open such a file.
  const choices = once(() => import('./own-choices').then((part) => part.createOwnChoices(usual, registry, decoder)));
  const curves = once(() =>
    import('./own-curves').then((part) =>
      part.createOwnCurves({ usual, registry: registry.curves, decoder, decoding }),
    ),
  );
  const grids = once(() =>
    import('./own-grids').then((part) => part.createOwnGrids({ usual, registry: registry.grids, decoder, decoding })),
  );
  const isOffered = (name: string | null = null) =>
    registry.skymaps.length + registry.calibrations.length > 0 || name?.startsWith(ownPrefix) === true;
  const hasCurves = () => registry.curves.files.length + registry.curves.lostFiles.length > 0;
  /** Damaged own files that the archive's are shown in place of, by the address of those. */
  const aside = new Map<string, ArchiveFile>();
  const isOwn = ({ url }: ArchiveFile) => registry.blobOf(url) !== null && !aside.has(url);
  /** Of the files that are listed as lost: the archive may have others of the same address. */
  const listedAsLost = new Set<string>();
  const isLost = ({ url }: ArchiveFile) => listedAsLost.has(url) && registry.isLost(url);
  const elsewhere = (files: readonly ArchiveFile[]) => files.filter((file) => !isOwn(file) && !isLost(file));

  /** @returns those of a listing that are used: damaged ones only where none of the archive's can be had */
  const inUse = (mine: readonly ArchiveFile[], archive: readonly ArchiveFile[]): ArchiveFile[] => {
    const urls = new Set(mine.map(({ url }) => url));
    for (const [url, own] of aside) if (urls.has(own.url)) aside.delete(url);
    const damaged = mine.filter((file) => registry.isDamaged(file));
    const pairs = pairedWith(damaged, archive);
    for (const [url, own] of pairs) aside.set(url, own);
    const left = new Set(pairs.values());
    return mine.filter((file) => !left.has(file));
  };
  /** Where the archive's cannot be had after all, what the damaged one has is better than nothing. */
  const orAside = async <T>(
    file: ArchiveFile,
    asked: Promise<Outcome<T>>,
    own: (file: ArchiveFile) => Promise<Outcome<T>>,
  ) => {
    const outcome = await asked;
    const damaged = aside.get(file.url);
    if (outcome.ok || outcome.failure.kind === 'cancelled' || !damaged || !registry.blobOf(damaged.url)) return outcome;
    return own(damaged);
  };
  const ownColumns = (file: ArchiveFile, wish: Wish) =>
    columns.ask(
      file,
      wish,
      undefined,
      async (shared) => {
        const blob = registry.blobOf(file.url)!;
        const made = await decoding(file, shared, (buffer, turn) => decoder.reduce(buffer, sourceOf(file), turn));
        if (made.ok && made.value.problem) registry.markDamaged(blob, made.value.problem, made.value.timesUs.length);
        return made;
      },
      partOf(file),
    );
  const ownFrames = (file: ArchiveFile, wish: Wish, span: TimeRange | null) =>
    frames.ask(
      file,
      wish,
      undefined,
      (shared) => decoding(file, shared, (buffer, turn) => decoder.frames(buffer, sourceOf(file), turn, span)),
      `${partOf(file)} ${span?.startUs ?? ''}`,
    );
  const ownSmallFrames = (file: ArchiveFile, order: SmallFrameOrder, wish: Wish) =>
    decoding(file, wish, (buffer, turn) => decoder.smallFrames(buffer, sourceOf(file), order, turn));

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
      const theirs = (archive?.files ?? []).filter((file) => file.deviceUid === deviceUid);
      // Where the archive does not answer, of what it has only that can be had which is kept here.
      const held = asked.ok ? null : await usual.keptFiles(theirs, signal);
      const used = inUse(mine, held ? theirs.filter(({ url }) => held.has(url)) : theirs);
      const listing = mergedListing([...used, ...gone].sort(byTime), archive, deviceUid, failure);
      const ownFilesAside = mine.length - used.length;
      return { ok: true, value: { ...listing, ownFiles: used.length, ...(ownFilesAside > 0 && { ownFilesAside }) } };
    },
    keptListing: async (camera, range, part) => {
      // A damaged one waits for what the archive says.
      const own = registry.filesOf(camera, range).filter((file) => !registry.isDamaged(file));
      const deviceUid = camera.deviceUid ?? usualDevice(own);
      if (own.length === 0 || deviceUid === null) return usual.keptListing(camera, range, part);
      const kept = await usual.keptListing({ ...camera, deviceUid }, range, true);
      const mine = own.filter((file) => file.deviceUid === deviceUid);
      // Sizes are told in sum only: whatever the archive answers is then another listing, which says more of what is known.
      const merged = mergedListing(mine, kept, deviceUid);
      return { ...merged, files: merged.files.map((file) => ({ ...file, bytes: null })) };
    },
    columns: (file, wish, onBytes) => {
      if (isOwn(file)) return ownColumns(file, wish);
      if (isLost(file)) return Promise.resolve(lostFile('minute', file));
      return orAside(file, usual.columns(file, wish, onBytes), (own) => ownColumns(own, wish));
    },
    // What was made of own files is given out by `columns` alone: it is not what the browser keeps.
    keptColumns: (files, signal, onPortion) => usual.keptColumns(elsewhere(files), signal, onPortion),
    keptFiles: async (files, signal) => {
      const held = await usual.keptFiles(elsewhere(files), signal);
      return new Set([...held, ...files.filter((file) => isOwn(file) || isLost(file)).map(({ url }) => url)]);
    },
    frames: (file, wish, span = null) => {
      if (isOwn(file)) return ownFrames(file, wish, span);
      if (isLost(file)) return Promise.resolve(lostFile('minute', file));
      return orAside(file, usual.frames(file, wish, span), (own) => ownFrames(own, wish, span));
    },
    smallFrames: (file, order, wish) => {
      if (isOwn(file)) return ownSmallFrames(file, order, wish);
      if (isLost(file)) return Promise.resolve(lostFile('minute', file));
      return orAside(file, usual.smallFrames(file, order, wish), (own) => ownSmallFrames(own, order, wish));
    },
    forget: async (file) => {
      columns.forget(file);
      frames.forget(file);
      if (!isOwn(file) && !isLost(file)) await usual.forget(file);
    },
    skymap: (camera, range, signal, name) =>
      isOffered(name)
        ? lazily(choices, (made) => made.skymap(camera, range, signal, name))
        : usual.skymap(camera, range, signal, name),
    skymapFile: async (chosen, range, wish) => {
      if (chosen.own === undefined) return usual.skymapFile(chosen, range, wish);
      const own = registry.skymaps.find(({ choice }) => choice === chosen.own);
      if (!own || !(await isReadable(own.blob))) return goneFile(chosen.name);
      return { ok: true, value: await own.blob.arrayBuffer() };
    },
    calibration: (kind, camera, range, signal, name) =>
      isOffered(name)
        ? lazily(choices, (made) => made.calibration(kind, camera, range, signal, name))
        : usual.calibration(kind, camera, range, signal, name),
    gridFiles: (dataset, range, signal) =>
      registry.grids.isEmpty
        ? usual.gridFiles(dataset, range, signal)
        : lazily(grids, (made) => made.gridFiles(dataset, range, signal)),
    grids: (file, wish) =>
      registry.grids.isEmpty ? usual.grids(file, wish) : lazily(grids, (made) => made.grids(file, wish)),
    forgetGrids: async (file) => {
      const made = registry.grids.isEmpty ? usual : await grids().catch(() => usual);
      await made.forgetGrids(file);
    },
    curveFiles: (site, range, signal) =>
      hasCurves()
        ? lazily(curves, (made) => made.curveFiles(site, range, signal))
        : usual.curveFiles(site, range, signal),
    keptCurveFiles: async (site, range) => {
      const made = hasCurves() ? await curves().catch(() => usual) : usual;
      return made.keptCurveFiles(site, range);
    },
    curves: (file, wish, onBytes) =>
      hasCurves() ? lazily(curves, (made) => made.curves(file, wish, onBytes)) : usual.curves(file, wish, onBytes),
    forgetCurves: async (file) => {
      const made = hasCurves() ? await curves().catch(() => usual) : usual;
      await made.forgetCurves(file);
    },
  };
}

/** The bytes of an own file, looked at first: one that has gone says so. */
function sourceOfOwn(registry: OwnFileRegistry): BytesSource {
  return {
    bytes: async ({ url, name }) => {
      const blob = registry.blobOf(url);
      if (!blob || !(await isReadable(blob))) return goneFile(name);
      return { ok: true, value: { blob, done: () => undefined, isKept: false } };
    },
    held: (urls) => Promise.resolve(new Set(urls.filter((url) => registry.blobOf(url)))),
    renew: () => Promise.resolve(),
  };
}

function byTime(one: ArchiveFile, other: ArchiveFile): number {
  return one.startUs - other.startUs;
}
