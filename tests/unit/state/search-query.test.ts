import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRange, formatDate } from '$lib/datasets/utc';
import { askedRange, datasetOf, parseSearch, rangeOf } from '$lib/state/search-query';

test.each([
  ['2014-03-10 06:00 gill', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:10'],
  ['gill 2014-03-10 06:00', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:10'],
  ['rego 2016-10-29 04:00 gill 2 min', 'REGO_RAW', 'gill', '2016-10-29', '04:00–04:02'],
  ['2014-03-10T06:00Z gill', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:10'],
  ['20140310 0600 gill 1h', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–07:00'],
  ['2014/03/10 06:00-06:30 Gillam', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:30'],
  ['nir gill 2022-03-07 6 UT', 'TREX_NIR_RAW', 'gill', '2022-03-07', '06:00–06:10'],
  ['TREX_BLUE_RAW gill 2022-03-08 06:00', 'TREX_BLUE_RAW', 'gill', '2022-03-08', '06:00–06:10'],
  ['2014-03-10 22:00-24:00 gill', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '22:00–24:00'],
  ['6300 2016-10-29 04:00 gill', 'REGO_RAW', 'gill', '2016-10-29', '04:00–04:10'],
  ['2014-03-10 06:00 Fort Smith', 'THEMIS_ASI_RAW', 'fsmi', '2014-03-10', '06:00–06:10'],
  ['2014-3-10 6:00 gill', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:10'],
  ['10 March 2014 06:00 gill', 'THEMIS_ASI_RAW', 'gill', '2014-03-10', '06:00–06:10'],
  ['2030-02-08 08:00 20 min gill', 'THEMIS_ASI_RAW', 'gill', '2030-02-08', '08:00–08:20'],
  ['rego 2030-02-08 08:00-08:20 fsmi', 'REGO_RAW', 'fsmi', '2030-02-08', '08:00–08:20'],
  ['luck spectrograph 2023-05-03 06:00', 'TREX_SPECT_RAW', 'luck', '2023-05-03', '06:00–06:10'],
])('%s', (line, dataset, siteUid, date, time) => {
  const query = parseSearch(line);
  const range = rangeOf(query);
  expect(query).toMatchObject({ siteUid, notUnderstood: [] });
  expect(datasetOf(query)).toBe(dataset);
  expect(range && [formatDate(range.startUs), formatRange(range)]).toEqual([date, time]);
});

test('a span over midnight ends on the next day', () => {
  const range = rangeOf(parseSearch('2014-03-10 23:50-00:10 gill'));
  expect(range && formatRange(range)).toBe('2014-03-10 23:50 – 2014-03-11 00:10');
});

test.each([
  ['2014-02-30 06:00 gill', ['2014-02-30']],
  ['2014-03-10 27:00 gill', ['27:00']],
  ['2014-03-10 06:00 gill purple', ['purple']],
  ['2014-03-10 06:00-06:75 gill', ['06:00-06:75']],
  ['2014-03-10 06:00 0 min gill', ['0', 'min']],
  ['2014-03-10 06:00 -0500 gill', ['-0500']],
  ['2014-03-10 06:00 EST gill', ['est']],
  ['2014-03-10 06:00 rego nir gill', ['nir']],
  ['2014-03-10 06:00-06:00 gill', ['06:00-06:00 (a range without length)']],
  ['2014-03-10 06:00 gill 25h', ['more than 24 hours']],
  ['night of 2014-03-10 at 06:00 over gill', ['over']],
  ['2014-03-10 06:00 gill night 2h', ['night (a length is given)']],
  ['nonsense here', ['nonsense', 'here']],
])('%s: names what it makes nothing of', (line, notUnderstood) => {
  expect(parseSearch(line).notUnderstood).toEqual(notUnderstood);
});

test('a time alone is of the day that is open, a site alone of its time', () => {
  const open = rangeOf(parseSearch('2014-03-10 06:00 1h'))!;
  const text = (line: string) => {
    const range = rangeOf(parseSearch(line), open);
    return range && `${formatDate(range.startUs)} ${formatRange(range)}`;
  };
  expect(text('07:05')).toBe('2014-03-10 07:05–07:15');
  expect(text('fsmi')).toBe('2014-03-10 06:00–07:00');
  expect(text('2 h')).toBe('2014-03-10 06:00–08:00');
  expect(text('2014-03-11')).toBeNull();
});

test.each([
  ['2014-03-10 gill', '2014-03-10 00:47–12:09'],
  ['2014-03-10 gill night', '2014-03-10 00:47–12:09'],
  ['night of 2014-03-10 gill', '2014-03-10 00:47–12:09'],
  ['the whole night of 10 March 2014, Gillam', '2014-03-10 00:47–12:09'],
  ['2014-03-10 06:00 gill night', '2014-03-10 00:47–12:09'],
  ['2014-03-10 23:00 gill night', '2014-03-11 00:50–12:07'],
  ['20140110 yknf night', '2014-01-09 23:45 – 2014-01-10 15:45'],
])('%s: the whole night', (line, night) => {
  const query = parseSearch(line);
  const asked = askedRange(query);
  expect(query.notUnderstood).toEqual([]);
  if (asked.kind !== 'night') throw new Error(`not a night: ${asked.kind}`);
  const text = formatRange(asked.range);
  expect(text.includes(' ') ? text : `${formatDate(asked.range.startUs)} ${text}`).toBe(night);
  expect(rangeOf(query)).toEqual(asked.range);
});

test('the word alone is the night around what is open, there or elsewhere', () => {
  const open = rangeOf(parseSearch('2014-03-10 06:00 1h'))!;
  const night = (line: string, siteUid: string) => {
    const range = rangeOf(parseSearch(line), open, siteUid);
    return range && formatRange(range);
  };
  expect(night('night', 'gill')).toBe('00:47–12:09');
  expect(night('night', 'fsmi')).toBe('01:58–13:17');
  expect(night('2014-03-11', 'gill')).toBe('00:50–12:07');
});

test.each([
  ['2014-06-21 yknf', 'There is no night at YKNF on 2014-06-21: the Sun does not sink below −6°.'],
  ['2014-06-21 07:00 yknf night', 'There is no night at YKNF on 2014-06-21: the Sun does not sink below −6°.'],
  ['2014-03-10 zzzz', 'Where ZZZZ lies is not known here, nor when it is dark there: give a time.'],
])('%s: says why there is no night', (line, sentence) => {
  expect(askedRange(parseSearch(line))).toEqual({ kind: 'no night', sentence });
  expect(rangeOf(parseSearch(line))).toBeNull();
});

test.each([
  ['', ['date', 'time']],
  ['gill', ['date', 'time']],
  ['06:00 gill', ['date']],
  ['night gill', ['date']],
  ['2014-03-10', ['site']],
  ['2014-03-10 gill 2h', ['time']],
])('“%s” lacks %j', (line, missing) => {
  expect(askedRange(parseSearch(line))).toEqual({ kind: 'incomplete', missing });
});

test('what is open already is kept where the line does not contradict it', () => {
  expect(datasetOf(parseSearch('fsmi'), 'REGO_RAW')).toBe('REGO_RAW');
  expect(datasetOf(parseSearch('snkq'), 'REGO_RAW')).toBe('THEMIS_ASI_RAW'); // no REGO camera there
  expect(datasetOf(parseSearch('nir gill'), 'REGO_RAW')).toBe('TREX_NIR_RAW');
  expect(datasetOf(parseSearch('07:00'), 'REGO_RAW')).toBe('REGO_RAW');
  expect(datasetOf(parseSearch('07:00'))).toBeNull();
});

test('a four-letter code that no table holds may still be in the archive', () => {
  expect(parseSearch('2014-03-10 06:00 zzzz')).toMatchObject({ siteUid: 'zzzz', siteIsKnown: false });
  expect(parseSearch('2014-03-10 06:00 gill zzzz')).toMatchObject({ siteUid: 'gill', notUnderstood: ['zzzz'] });
  expect(parseSearch('zzzz').siteUid).toBeNull();
});

test('any line: never throws, never invents a date', () => {
  fc.assert(
    fc.property(fc.string(), (line) => {
      const query = parseSearch(line);
      if (query.dateUs !== null) expect(line).toMatch(/\d{4}.?\d{2}.?\d{2}/);
      expect(query.lengthUs === null || query.lengthUs > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
