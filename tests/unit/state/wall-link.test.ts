import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetByName } from '$lib/datasets/catalogue';
import { foldersArrays, rawDatasetOf, sitesOfArray } from '$lib/datasets/source-camera';
import { dayUs, hourUs, parseInstant, secondUs } from '$lib/datasets/utc';
import type { WallLook } from '$lib/model/wall';
import {
  formatClock,
  formatMark,
  highestRow,
  lowestRow,
  parseLook,
  parseMark,
  plainLook,
  rowHeights,
  shortestWindowUs,
  writeLook,
} from '$lib/state/wall-link';

function look(query: URLSearchParams | string): WallLook {
  const read = new URLSearchParams(query);
  return parseLook((name, parse) => {
    const text = read.get(name);
    return text === null ? null : parse(text);
  });
}

const looks: fc.Arbitrary<WallLook> = fc.record({
  groupedBy: fc.constantFrom('date', 'site'),
  latestFirst: fc.boolean(),
  rowHeight: fc.integer({ min: lowestRow, max: highestRow }),
  window: fc.option(
    fc
      .tuple(fc.nat(36 * 3600), fc.integer({ min: shortestWindowUs / secondUs, max: 86_400 }))
      .map(([start, length]) => {
        const startUs = Math.min(start, 36 * 3600 - length) * secondUs;
        return { startUs, endUs: startUs + length * secondUs };
      }),
  ),
});

describe('how the wall hangs', () => {
  test('goes into the address and comes back', () => {
    fc.assert(
      fc.property(looks, (wanted) => {
        const query = new URLSearchParams();
        writeLook(query, wanted);
        expect(look(query)).toEqual(wanted);
      }),
    );
  });

  test('is not in the address while it is as ever', () => {
    const query = new URLSearchParams();
    writeLook(query, plainLook);
    expect([String(query), look('')]).toEqual(['', plainLook]);
    writeLook(query, { ...plainLook, window: { startUs: 3 * hourUs, endUs: 26.5 * hourUs } });
    expect(query.get('hours')).toBe('03:00/26:30');
  });

  test.each([
    ['by', ['', 'Date', 'camera', 'date ']],
    ['order', ['', 'late', 'latest,earliest']],
    ['rows', ['', '3', '193', '48.5', '-48', '1e2', ' 48', '0x30', '9999']],
    ['hours', ['', '3:00/9:00', '03:00', '03:00/', '03:00-09:00', '09:00/03:00', '03:00/03:00', '03:00/03:09:59']],
    ['hours', ['00:60/03:00', '00:00/03:00:60', '00:00/24:00:01', '13:00/36:01', '99:00/99:59', '-1:00/03:00']],
    ['hours', ['03:00/09:00/12:00', '٠٣:٠٠/٠٩:٠٠']],
  ])('%s=… that is not understood is as ever', (name, texts) => {
    for (const text of texts) expect(look(new URLSearchParams({ [name]: text })), text).toEqual(plainLook);
  });

  test('each height that can be chosen can be told', () => {
    for (const rowHeight of rowHeights) expect(look(`rows=${rowHeight}`)).toEqual({ ...plainLook, rowHeight });
  });
});

describe('a mark', () => {
  const startUs = parseInstant('2014-03-10T06:00')!;
  const written = 'THEMIS_ASI_RAW gill 2014-03-10T06:00Z/2014-03-10T07:30Z';

  test('goes into the address and comes back, of every camera that can hang there', () => {
    expect(formatMark({ dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', startUs, endUs: startUs + 1.5 * hourUs })).toBe(
      written,
    );
    for (const array of foldersArrays) {
      const dataset = rawDatasetOf(array)!;
      expect(datasetByName(dataset)).not.toBeNull();
      for (const { siteUid } of sitesOfArray(array, [])) {
        const mark = { dataset, siteUid, startUs: startUs + 1, endUs: startUs + dayUs };
        expect(parseMark(formatMark(mark))).toEqual(mark);
      }
    }
  });

  test.each([
    ['nothing', ''],
    ['no site', written.replace(' gill', '')],
    ['a site in capitals', written.replace('gill', 'GILL')],
    ['a dataset in small letters', written.replace('THEMIS_ASI_RAW', 'themis')],
    ['a name that is too long', written.replace('THEMIS_ASI_RAW', 'X'.repeat(81))],
    ['one end', written.replace(/\/.*/, '')],
    ['ends in the wrong order', written.replace('07:30', '05:30')],
    ['no length', written.replace('07:30', '06:00')],
    ['more than a day', written.replace('10T07:30', '11T06:01')],
    ['a day that does not exist', written.replace('03-10T07', '02-30T07')],
    ['something behind it', `${written} x`],
    ['two blanks', written.replace(' gill', '  gill')],
  ])('that says %s is none', (_, text) => {
    expect(parseMark(written)).not.toBeNull();
    expect(parseMark(text)).toBeNull();
  });
});

test.each([
  [0, '00:00'],
  [6.2 * hourUs, '06:12'],
  [26.5 * hourUs, '26:30'],
  [hourUs + secondUs, '01:00:01'],
  [hourUs - 0.4 * secondUs, '01:00'],
])('%i µs on a clock: %s', (us, expected) => {
  expect(formatClock(us)).toBe(expected);
});
