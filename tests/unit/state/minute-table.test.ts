import { describe, expect, test } from 'vitest';
import type { ArchiveFile } from '$lib/model/dataset';
import { indexOfMinute, minutesOf } from '$lib/state/minute-table';

const minuteUs = 60_000_000;
const startUs = Date.UTC(2030, 0, 1, 6) * 1000;
const range = { startUs, endUs: startUs + 4 * minuteUs };

function file(name: string, afterUs: number): ArchiveFile {
  const camera = { dataset: 'SMILE_ASI_RAW', siteUid: 'pina', deviceUid: 'smile-05' };
  return { ...camera, url: name, name, bytes: null, startUs: startUs + afterUs };
}

const namesOf = (files: readonly ArchiveFile[], spanUs = minuteUs) =>
  minutesOf(range, files, [range], spanUs).map(({ file: held, startUs: from, endUs: to }) => [
    held?.name ?? null,
    (from - startUs) / 1e6,
    (to - startUs) / 1e6,
  ]);

describe('the minutes of a range', () => {
  test('one file each, none where there is none', () => {
    expect(namesOf([file('a', 0), file('c', 2 * minuteUs)])).toEqual([
      ['a', 0, 60],
      [null, 60, 120],
      ['c', 120, 180],
      [null, 180, 240],
    ]);
  });

  test('a file for each frame divides its minute at the starts of the frames', () => {
    const frames = [file('late', minuteUs + 33_000_000), file('early', minuteUs + 3_000_053)];
    expect(namesOf(frames).slice(1, 3)).toEqual([
      ['early', 60, 93],
      ['late', 93, 120],
    ]);
  });

  test('a loose frame beside the file of its minute does not cut that', () => {
    const burst = file('20300101_0601_pina_smile-05_burst.png.tar', minuteUs);
    const loose = (micros: number) =>
      file(`20300101_060100_${String(micros).padStart(6, '0')}_pina_smile-05_burst.png`, minuteUs + micros);
    expect(namesOf([loose(0), burst, loose(480_000)]).slice(1, 3)).toEqual([
      [burst.name, 60, 120],
      [null, 120, 180],
    ]);
    // Without the file of the minute each has its part, one at its very start too.
    expect(namesOf([loose(480_000), loose(0)]).slice(1, 3)).toEqual([
      [loose(0).name, 60, 60.48],
      [loose(480_000).name, 60.48, 120],
    ]);
  });

  test('the same minute packed and unpacked is held once, packed', () => {
    expect(namesOf([file('m.pgm.gz', 0), file('m.pgm', 0)])[0]).toEqual(['m.pgm.gz', 0, 60]);
    expect(namesOf([file('m.pgm', 0), file('m.pgm.gz', 0)])).toHaveLength(4);
  });

  test('a file of an hour covers the range and what lies around it', () => {
    expect(namesOf([file('hour', 0)], 60 * minuteUs)).toEqual([['hour', 0, 3600]]);
  });
});

test('which minute holds an instant, and on which side of the table one lies that none does', () => {
  const minutes = minutesOf(
    range,
    [file('b', minuteUs + 3_000_000), file('c', minuteUs + 9_000_000)],
    [range],
    minuteUs,
  );
  const at = (seconds: number) => indexOfMinute(minutes, startUs + seconds * 1e6);
  expect([at(-1), at(0), at(60), at(68.9), at(69), at(120), at(239.9), at(240)]).toEqual([-1, 0, 1, 1, 2, 3, 4, 5]);
  expect(indexOfMinute([], startUs)).toBe(-1);
});
