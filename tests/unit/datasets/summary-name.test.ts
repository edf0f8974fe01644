import { expect, test } from 'vitest';
import { parseSummaryName } from '$lib/datasets/summary-name';
import { dayUs, formatInstant, hourUs } from '$lib/datasets/utc';

test.each([
  ['20140310__gill_themis19_full-keogram.pgm.jpg', 'daily', 'gill', 'themis19', '2014-03-10T00:00Z'],
  ['20140310_06_gill_themis19_full-keogram.pgm.jpg', 'hourly', 'gill', 'themis19', '2014-03-10T06:00Z'],
  ['20200101__gill_rgb-04_full-keogram.jpg', 'daily', 'gill', 'rgb-04', '2020-01-01T00:00Z'],
  ['20200101__fsmi_rgb-01_moviebased-keogram.jpg', 'daily', 'fsmi', 'rgb-01', '2020-01-01T00:00Z'],
  ['20200201_23_rabb_rgb-05_full-keogram.jpg', 'hourly', 'rabb', 'rgb-05', '2020-02-01T23:00Z'],
  ['20200229__gill_rego-652_6300_full-keogram.png', 'daily', 'gill', 'rego-652', '2020-02-29T00:00Z'],
  ['20200229__GILL_RGB-04_FULL-KEOGRAM.JPEG', 'daily', 'gill', 'rgb-04', '2020-02-29T00:00Z'],
])('%s', (name, span, siteUid, deviceUid, start) => {
  const told = parseSummaryName(name)!;
  expect(told).toMatchObject({ span, siteUid, deviceUid });
  expect(formatInstant(told.range.startUs)).toBe(start);
  expect(told.range.endUs - told.range.startUs).toBe(span === 'daily' ? dayUs : hourUs);
});

test.each([
  ['nothing', ''],
  ['a day that does not exist', '20200230__gill_rgb-04_full-keogram.jpg'],
  ['an hour that does not exist', '20200201_24_gill_rgb-04_full-keogram.jpg'],
  ['a minute', '20200201_0612_gill_rgb-04_full-keogram.jpg'],
  ['no site', '20200201__rgb-04_full-keogram.jpg'],
  ['a montage', '20200201__gill_rgb-04_full-montage.jpg'],
  ['another kind of file', '20200201__gill_rgb-04_full-keogram.gif'],
  ['something behind it', '20200201__gill_rgb-04_full-keogram.jpg.html'],
  ['a folder before it', 'x/20200201__gill_rgb-04_full-keogram.jpg'],
  ['a second line', '20200201__gill_rgb-04_full-keogram.jpg\n'],
  ['a year of five digits', '120200201__gill_rgb-04_full-keogram.jpg'],
])('%s is not taken for one', (_, name) => {
  expect(parseSummaryName(name)).toBeNull();
});

test('a name without end is refused at once', () => {
  const startedMs = performance.now();
  for (const part of ['a-', 'a', 'a_', '1'])
    expect(parseSummaryName(`20200201__gill_rgb-04_${part.repeat(100_000)}!`)).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
