import type { Answer } from '$lib/loading/kept-answer';
import { monthsOf, type LearnedLabels } from '$lib/loading/learned-labels';
import { nightsMatching, type NightMatch } from '$lib/analysis/label-nights';
import { formatDate } from '$lib/datasets/utc';
import type { Failure } from '$lib/model/failure';
import type { LabelCriteria, LabelRun } from '$lib/model/learned-label';
import type { DataSource } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';

/** A camera's month, or what of it is shown. */
export interface LabelPiece {
  readonly key: string;
  readonly source: DataSource;
  readonly range: TimeRange;
  readonly state:
    | { readonly phase: 'waiting' }
    | { readonly phase: 'asking'; readonly receivedBytes: number }
    | { readonly phase: 'known'; readonly answer: Answer<readonly LabelRun[]> }
    | { readonly phase: 'failed'; readonly failure: Failure }
    | { readonly phase: 'cancelled' };
}

/** A month is a search and some megabytes: what would take an hour is not begun. */
const mostPieces = 240;
/** The service searches for everyone. */
const mostAtOnce = 2;
/** A person sees no finer steps. */
const shownStepBytes = 2 ** 18;

/** What models said of the pictures that are shown, camera by camera and month by month. */
export class LabelNights {
  pieces = $state.raw<readonly LabelPiece[]>([]);
  /** How many months there are beyond those that are asked for. */
  leftOut = $state(0);
  /** Which months are asked about first, and of too many at all: those that are looked at. */
  latestFirst = false;
  readonly known = $derived(this.pieces.filter(({ state }) => state.phase === 'known').length);
  readonly failed = $derived(this.pieces.filter(({ state }) => state.phase === 'failed'));
  /** Whether something was asked for, and all of it is here. */
  readonly isAllKnown = $derived(this.pieces.length > 0 && this.known === this.pieces.length && this.leftOut === 0);
  readonly isRunning = $derived(this.pieces.some(({ state }) => state.phase === 'waiting' || state.phase === 'asking'));

  readonly #runs = $derived.by(() => {
    const runs = new Map<number, LabelRun[]>();
    for (const { source, state } of this.pieces) {
      if (state.phase !== 'known') continue;
      const begun = runs.get(source.identifier) ?? [];
      for (const run of state.answer.value) begun.push(run);
      runs.set(source.identifier, begun);
    }
    return runs;
  });
  readonly #labels: LearnedLabels;
  /** Of those that are being asked for, by key. */
  readonly #asking = new Map<string, AbortController>();
  #criteria: LabelCriteria | null = null;

  constructor(labels: LearnedLabels) {
    this.#labels = labels;
  }

  /**
   * Asks for what is not known yet; what is no longer shown is not waited for. What failed or was cancelled stays so.
   *
   * @param range whole days
   * @param criteria only what may fulfil them is asked for; null: everything
   */
  show(sources: readonly DataSource[], range: TimeRange, criteria: LabelCriteria | null = null): void {
    const isOther = JSON.stringify(filterPart(criteria)) !== JSON.stringify(filterPart(this.#criteria));
    const before = new Map(isOther ? [] : this.pieces.map((piece) => [piece.key, piece]));
    const all = monthsOf(range).flatMap((month) => sources.map((source) => pieceOf(source, month, range)));
    const wanted = this.latestFirst ? all.slice(-mostPieces) : all.slice(0, mostPieces);
    this.#criteria = criteria;
    const keys = wanted.map(({ key }) => key);
    this.leftOut = all.length - wanted.length;
    if (!isOther && keys.join() === this.pieces.map(({ key }) => key).join()) return;
    const stays = new Set(isOther ? [] : keys);
    for (const [key, patience] of this.#asking) {
      if (stays.has(key)) continue;
      patience.abort();
      this.#asking.delete(key);
    }
    this.pieces = wanted.map((piece) => before.get(piece.key) ?? piece);
    this.#work();
  }

  /** Asks once more for what failed or was cancelled: one piece, or all. */
  again(key: string | null = null): void {
    const isWanted = ({ key: other, state }: LabelPiece) =>
      (key === null || other === key) && (state.phase === 'failed' || state.phase === 'cancelled');
    this.pieces = this.pieces.map((piece) => (isWanted(piece) ? { ...piece, state: { phase: 'waiting' } } : piece));
    this.#work();
  }

  /** Waits for nothing any more, here or on the service; what is known stays. */
  cancel(): void {
    this.close();
    this.pieces = this.pieces.map((piece) =>
      piece.state.phase === 'waiting' || piece.state.phase === 'asking'
        ? { ...piece, state: { phase: 'cancelled' } }
        : piece,
    );
  }

  close(): void {
    for (const patience of this.#asking.values()) patience.abort();
    this.#asking.clear();
  }

  /** All that is known of a camera, by time. */
  runsOf(identifier: number): readonly LabelRun[] {
    return this.#runs.get(identifier) ?? [];
  }

  #work(): void {
    while (this.#asking.size < mostAtOnce) {
      const waits = ({ state }: LabelPiece) => state.phase === 'waiting';
      const piece = this.latestFirst ? this.pieces.findLast(waits) : this.pieces.find(waits);
      if (!piece) return;
      void this.#ask(piece);
      // The first step of it has taken its piece.
    }
  }

  async #ask({ key, source, range }: LabelPiece): Promise<void> {
    const patience = new AbortController();
    const { signal } = patience;
    this.#asking.set(key, patience);
    this.#put(key, { phase: 'asking', receivedBytes: 0 });
    let shownBytes = 0;
    const onBytes = (receivedBytes: number) => {
      if (signal.aborted || receivedBytes - shownBytes < shownStepBytes) return;
      shownBytes = receivedBytes;
      this.#put(key, { phase: 'asking', receivedBytes });
    };
    const answer = await this.#labels.labels(source, range, { signal, onBytes }, this.#criteria);
    if (signal.aborted) return;
    this.#asking.delete(key);
    if (answer.ok) this.#put(key, { phase: 'known', answer: answer.value });
    else this.#put(key, { phase: 'failed', failure: answer.failure });
    this.#work();
  }

  #put(key: string, state: LabelPiece['state']): void {
    this.pieces = this.pieces.map((piece) => (piece.key === key ? { ...piece, state } : piece));
  }
}

