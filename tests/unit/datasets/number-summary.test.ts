import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summariseFloats, summariseIntegers, writeInteger } from '$lib/datasets/number-summary';

test('integers up to 2^53 are numbers, those beyond are text', () => {
  expect([2n ** 53n, -(2n ** 53n)].map(writeInteger)).toEqual([2 ** 53, -(2 ** 53)]);
  expect([2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 53n + 2n].map(writeInteger)).toEqual([
    '9007199254740993',
    '-9007199254740993',
    '9007199254740994',
  ]);
});

test('a sum beyond the largest number is an infinity', () => {
  const largest = Number.MAX_VALUE;
  expect(summariseFloats(Float64Array.of(largest, largest))).toMatchObject({ finite_sum: 'Infinity' });
  expect(summariseFloats(Float64Array.of(-largest, -largest, 1))).toMatchObject({ finite_sum: '-Infinity' });
});

test('sums of 32-bit integers are exact beyond 2^53', () => {
  const values = new Uint32Array(3 * 2 ** 20 + 5).fill(2 ** 32 - 1);
  values[7] = 3;
  const sum = BigInt(values.length - 1) * (2n ** 32n - 1n) + 3n;
  expect(summariseIntegers(values)).toEqual({ sum: writeInteger(sum), min: 3, max: 2 ** 32 - 1 });
});

test('eight million bytes take little longer than adding them up', () => {
  const values = new Uint8Array(8_000_000).fill(2);
  const timed = <T>(work: () => T): [T, number] => {
    const start = performance.now();
    const result = work();
    return [result, performance.now() - start];
  };
  const [sum, plainMs] = timed(() => {
    let all = 0;
    for (const value of values) all += value;
    return all;
  });
  const [summary, ms] = timed(() => summariseIntegers(values));
  expect(summary).toEqual({ sum, min: 2, max: 2 });
  // A bigint for every element would take a hundred times as long.
  expect(ms / plainMs).toBeLessThan(20);
});

test('narrow and wide integers are summed up alike', () => {
  fc.assert(
    fc.property(fc.int32Array({ minLength: 1, maxLength: 50 }), (values) => {
      expect(summariseIntegers(Int32Array.from(values))).toEqual(summariseIntegers(BigInt64Array.from(values, BigInt)));
    }),
  );
});
