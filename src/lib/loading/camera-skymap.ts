import { BoundedMap } from '$lib/cache/bounded-map';
import type { DocumentStore } from '$lib/cache/document-store';
import { datasetByName } from '$lib/datasets/catalogue';
import { chooseSkymap } from '$lib/datasets/skymap-choice';
import { formatDate } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import type { Network } from '$lib/services/network';
import { listSkymaps, type ListedSkymap } from '$lib/services/skymap-list';
import type { Decoder } from '$lib/workers/decoder';
import type { createDecoding } from './decoding';
import { SharedWork } from './shared-work';

export interface ChosenSkymap {
  readonly skymap: CompassedSkymap;
  /** Name of the file. */
  readonly name: string;
  /** Its address on the public archive, and the dataset under which it is kept. */
  readonly url: string;
  readonly dataset: string;
  /** `first`: the time lies before every skymap of the site, and the earliest was taken. `chosen`: by hand. */
  readonly rule: 'valid' | 'first' | 'chosen';
  /** First day of validity, UTC. */
  readonly startUs: number;
  /** Whether it is a person's own file, in place of the archive's: it then has no address there. */
  readonly own?: true;
  /** All that there are for the site, in order of validity. */
  readonly others: readonly Pick<ListedSkymap, 'name' | 'startUs' | 'stop'>[];
}

const skymapBudgetBytes = 64 * 2 ** 20;
/** Skymaps are added a few times a year: a list that was asked for within a day is as good as a new one. */
const listIsFreshMs = 24 * 3600 * 1000;

/** Skymaps by the published rule, each camera's list asked for once and each skymap decoded once. */
export function createSkymapLoader(parts: {
  readonly network: Omit<Network, 'signal'>;
  readonly decoder: Decoder;
  readonly decoding: ReturnType<typeof createDecoding>;
  readonly documents: DocumentStore;
}) {
  const { network, decoder, decoding, documents } = parts;
  const lists = new Map<string, readonly ListedSkymap[]>();
  const listing = new SharedWork<readonly ListedSkymap[]>();
  const skymaps = new BoundedMap<CompassedSkymap>(skymapBudgetBytes);
  const reading = new SharedWork<CompassedSkymap>();

  const listOf = async (
    directory: { readonly dataset: string; readonly directory: string },
    siteUid: string,
    timeUs: number,
    wish: Wish,
  ): Promise<Outcome<readonly ListedSkymap[]>> => {
    // A list goes a few days beyond today; for a time that lies further ahead it is another one.
    const ahead = timeUs > Date.now() * 1000 ? ` ${formatDate(timeUs)}` : '';
    const key = `${directory.dataset} ${siteUid.toLowerCase()}${ahead}`;
    const known = lists.get(key);
    if (known) return { ok: true, value: known };
    return listing.ask(key, wish, async ({ signal }) => {
      const kept = await documents.get(`skymaps ${key}`);
      const before = kept && isSkymapList(kept.value) ? kept.value : null;
      if (before && Date.now() - kept!.keptMs < listIsFreshMs) return { ok: true, value: before };
      const list = await listSkymaps({ ...directory, siteUid, timeUs }, { ...network, signal });
      // Without the archive, an old list is better than none.
      if (!list.ok) return before && list.failure.kind !== 'cancelled' ? { ok: true, value: before } : list;
      lists.set(key, list.value.value);
      if (list.value.value.length > 0) await documents.put(`skymaps ${key}`, list.value.value);
      return { ok: true, value: list.value.value };
    });
  };

  const readSkymap = async (chosen: ListedSkymap, dataset: string, wish: Wish): Promise<Outcome<CompassedSkymap>> => {
    const known = skymaps.get(chosen.url);
    if (known) return { ok: true, value: known };
    const file = { url: chosen.url, name: chosen.name, dataset };
    return reading.ask(chosen.url, wish, async (shared) => {
      const skymap = await decoding(file, shared, (buffer, turn) => decoder.skymap(buffer, file.name, turn));
      if (skymap.ok) skymaps.set(chosen.url, skymap.value, bytesOf(skymap.value));
      return skymap;
    });
  };

  return async (
    camera: { readonly dataset: string; readonly siteUid: string },
    { startUs: timeUs }: TimeRange,
    signal: AbortSignal,
    name: string | null = null,
  ): Promise<Outcome<ChosenSkymap | null>> => {
    const directory = datasetByName(camera.dataset)?.skymaps;
    if (!directory) return { ok: true, value: null };
    // One small file tells where every pixel of the camera looks: it goes before all frames.
    const wish: Wish = { rank: () => -Infinity, signal };
    const list = await listOf(directory, camera.siteUid, timeUs, wish);
    if (!list.ok) return list;
    const byHand = list.value.find((listed) => listed.name === name);
    const choice = byHand ? ({ chosen: byHand, rule: 'chosen' } as const) : chooseSkymap(list.value, timeUs);
    if (!choice) return { ok: true, value: null };
    const skymap = await readSkymap(choice.chosen, directory.dataset, wish);
    if (!skymap.ok) return skymap;
    const { chosen, rule } = choice;
    const { url, startUs } = chosen;
    const { dataset } = directory;
    const others = list.value.map(({ name, startUs, stop }) => ({ name, startUs, stop }));
    return { ok: true, value: { skymap: skymap.value, name: chosen.name, url, dataset, rule, startUs, others } };
  };
}

function bytesOf({ elevationDeg, azimuthDeg, cornerLatDeg, cornerLonDeg }: CompassedSkymap): number {
  return elevationDeg.byteLength + (azimuthDeg?.byteLength ?? 0) + cornerLatDeg.byteLength + cornerLonDeg.byteLength;
}

function isSkymapList(value: unknown): value is readonly ListedSkymap[] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: Partial<ListedSkymap> | null) => typeof entry?.url === 'string' && typeof entry.startUs === 'number',
    )
  );
}
