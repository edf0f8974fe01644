import { expect, test } from 'vitest';
import type { Failure } from '$lib/model/failure';
import { causeOf, sentenceOf, sentenceOfProblem } from '$lib/state/sentences';

const host = 'data.phys.ucalgary.ca';
const cases: [Failure, string, RegExp][] = [
  [{ kind: 'offline', message: 'm' }, 'network down', /^There is no network\.$/],
  [
    { kind: 'refused', host, reason: 'cross-origin', message: 'm' },
    'refused by the browser',
    /^data\.phys\.ucalgary\.ca answers, but forbids reading from other web pages: the browser keeps the answer/,
  ],
  [
    { kind: 'refused', host, reason: 'unreachable', message: 'it did not answer' },
    'no answer',
    /^it did not answer\.$/,
  ],
  [
    { kind: 'refused', host, reason: 'unreachable', message: '' },
    'no answer',
    /^data\.phys\.ucalgary\.ca does not answer\.$/,
  ],
  [{ kind: 'refused', host, reason: 'unreadable', message: 'not this' }, 'no answer', /^not this\.$/],
  [
    { kind: 'refused', host, reason: 'broken', message: 'the connection ended after 5 of 9 bytes' },
    'broken off',
    /^The download broke off: the connection ended after 5 of 9 bytes\.$/,
  ],
  [{ kind: 'refused', host, reason: 'unknown', message: 'no word' }, 'refused', /^no word\.$/],
  [{ kind: 'missing', message: 'm' }, 'not on the server', /^Not on the server\.$/],
  [{ kind: 'rate-limited', retryAfterSec: 2.2, message: 'm' }, 'server busy', /wait 3 s/],
  [{ kind: 'server', status: 500, message: 'status 500' }, 'server failed', /^The server failed: status 500\.$/],
  [
    { kind: 'corrupt', format: 'pgm', offset: 7, message: 'no header' },
    'corrupt file',
    /^Corrupt pgm at byte 7: no header\.$/,
  ],
  [{ kind: 'unsupported', format: 'tar', message: 'no pictures.' }, 'unknown format', /tar/],
  [{ kind: 'quota', message: 'm' }, 'storage full', /full/],
  [
    { kind: 'browser', part: 'decoder', message: 'The decoder could not be started (x).' },
    'decoder failed',
    /^The decoder could not be started \(x\)\.$/,
  ],
  [{ kind: 'browser', part: 'bytes', message: 'It is gone' }, 'lost by the browser', /^It is gone\.$/],
  [{ kind: 'cancelled', message: 'm' }, 'cancelled', /^Cancelled\.$/],
];

test.each(cases)('%j', (failure, cause, sentence) => {
  expect(causeOf(failure)).toBe(cause);
  expect(sentenceOf(failure)).toMatch(sentence);
});

test('a place in what was packed is not told as one in the file; of an empty file there is none', () => {
  const cut = { kind: 'truncated', format: 'gzip', offset: 1107931, inUnpacked: true, message: 'cut' } as const;
  expect(sentenceOfProblem(cut, 8)).toContain('(gzip at byte 1107931 of the unpacked data)');
  expect(sentenceOf({ ...cut, kind: 'corrupt' })).toBe('Corrupt gzip at byte 1107931 of the unpacked data: cut.');
  const empty = { kind: 'corrupt', format: 'unknown', offset: null, message: 'The file is empty.' } as const;
  expect(sentenceOf(empty)).toBe('The file is empty.');
});
