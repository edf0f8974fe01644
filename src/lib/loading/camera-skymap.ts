import { BoundedMap } from '$lib/cache/bounded-map';
import type { DocumentStore } from '$lib/cache/document-store';
import { datasetByName } from '$lib/datasets/catalogue';
import { chooseSkymap } from '$lib/datasets/skymap-choice';
import type { Outcome } from '$lib/model/failure';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import type { Network } from '$lib/services/network';
import { listSkymaps, type ListedSkymap } from '$lib/services/skymap-list';
import type { Decoder } from '$lib/workers/decoder';
import type { createDecoding } from './decoding';
import { createKeptLists } from './kept-list';
import { SharedWork } from './shared-work';

/** One of the files that might have been chosen. */
export type OtherFile = Pick<ListedSkymap, 'name' | 'startUs' | 'stop'> & Pick<ChosenSkymap, 'own'>;

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
  /** Of a person's own file, which has no address there: what it is called when it is chosen by hand. */
  readonly own?: string;
  /** Of such a file: which of those that were opened under that name it is. */
  readonly opening?: number;
  /** Name of somebody's own file that was chosen by hand, and is not open here. */
  readonly lacking?: string;
  /** All that there are for the site, in no particular order. */
  readonly others: readonly OtherFile[];
}

const skymapBudgetBytes = 64 * 2 ** 20;

/** Skymaps by the published rule, each camera's list asked for once and each skymap decoded once. */
export function createSkymapLoader(parts: {
  readonly network: Omit<Network, 'signal'>;
  readonly decoder: Decoder;
  readonly decoding: ReturnType<typeof createDecoding>;
  readonly documents: DocumentStore;
}) {
  const { network, decoder, decoding, documents } = parts;
  const listOf = createKeptLists<ListedSkymap>('skymaps', documents);
  const skymaps = new BoundedMap<CompassedSkymap>(skymapBudgetBytes);
  const reading = new SharedWork<CompassedSkymap>();

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
    const { siteUid } = camera;
    const list = await listOf(`${directory.dataset} ${siteUid.toLowerCase()}`, timeUs, wish, async (whole) => {
      const found = await listSkymaps({ ...directory, siteUid, timeUs }, { ...network, signal: whole });
      return found.ok ? { ok: true, value: found.value.value } : found;
    });
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
