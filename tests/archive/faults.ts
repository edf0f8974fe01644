import { emptyAnswer, textAnswer, type Answer } from '../../scripts/http/answer';
import { homePage } from './files';
import { hosts, type HostKey } from './hosts';

/** What goes wrong, when, and how often. */
export type Fault = {
  /** Source of a regular expression, tried on the address as the real host has it: `https://data.phys.ucalgary.ca/…`. */
  readonly pattern: string;
  /** 0…1, of the requests that match; the seed decides which. Left out: all. */
  readonly probability?: number;
  /** How many requests are hit at most. Left out: no end. */
  readonly times?: number;
} & Trouble;

export type Trouble =
  /** Waits before it answers. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Answers at this rate. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Drops the connection without a word. */
  | { readonly kind: 'refuse' }
  /** 502 with a gateway's HTML page. */
  | { readonly kind: 'bad-gateway' }
  /** 503, with `Retry-After` where seconds are given. */
  | { readonly kind: 'unavailable'; readonly retryAfterSec?: number }
  /** 429, likewise. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSec?: number }
  /** The home page, 200, in the place of whatever was asked for. */
  | { readonly kind: 'html' }
  /** Promises the whole length and drops the connection after so many bytes, or half of them. */
  | { readonly kind: 'truncate'; readonly afterBytes?: number }
  /** Sends so many bytes, or half of them, and then nothing more, ever. */
  | { readonly kind: 'stall'; readonly afterBytes?: number }
  /** Turns over every n-th byte, counted from the end of the first n; 1000 unless told. */
  | { readonly kind: 'corrupt'; readonly everyBytes?: number };

export type TroubleKind = Trouble['kind'];

/** What one request has to suffer. */
export interface Disturbance {
  readonly delayMs: number;
  readonly bytesPerSecond: number;
  /** In the place of the answer. */
  readonly refuse: boolean;
  readonly answer: Answer | null;
  /** Done to the bytes of the answer. */
  readonly body: Extract<Trouble, { kind: 'truncate' | 'stall' | 'corrupt' }> | null;
}

const peace: Disturbance = { delayMs: 0, bytesPerSecond: Infinity, refuse: false, answer: null, body: null };

/** The faults asked for at the moment, and the dice that decide. */
export class FaultBook {
  #entries: { readonly fault: Fault; readonly pattern: RegExp; left: number }[] = [];
  #random: () => number;
  readonly #seed: number;

  constructor(seed = 1) {
    this.#seed = seed;
    this.#random = seededRandom(seed);
  }

  get active(): readonly Fault[] {
    return this.#entries.filter((entry) => entry.left > 0).map((entry) => entry.fault);
  }

  /**
   * From now on these faults and no others; the dice start anew.
   *
   * @throws SyntaxError when a pattern is not a regular expression
   */
  set(...faults: readonly Fault[]): void {
    this.#entries = faults.map((fault) => ({
      fault,
      pattern: new RegExp(fault.pattern),
      left: fault.times ?? Infinity,
    }));
    this.#random = seededRandom(this.#seed);
  }

  clear(): void {
    this.set();
  }

  /** Decide about one request. Delay, rate and damage add up; of several faults that replace the answer the first does. */
  decide(host: HostKey, target: string): Disturbance {
    let fate = peace;
    for (const entry of this.#entries) {
      if (entry.left <= 0 || !entry.pattern.test(hosts[host] + target)) continue;
      if (this.#random() >= (entry.fault.probability ?? 1)) continue;
      entry.left -= 1;
      fate = suffer(fate, entry.fault);
    }
    return fate;
  }
}

function suffer(fate: Disturbance, trouble: Trouble): Disturbance {
  switch (trouble.kind) {
    case 'delay':
      return { ...fate, delayMs: fate.delayMs + trouble.ms };
    case 'slow':
      return { ...fate, bytesPerSecond: Math.min(fate.bytesPerSecond, trouble.bytesPerSecond) };
    case 'refuse':
      return { ...fate, refuse: true };
    case 'truncate':
    case 'stall':
    case 'corrupt':
      return { ...fate, body: fate.body ?? trouble };
    case 'bad-gateway':
    case 'unavailable':
    case 'rate-limited':
    case 'html':
      return { ...fate, answer: fate.answer ?? answerInstead(trouble) };
  }
}

function answerInstead(
  trouble: Extract<Trouble, { kind: 'bad-gateway' | 'unavailable' | 'rate-limited' | 'html' }>,
): Answer {
  switch (trouble.kind) {
    case 'bad-gateway':
      return textAnswer(502, 'text/html', '<html><head><title>502 Bad Gateway</title></head><body></body></html>\n');
    case 'unavailable':
      return emptyAnswer(503, retryAfter(trouble.retryAfterSec));
    case 'rate-limited':
      return emptyAnswer(429, retryAfter(trouble.retryAfterSec));
    case 'html':
      return homePage('');
  }
}

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

/** Mulberry32: small, fast, and the same everywhere for the same seed; 0 ≤ value < 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
