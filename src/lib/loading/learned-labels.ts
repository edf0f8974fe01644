import type { DocumentStore } from '$lib/cache/document-store';
import { labelFilters, labelFormat, labelSearchBody, runsOf, runsWithin } from '$lib/datasets/learned-labels';
import { dayUs, formatDate } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { LabelColumns, LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource, FilterGroup } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import type { Network } from '$lib/services/network';
import type { LabelReader } from '$lib/workers/decoder';
import { keptAnswer, type Answer } from './kept-answer';
import { newRequestId } from './request-id';
import { recordsAtOnce, recordsByOwnSearch, type SearchWatch } from './search-records';

/** What models said of cameras' pictures, by the ephemeris of the AuroraX search service. */
export interface LearnedLabels {
  /**
   * Runs of one camera, by time and cut to the range. They are asked for and kept by the month, two days and less at once.
   *
   * @param range whole days
   * @param criteria only minutes that may fulfil them are wanted: the service then sends a fraction. What else is known of
   *   a month may come with them
   */
  labels(
    source: DataSource,
    range: TimeRange,
    watch: SearchWatch,
    criteria?: LabelCriteria | null,
  ): Promise<Outcome<Answer<readonly LabelRun[]>>>;
}

export interface LabelParts {
  readonly network: Omit<Network, 'signal'>;
  readonly documents: DocumentStore;
  readonly decoder: LabelReader;
  readonly nowMs?: () => number;
  readonly newId?: () => string;
}

const dayMs = 24 * 3600 * 1000;
/** The service takes no more in one call. */
const longestAtOnceUs = 2 * dayUs;
/** Pictures are looked at by a model some time after they were taken; a month that is older than this changes seldom. */
const settledAfterMs = 60 * dayMs;
const [settledIsFreshMs, recentIsFreshMs] = [90 * dayMs, dayMs];

interface Piece {
  readonly source: DataSource;
  readonly range: TimeRange;
  readonly filters: FilterGroup | null;
  readonly atOnce: boolean;
}

export function createLearnedLabels(parts: LabelParts): LearnedLabels {
  const { network, documents, decoder, nowMs = () => Date.now(), newId = newRequestId } = parts;

  const isFresh = ({ range }: Piece, keptMs: number) => {
    const now = nowMs();
    const isSettled = keptMs - range.endUs / 1000 > settledAfterMs;
    return keptMs <= now && now - keptMs < (isSettled ? settledIsFreshMs : recentIsFreshMs);
  };

  const ask = async (piece: Piece, watch: SearchWatch): Promise<Outcome<LabelColumns>> => {
    const { source, range, filters, atOnce } = piece;
    const wanted = { kind: 'ephemeris', body: labelSearchBody(source, range, filters), format: labelFormat } as const;
    const found = atOnce
      ? await recordsAtOnce(wanted, newId, network, watch)
      : await recordsByOwnSearch(wanted, newId(), network, watch);
    if (!found.ok) return found;
    const answer = await found.value.answer.arrayBuffer();
    return decoder.labelColumns(answer, source.identifier, { rank: () => 0, signal: watch.signal });
  };

  const columnsOf = (piece: Piece, watch: SearchWatch): Promise<Outcome<Answer<LabelColumns>>> =>
    keptAnswer({
      ...{ documents, key: keyOf(piece), nowMs: nowMs(), isSound: isColumns },
      isFresh: (keptMs) => isFresh(piece, keptMs),
      ask: () => ask(piece, watch),
    });

  /** Whole months as they are kept; null unless all are. */
  const kept = async (months: readonly Piece[], anyAge: boolean): Promise<readonly Answer<LabelColumns>[] | null> => {
    const found = await Promise.all(months.map((month) => documents.get(keyOf(month))));
    const answers = found.flatMap((document, place) =>
      document && isColumns(document.value) && (anyAge || isFresh(months[place]!, document.keptMs))
        ? [{ value: document.value, origin: 'kept', asOfMs: document.keptMs, failure: null } as const]
        : [],
    );
    return answers.length === months.length ? answers : null;
  };

  return {
    async labels(source, range, watch, criteria = null) {
      const whole = monthsOf(range).map((month): Piece => ({ source, range: month, filters: null, atOnce: false }));
      const known = await kept(whole, false);
      if (known) return told(known, range);
      const filters = criteria && labelFilters(criteria);
      const pieces =
        range.endUs - range.startUs <= longestAtOnceUs
          ? [{ source, range, filters, atOnce: true }]
          : whole.map((month) => ({ ...month, filters }));
      const answers: Answer<LabelColumns>[] = [];
      for (const piece of pieces) {
        const answer = await columnsOf(piece, watch);
        if (answer.ok) answers.push(answer.value);
        else {
          // Months that are no longer fresh are better than nothing.
          const old = answer.failure.kind === 'cancelled' ? null : await kept(whole, true);
          return old
            ? told(
                old.map((one) => ({ ...one, failure: answer.failure })),
                range,
              )
            : answer;
        }
      }
      return told(answers, range);
    },
  };
}

/** The calendar months of a range, each as a whole. */
export function monthsOf({ startUs, endUs }: TimeRange): readonly TimeRange[] {
  const months: TimeRange[] = [];
  for (let fromUs = startOfMonth(startUs, 0); fromUs < endUs; fromUs = startOfMonth(fromUs, 1))
    months.push({ startUs: fromUs, endUs: startOfMonth(fromUs, 1) });
  return months;
}

function startOfMonth(us: number, later: number): number {
  const date = new Date(us / 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1) * 1000;
}

function told(answers: readonly Answer<LabelColumns>[], range: TimeRange): Outcome<Answer<readonly LabelRun[]>> {
  const runs = runsWithin(
    answers.flatMap(({ value }) => runsOf(value)),
    range,
  );
  return {
    ok: true,
    value: {
      value: runs,
      origin: answers.some(({ origin }) => origin === 'kept') ? 'kept' : 'service',
      asOfMs: Math.min(...answers.map(({ asOfMs }) => asOfMs)),
      failure: answers.find(({ failure }) => failure !== null)?.failure ?? null,
    },
  };
}

function keyOf({ source, range, filters }: Piece): string {
  const days = `${formatDate(range.startUs)}/${formatDate(range.endUs - 1)}`;
  return `labels ${source.identifier} ${days}${filters ? ` ${JSON.stringify(filters)}` : ''}`;
}

/** As this app has kept it: looked at only so far as to tell another version's from its own. */
function isColumns(value: unknown): value is LabelColumns {
  const { count, startUs, verdicts, percents } = (value ?? {}) as Partial<LabelColumns>;
  return (
    typeof count === 'number' &&
    startUs instanceof Float64Array &&
    verdicts?.oath instanceof Uint8Array &&
    percents?.oath instanceof Float64Array
  );
}
