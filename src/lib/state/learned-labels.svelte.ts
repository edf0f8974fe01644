import type { Answer } from '$lib/loading/kept-answer';
import { monthsOf, type LearnedLabels } from '$lib/loading/learned-labels';
import { nightsMatching } from '$lib/analysis/label-nights';
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
  readonly known = $derived(this.pieces.filter(({ state }) => state.phase === 'known').length);
  readonly failed = $derived(this.pieces.filter(({ state }) => state.phase === 'failed'));
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
  #asking = new AbortController();
  #criteria: LabelCriteria | null = null;
  #workers = 0;

  constructor(labels: LearnedLabels) {
    this.#labels = labels;
  }

  /**
   * Asks for what is not known yet; what is no longer shown is not waited for.
   *
   * @param range whole days
   * @param criteria only what may fulfil them is asked for; null: everything
   */
  show(sources: readonly DataSource[], range: TimeRange, criteria: LabelCriteria | null = null): void {
    const isOther = JSON.stringify(filterPart(criteria)) !== JSON.stringify(filterPart(this.#criteria));
    const before = new Map(isOther ? [] : this.pieces.map((piece) => [piece.key, piece]));
    const wanted = monthsOf(range).flatMap((month) => sources.map((source) => pieceOf(source, month, range)));
    this.#criteria = criteria;
    const keys = wanted.slice(0, mostPieces).map(({ key }) => key);
    if (!isOther && keys.join() === this.pieces.map(({ key }) => key).join()) return;
    this.#stop();
    this.leftOut = Math.max(0, wanted.length - mostPieces);
    this.pieces = wanted.slice(0, mostPieces).map((piece) => {
      const known = before.get(piece.key);
      return known?.state.phase === 'known' ? known : piece;
    });
    this.#work();
  }

  /** Asks once more for what failed or was cancelled: one piece, or all. */
  again(key: string | null = null): void {
    const isWanted = ({ key: other, state }: LabelPiece) =>
      (key === null || other === key) && (state.phase === 'failed' || state.phase === 'cancelled');
    this.pieces = this.pieces.map((piece) => (isWanted(piece) ? { ...piece, state: { phase: 'waiting' } } : piece));
    if (this.#asking.signal.aborted) this.#stop();
    this.#work();
  }

  /** Waits for nothing any more, here or on the service; what is known stays. */
  cancel(): void {
    this.#asking.abort();
    this.pieces = this.pieces.map((piece) =>
      piece.state.phase === 'waiting' || piece.state.phase === 'asking'
        ? { ...piece, state: { phase: 'cancelled' } }
        : piece,
    );
  }

  close(): void {
    this.#asking.abort();
  }

  /** All that is known of a camera, by time. */
  runsOf(identifier: number): readonly LabelRun[] {
    return this.#runs.get(identifier) ?? [];
  }

  #stop(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#workers = 0;
  }

  #work(): void {
    while (this.#workers < mostAtOnce && this.pieces.some(({ state }) => state.phase === 'waiting')) {
      this.#workers++;
      void this.#askAll(this.#asking.signal);
      // The first step of it has taken its piece.
    }
  }

  async #askAll(signal: AbortSignal): Promise<void> {
    for (;;) {
      const piece = this.pieces.find(({ state }) => state.phase === 'waiting');
      if (!piece) break;
      await this.#ask(piece, signal);
      // Whoever stopped this has begun to count anew.
      if (signal.aborted) return;
    }
    this.#workers--;
  }

  async #ask({ key, source, range }: LabelPiece, signal: AbortSignal): Promise<void> {
    this.#put(key, { phase: 'asking', receivedBytes: 0 });
    let shownBytes = 0;
    const onBytes = (receivedBytes: number) => {
      if (signal.aborted || receivedBytes - shownBytes < shownStepBytes) return;
      shownBytes = receivedBytes;
      this.#put(key, { phase: 'asking', receivedBytes });
    };
    const answer = await this.#labels.labels(source, range, { signal, onBytes }, this.#criteria);
    if (signal.aborted) return;
    if (answer.ok) this.#put(key, { phase: 'known', answer: answer.value });
    else this.#put(key, { phase: 'failed', failure: answer.failure });
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
  const found = sources.flatMap((source) =>
    nightsMatching(nights.runsOf(source.identifier), criteria)
      .filter(({ isEnough }) => isEnough)
      .map(({ dayStartUs, minutes }): LabelledNight => ({ source, dayStartUs, minutes })),
  );
  const name = ({ source }: LabelledNight) => source.displayName;
  return found.sort((a, b) => a.dayStartUs - b.dayStartUs || (name(a) < name(b) ? -1 : 1));
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