/** A night that is as wanted. */
export interface LabelledNight {
  readonly source: DataSource;
  /** UTC day. */
  readonly dayStartUs: number;
  /** So many fulfil the criteria. */
  readonly minutes: number;
}

/** The nights that are as wanted among those that are known, by time and then by name. */
export function matchesOf(
  nights: LabelNights,
  sources: readonly DataSource[],
  criteria: LabelCriteria,
): readonly LabelledNight[] {
  const wanted = new Set(sources.map(({ identifier }) => identifier));
  const found = nights.pieces.flatMap(({ source, state }) =>
    state.phase !== 'known' || !wanted.has(source.identifier)
      ? []
      : nightsOfAnswer(state.answer, criteria)
          .filter(({ isEnough }) => isEnough)
          .map(({ dayStartUs, minutes }): LabelledNight => ({ source, dayStartUs, minutes })),
  );
  const name = ({ source }: LabelledNight) => source.displayName;
  return found.sort((a, b) => a.dayStartUs - b.dayStartUs || (name(a) < name(b) ? -1 : 1));
}

const counted = new WeakMap<object, { readonly asked: string; readonly nights: readonly NightMatch[] }>();

/** The days of an answer of which something is known: counted once, however many others are still to come. */
export function nightsOfAnswer(answer: Answer<readonly LabelRun[]>, criteria: LabelCriteria): readonly NightMatch[] {
  const asked = JSON.stringify(criteria);
  const before = counted.get(answer);
  if (before?.asked === asked) return before.nights;
  const nights = nightsMatching(answer.value, criteria);
  counted.set(answer, { asked, nights });
  return nights;
}

/** What of criteria the service is told; how many minutes there are to be is counted here. */
function filterPart(criteria: LabelCriteria | null): unknown {
  return criteria && [criteria.joined, criteria.list];
}

function pieceOf(source: DataSource, month: TimeRange, { startUs, endUs }: TimeRange): LabelPiece {
  const range = { startUs: Math.max(startUs, month.startUs), endUs: Math.min(endUs, month.endUs) };
  const key = `${source.identifier} ${formatDate(range.startUs)}/${formatDate(range.endUs - 1)}`;
  return { key, source, range, state: { phase: 'waiting' } };
}
