import { describe, expect, test } from 'vitest';
import { nightColumn } from '$lib/analysis/night-column';
import { dayUs, hourUs } from '$lib/datasets/utc';
import { binsOfDay, brightest, noData } from '$lib/model/season';

const columns = (length: number, at: (index: number) => number) =>
  Float32Array.from({ length }, (_, index) => at(index));

describe('a day as parts of ten minutes', () => {
  test('one bright hour becomes its six parts; what lies beside it stays dark', () => {
    const column = nightColumn(
      columns(720, (at) => (at >= 180 && at < 210 ? 1 : 0)),
      dayUs,
    );
    expect(column).toHaveLength(binsOfDay);
    expect([...column.keys()].filter((part) => column[part] === brightest)).toEqual([36, 37, 38, 39, 40, 41]);
    expect([...column].every((value) => value === 0 || value === brightest)).toBe(true);
  });

  test('the mean is that of what there is; a part without data is a gap', () => {
    const column = nightColumn(
      columns(720, (at) => (at < 5 ? NaN : at === 5 ? 0.5 : at < 10 ? NaN : 1)),
      dayUs,
    );
    expect([column[0], column[1], column[2]]).toEqual([noData, brightest / 2, brightest]);
  });

  test.each([96, 720, 1000, 1440])('%i columns: no hole and nothing twice', (width) => {
    const column = nightColumn(
      columns(width, (at) => (at + 0.5) / width),
      dayUs,
    );
    expect(column.every((value, part) => part === 0 || value >= column[part - 1]!)).toBe(true);
    expect(column.every((value, part) => Math.abs(value / brightest - (part + 0.5) / binsOfDay) < 1 / 96)).toBe(true);
  });

  test('an hour has six parts; what has no columns is empty', () => {
    expect([...nightColumn(new Float32Array(60).fill(0.25), hourUs)]).toEqual(Array(6).fill(64));
    expect(new Set(nightColumn(new Float32Array(0), dayUs))).toEqual(new Set([noData]));
  });
});
