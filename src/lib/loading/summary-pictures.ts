import type { DocumentStore } from '$lib/cache/document-store';
import { datasetByName } from '$lib/datasets/catalogue';
import { hourUs, minuteUs } from '$lib/datasets/utc';
import type { Failure, Outcome } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import type { Wish } from '$lib/model/work';
import type { Network } from '$lib/services/network';
import {
  hasSummaryKeograms,
  listSummaryKeograms,
  type SummaryKeogram,
  type SummaryKind,
} from '$lib/services/summary-keogram';
import type { BytesSource } from './file-bytes';
import type { Camera } from './file-listing';
import { overlapOf } from './kept-listing';
import { keptParts } from './kept-stretches';

/** One of the archive's own keogram pictures, JPEG or PNG as it came. */
export interface SummaryPicture {
  readonly name: string;
  /** Its address on the public archive, and the dataset under which it is kept. */
  readonly url: string;
  readonly dataset: string;
  /** What its width is taken to cover. */
  readonly range: TimeRange;
  readonly picture: Blob;
}

/** A shorter range would see only a few columns of a day's picture: it has those of its hours, where there are any. */
const hourlyUpToUs = 3 * hourUs;
/** Nor would it help to see those few columns in place of less than this. */
const dailyFromUs = 30 * minuteUs;

/** Where such pictures are. */
export interface ListedSummaries {
  readonly pictures: readonly SummaryKeogram[];
  /** What is told by lists of earlier visits; null of one just made. */
  readonly kept: KeptSummaries | null;
}

export interface KeptSummaries {
  /** When the oldest of them was made, milliseconds since 1970. */
  readonly asOfMs: number;
  /** Whether they tell of all of the range. */
  readonly isWhole: boolean;
  /** Why the archive could not tell. */
  readonly failure: Failure;
}

/** @param span null: what suits the range's length; a list of days or hours has 62 days at most */
export type ListSummaries = (
  camera: Camera,
  range: TimeRange,
  span: SummaryKind | null,
  signal: AbortSignal,
) => Promise<Outcome<ListedSummaries>>;

/** The same from earlier visits alone; without any, that is the failure. */
export type ListKeptSummaries = (
  camera: Camera,
  range: TimeRange,
  span: SummaryKind,
  why: Failure,
) => Promise<Outcome<ListedSummaries>>;

/** The archive's own keograms: asked for once, and kept like any file. */
export function createSummaryLoader(parts: {
  readonly network: Omit<Network, 'signal'>;
  readonly source: BytesSource;
  readonly documents: DocumentStore;
}) {
  const { network, source, documents } = parts;

  const prefixOf = ({ dataset, siteUid }: Camera, span: SummaryKind | null) =>
    `summaries${span === null ? '' : ` ${span}`} ${dataset} ${siteUid.toLowerCase()} `;

  const listOf: ListSummaries = async (camera, range, span, signal) => {
    const listed = await listAnew(camera, range, span, signal);
    if (!listed.ok) return listed.failure.kind === 'cancelled' ? listed : keptOf(camera, range, span, listed.failure);
    const { value: pictures } = listed;
    const key = [range.startUs, range.endUs, ...deviceOf(camera)].join(' ');
    if (pictures.length > 0) await documents.put(`${prefixOf(camera, span)}${key}`, pictures);
    return { ok: true, value: { pictures, kept: null } };
  };

  const keptOf = async (
    camera: Camera,
    range: TimeRange,
    span: SummaryKind | null,
    failure: Failure,
  ): Promise<Outcome<ListedSummaries>> => {
    const prefix = prefixOf(camera, span);
    const rangeOf = (key: string): TimeRange | null => {
      const [start, end, device] = key.slice(prefix.length).split(' ');
      const [startUs, endUs] = [Number(start), Number(end)];
      // What suits one length is no answer for another one; a list of one device tells nothing of others.
      const isOtherLength = span === null && !(startUs === range.startUs && endUs === range.endUs);
      const isOtherDevice = device !== undefined && !deviceOf(camera).includes(device);
      return isOtherLength || isOtherDevice || !(startUs < endUs) ? null : { startUs, endUs };
    };
    const { parts, missing } = await keptParts({ documents, prefix, range, rangeOf, isSound: isList });
    if (parts.length === 0) return { ok: false, failure };
    const pictures = new Map<string, SummaryKeogram>();
    for (const { value, stretches } of parts)
      for (const picture of value)
        if (isOf(camera, picture) && stretches.some((stretch) => overlapOf(stretch, picture.range).length > 0))
          pictures.set(picture.url, picture);
    const asOfMs = Math.min(...parts.map(({ keptMs }) => keptMs));
    const kept = { asOfMs, isWhole: missing.length === 0, failure };
    const inOrder = [...pictures.values()].sort((a, b) => a.range.startUs - b.range.startUs);
    return { ok: true, value: { pictures: inOrder, kept } };
  };

  const listAnew = async (
    { dataset: name, siteUid, deviceUid }: Camera,
    range: TimeRange,
    span: SummaryKind | null,
    signal: AbortSignal,
  ): Promise<Outcome<readonly SummaryKeogram[]>> => {
    const dataset = datasetByName(name);
    if (!dataset || !hasSummaryKeograms(name)) return { ok: true, value: [] };
    const wanted = { dataset, range, siteUid, deviceUid };
    if (span !== null) return listSummaryKeograms(wanted, { ...network, signal }, span);
    const lengthUs = range.endUs - range.startUs;
    if (lengthUs <= hourlyUpToUs) {
      const hourly = await listSummaryKeograms(wanted, { ...network, signal }, 'hourly');
      if ((hourly.ok && hourly.value.length > 0) || lengthUs < dailyFromUs) return hourly;
    }
    return listSummaryKeograms(wanted, { ...network, signal }, 'daily');
  };

  const summaries = async (
    camera: Camera,
    range: TimeRange,
    signal: AbortSignal,
  ): Promise<Outcome<readonly SummaryPicture[]>> => {
    const listed = await listOf(camera, range, null, signal);
    if (!listed.ok) return listed;
    // Small, and all there is to see at first.
    const wish: Wish = { rank: () => -Infinity, signal };
    const pictures = await Promise.all(
      listed.value.pictures.map(async ({ url, name, range: covered }): Promise<SummaryPicture[]> => {
        const dataset = summaryShelf(camera.dataset);
        const bytes = await source.bytes({ url, name, dataset }, wish);
        if (!bytes.ok) return [];
        bytes.value.done();
        return [{ name, url, dataset, range: covered, picture: bytes.value.blob }];
      }),
    );
    return { ok: true, value: pictures.flat() };
  };
  return { summaries, listSummaries: listOf, listKeptSummaries: keptOf };
}

/** The name under which such pictures are kept. */
export function summaryShelf(dataset: string): string {
  return `${dataset} summary`;
}

/** As it stands in keys; empty where all of the place's are asked for. */
function deviceOf({ deviceUid }: Camera): readonly string[] {
  return deviceUid === null ? [] : [deviceUid.toLowerCase()];
}

function isOf(camera: Camera, { deviceUid }: SummaryKeogram): boolean {
  return camera.deviceUid === null || deviceOf(camera).includes(deviceUid.toLowerCase());
}

function isList(value: unknown): value is readonly SummaryKeogram[] {
  return (
    Array.isArray(value) &&
    value.every((entry: Partial<SummaryKeogram> | null) => typeof entry?.url === 'string' && entry.range !== undefined)
  );
}
