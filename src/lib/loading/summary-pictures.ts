import type { DocumentStore } from '$lib/cache/document-store';
import { datasetByName } from '$lib/datasets/catalogue';
import { hourUs, minuteUs } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
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

/** @param span null: what suits the range's length; a list of days or hours has 62 days at most */
export type ListSummaries = (
  camera: Camera,
  range: TimeRange,
  span: SummaryKind | null,
  signal: AbortSignal,
) => Promise<Outcome<readonly SummaryKeogram[]>>;

/** The archive's own keograms: asked for once, and kept like any file. */
export function createSummaryLoader(parts: {
  readonly network: Omit<Network, 'signal'>;
  readonly source: BytesSource;
  readonly documents: DocumentStore;
}) {
  const { network, source, documents } = parts;

  const listOf: ListSummaries = async (camera, range, span, signal) => {
    const kind = span === null ? '' : ` ${span}`;
    const key = `summaries${kind} ${camera.dataset} ${camera.siteUid.toLowerCase()} ${range.startUs} ${range.endUs}`;
    const listed = await listAnew(camera, range, span, signal);
    if (listed.ok) {
      if (listed.value.length > 0) await documents.put(key, listed.value);
      return listed;
    }
    const kept = await documents.get(key);
    return kept && isList(kept.value) ? ({ ok: true, value: kept.value } as const) : listed;
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
      listed.value.map(async ({ url, name, range: covered }): Promise<SummaryPicture[]> => {
        const dataset = summaryShelf(camera.dataset);
        const bytes = await source.bytes({ url, name, dataset }, wish);
        if (!bytes.ok) return [];
        bytes.value.done();
        return [{ name, url, dataset, range: covered, picture: bytes.value.blob }];
      }),
    );
    return { ok: true, value: pictures.flat() };
  };
  return { summaries, listSummaries: listOf };
}

/** The name under which such pictures are kept. */
export function summaryShelf(dataset: string): string {
  return `${dataset} summary`;
}

function isList(value: unknown): value is readonly SummaryKeogram[] {
  return (
    Array.isArray(value) &&
    value.every((entry: Partial<SummaryKeogram> | null) => typeof entry?.url === 'string' && entry.range !== undefined)
  );
}
