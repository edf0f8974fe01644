import { nightAround } from '$lib/geometry/night';
import type { Loading } from '$lib/loading/loading';
import type { Observatory } from '$lib/model/dataset';
import type { NightMarks } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import { nightLight, type NightLight } from './night-light';

/** Sun and Moon over the camera of an event, found out piece by piece so that the page is never held up. */
export class SkyLight {
  /** The night that the range is part of; null where there is none, or where the camera's place is not known. */
  wholeNight = $state.raw<TimeRange | null>(null);
  /** The day around that night, for the bar on which the range is changed. */
  context = $state.raw<TimeRange>()!;
  /** Over the context. */
  marks = $state.raw<NightMarks | null>(null);
  /** What of the range the Sun explains. */
  light = $state.raw<NightLight | null>(null);

  readonly #loading: Pick<Loading, 'nightMarks'>;
  readonly #contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange;
  #asked = new AbortController();

  constructor(
    loading: Pick<Loading, 'nightMarks'>,
    range: TimeRange,
    contextOf: (range: TimeRange, wholeNight: TimeRange | null) => TimeRange,
  ) {
    this.#loading = loading;
    this.#contextOf = contextOf;
    this.context = contextOf(range, null);
  }

  /** What was found for another range stays until this is. */
  async look(range: TimeRange, place: Observatory | null): Promise<void> {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    await turn();
    if (signal.aborted) return;
    this.wholeNight = place && nightAround((range.startUs + range.endUs) / 2, place);
    const context = this.#contextOf(range, this.wholeNight);
    if (context.startUs !== this.context.startUs || context.endUs !== this.context.endUs) this.context = context;
    const marks = place && (await this.#loading.nightMarks(context, place, signal));
    if (signal.aborted) return;
    // Without a worker the bar stays plain, and gaps have no Sun to be explained by.
    this.marks = marks?.ok ? marks.value : null;
    await turn();
    if (signal.aborted) return;
    this.light = place && this.marks && nightLight(range, place, this.marks);
  }

  close(): void {
    this.#asked.abort();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
