export const playSpeeds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

/** A screen that has not been drawn for so long was hidden, not slow. */
const longestBeatMs = 1500;

/** What the clock needs from the view it drives. */
export interface Played {
  readonly nowUs: () => number;
  readonly endUs: () => number;
  /** False while the picture at the instant is still on its way: time then waits for it. */
  readonly ready: (instantUs: number) => boolean;
  readonly goTo: (instantUs: number) => void;
  /** Told how fast time will go on: 0 when it stands. */
  readonly pace?: (speed: number) => void;
}

/** The beat of the screen; tests give their own. */
export interface Beat {
  readonly nowMs: () => number;
  readonly next: (callback: (ms: number) => void) => number;
  readonly cancel: (request: number) => void;
}

const screenBeat: Beat = {
  nowMs: () => performance.now(),
  next: (callback) => requestAnimationFrame(callback),
  cancel: (request) => cancelAnimationFrame(request),
};

/**
 * Plays the cursor forward at a multiple of real time. The instant is always computed from where and when playing
 * began, so it does not drift; while frames are missing it waits and begins anew from there.
 */
export class Clock {
  playing = $state(false);
  speed = $state<number>(20);

  readonly #played: Played;
  readonly #beat: Beat;
  #request = 0;
  #from = { us: 0, ms: 0 };
  #lastMs = 0;

  constructor(played: Played, beat: Beat = screenBeat) {
    this.#played = played;
    this.#beat = beat;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.playing) return;
    this.playing = true;
    this.#played.pace?.(this.speed);
    this.#anchor(this.#beat.nowMs());
    this.#request = this.#beat.next(this.#tick);
  }

  pause(): void {
    if (!this.playing) return;
    this.playing = false;
    this.#played.pace?.(0);
    this.#beat.cancel(this.#request);
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.playing) this.#played.pace?.(speed);
    this.#anchor(this.#beat.nowMs());
  }

  readonly #tick = (ms: number): void => {
    if (!this.playing) return;
    // A hidden tab has no beat: coming back, time goes on from where it was left.
    if (ms - this.#lastMs > longestBeatMs) this.#anchor(ms);
    this.#lastMs = ms;
    const endUs = this.#played.endUs();
    const instantUs = Math.round(this.#from.us + Math.max(0, ms - this.#from.ms) * 1000 * this.speed);
    if (instantUs >= endUs) {
      this.#played.goTo(endUs - 1);
      this.pause();
      return;
    }
    if (this.#played.ready(instantUs)) this.#played.goTo(instantUs);
    else this.#anchor(ms);
    this.#request = this.#beat.next(this.#tick);
  };

  #anchor(ms: number): void {
    this.#lastMs = ms;
    this.#from = { us: this.#played.nowUs(), ms };
  }
}
