import { expect, test } from 'vitest';
import { never } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteFile, minuteOf, wish } from './bench';

const order = { timesUs: [3e6, 9e6], longestSide: 64 };

test('small frames and columns of a file that are asked for together are of one download', async () => {
  const { loading, decoder, asked } = createBench();
  const [columns, small] = await Promise.all([
    loading.columns(minuteFile(7), wish()),
    loading.smallFrames(minuteFile(7), order, wish()),
  ]);
  expect(columns.ok && small.ok).toBe(true);
  expect(asked.map(minuteOf)).toEqual([7]);
  expect(decoder.calls.map((call) => call.replace(/ 2014.*/, '')).sort()).toEqual(['reduce', 'small frames']);
  if (small.ok)
    expect(small.value.map(({ timeUs, counts }) => [timeUs, counts[0]])).toEqual([
      [3e6, 7],
      [9e6, 7],
    ]);
});

test('they are not held on to: asked again they are made again, of the kept file', async () => {
  const { loading, decoder, asked } = createBench();
  const [first, second] = [
    await loading.smallFrames(minuteFile(1), order, wish()),
    await loading.smallFrames(minuteFile(1), order, wish()),
  ];
  expect(first).toEqual(second);
  expect(first.ok && second.ok && first.value[0] !== second.value[0]).toBe(true);
  expect(decoder.calls).toHaveLength(2);
  expect(asked).toHaveLength(1);
});

test('nobody wants them any more: nothing is begun, or it is dropped', async () => {
  const { loading, decoder } = createBench();
  const control = new AbortController();
  const small = loading.smallFrames(minuteFile(2), order, { rank: () => 0, signal: control.signal });
  control.abort();
  expect(await small).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  expect(decoder.calls).toEqual([]);
});

test('a file that cannot be read says so', async () => {
  const { loading } = createBench({ decoder: fakeDecoder(() => true) });
  const outcome = await loading.smallFrames(minuteFile(3), order, wish(0, never()));
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'corrupt' } });
});
