import type { Failure, FileProblem } from '$lib/model/failure';

/** What happened, in a sentence for people. */
export function sentenceOf(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return sentenceOfRefusal(failure);
    case 'offline':
      return 'There is no network.';
    case 'missing':
      return 'Not on the server.';
    case 'rate-limited':
      return failure.retryAfterSec === null
        ? 'The server asks to slow down.'
        : `The server asks to wait ${Math.ceil(failure.retryAfterSec)} s.`;
    case 'server':
      return `The server failed: ${asSentence(failure.message)}`;
    case 'corrupt':
      // Of nothing no format can be told.
      if (failure.message === 'The file is empty.' || failure.format === 'unknown') return asSentence(failure.message);
      return `Corrupt ${failure.format}${placeOf(failure)}: ${asSentence(failure.message)}`;
    case 'unsupported':
      return `Cannot be read (${failure.format}): ${failure.message}`;
    case 'quota':
      return 'The browser’s storage is full.';
    case 'browser':
      return asSentence(failure.message);
    case 'cancelled':
      return 'Cancelled.';
  }
}

/** A short name for a cause, to label a gap. */
export function causeOf(failure: Failure): string {
  switch (failure.kind) {
    case 'refused':
      return {
        'cross-origin': 'refused by the browser',
        unreachable: 'no answer',
        unreadable: 'no answer',
        broken: 'broken off',
        unknown: 'refused',
      }[failure.reason];
    case 'offline':
      return 'network down';
    case 'missing':
      return 'not on the server';
    case 'rate-limited':
      return 'server busy';
    case 'server':
      return 'server failed';
    case 'corrupt':
      return 'corrupt file';
    case 'unsupported':
      return 'unknown format';
    case 'quota':
      return 'storage full';
    case 'browser':
      return { decoder: 'decoder failed', bytes: 'lost by the browser', 'own file': 'your file is not open' }[
        failure.part
      ];
    case 'cancelled':
      return 'cancelled';
  }
}

/**
 * Damage in a file whose good part is shown.
 *
 * @param good how many of `what`, of which the file is made, could be read
 */
export function sentenceOfProblem(problem: FileProblem, good: number, what: 'frame' | 'sample' = 'frame'): string {
  const wrong = {
    truncated: 'The file is cut off',
    corrupt: 'The file is damaged',
    inconsistent: 'The file contradicts itself',
    unsupported: 'Part of the file is of an unknown kind',
  }[problem.kind];
  const read = good === 1 ? `one ${what}` : `${good} ${what}s`;
  return `${wrong} (${problem.format}${placeOf(problem)}): ${problem.message}; ${read} could be read.`;
}

/** What to do when a host cannot be read directly. Where the relay is used already it would help nothing. */
export const relayAdvice =
  'Reload, or start the app on your own computer with “npm start”: it then passes your requests on to the archive itself.';

function sentenceOfRefusal({ host, reason, message }: Extract<Failure, { kind: 'refused' }>): string {
  switch (reason) {
    case 'cross-origin':
      return `${host} answers, but forbids reading from other web pages: the browser keeps the answer from this one.`;
    case 'unreachable':
      return asSentence(message || `${host} does not answer`);
    case 'broken':
      return `The download broke off: ${asSentence(message || `${host} stopped sending`)}`;
    case 'unreadable':
    case 'unknown':
      return asSentence(message);
  }
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** ` at byte 1107931 of the unpacked data`, ` at byte 12`; empty where no place is known. */
export function placeOf({ offset, inUnpacked }: Pick<FileProblem, 'offset' | 'inUnpacked'>): string {
  if (offset === null) return '';
  return ` at byte ${offset}${inUnpacked ? ' of the unpacked data' : ''}`;
}
