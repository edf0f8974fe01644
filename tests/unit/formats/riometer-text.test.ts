import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beginsRiometerText, parseRiometerText } from '$lib/formats/riometer-text';
import { latin1 } from './pgm-bytes';

const head = '#NORSTAR  Riometer Data ----  20180503\n#Version 1\n#------------\n';
const row = '03/05/18    00:00:02     2.078\n';

test('header and rows, any run of blanks between, either kind of line end', () => {
  const text = parseRiometerText(latin1(`${head}${row}\n  3/5/18\t00:00:07  NaN \r\n`));
  expect(text).toEqual({
    header: head.trim().split('\n'),
    rows: [
      { date: '03/05/18', time: '00:00:02', values: [2.078], offset: head.length },
      { date: '3/5/18', time: '00:00:07', values: [NaN], offset: head.length + row.length + 1 },
    ],
    badRows: 0,
    problem: null,
  });
});

test('two values in a row', () => {
  expect(parseRiometerText(latin1('01/02/03 04:05:06  -0.5  1.5e1\n')).rows[0]!.values).toEqual([-0.5, 15]);
});

describe('rows of any other form are passed over and counted', () => {
  test.each([
    '03/05/18 00:**:07 2.083',
    '03/05/18 00:00:07',
    '03/05/18 00:00:07 2.083 1.0',
    '03/05/18 00:00:07 2.083 1.0 5',
    '03/05/18 00:00:07 2.0.83',
    '03/05/18 00:00:07 0x10',
    '03/05/18 00:00:07 Infinity',
    '03-05-18 00:00:07 2.083',
    'x'.repeat(10_000),
    '\0',
  ])('%s', (line) => {
    const text = parseRiometerText(latin1(`${head}${row}${line}\n${row}${line}\n`));
    expect(text.rows.map(({ values }) => values)).toEqual([[2.078], [2.078]]);
    expect(text.badRows).toBe(2);
    expect(text.problem).toMatchObject({ kind: 'corrupt', format: 'riometer text', offset: head.length + row.length });
  });
});

test('the first row with one number too many is the bad one, not all others', () => {
  const text = parseRiometerText(latin1(`${head}03/05/18 00:00:02 2.078 2.1\n${row}${row}x\n`));
  expect(text.rows.map(({ values }) => values)).toEqual([[2.078], [2.078]]);
  expect(text.badRows).toBe(2);
  expect(text.problem).toMatchObject({ kind: 'corrupt', offset: head.length });
});

test.each(['\n\n', '\u00ef\u00bb\u00bf', '\u00ef\u00bb\u00bf\r\n \n'])('%j before it is passed over', (before) => {
  for (const content of [`${head}${row}`, `${row}${row}`]) {
    const bytes = latin1(before + content);
    expect(beginsRiometerText(bytes)).toBe(true);
    const { rows, problem, header } = parseRiometerText(bytes);
    expect([rows.length, header.length]).toEqual(content.startsWith('#') ? [1, 3] : [2, 0]);
    expect(problem).toBeNull();
    expect(rows[0]!.offset).toBe(bytes.length - row.length * rows.length);
  }
});

test('a last row that the end cuts is left out: it may lack digits', () => {
  const { rows, badRows, problem } = parseRiometerText(latin1(`${row}${row.slice(0, -2)}`));
  expect([rows.length, badRows]).toEqual([1, 0]);
  expect(problem).toMatchObject({ kind: 'truncated', offset: row.length });
});

test('more rows, metadata or bytes than any file has are not read', () => {
  expect(parseRiometerText(latin1(row.repeat(200_001))).problem?.kind).toBe('unsupported');
  expect(parseRiometerText(latin1('#\n'.repeat(1001))).problem?.kind).toBe('unsupported');
  expect(parseRiometerText(new Uint8Array(2 ** 25 + 1).fill(0x31)).problem?.kind).toBe('unsupported');
});

test.each([
  [head, true],
  ['#date(dd/mm/yy)    time (UT)   Raw Signal (Volts)\n', true],
  [row, true],
  ['# a comment\nof something else', false],
  ['', false],
  ['P5\n# riometer\n', false],
])('%j begins such a file: %s', (text, expected) => {
  expect(beginsRiometerText(latin1(text))).toBe(expected);
});

test('any text ends as a result; what is written comes back', () => {
  const values = fc.array(fc.float({ noDefaultInfinity: true, min: 0, max: 100 }), { maxLength: 20 });
  fc.assert(
    fc.property(values, fc.string(), fc.nat(1000), (numbers, noise, where) => {
      const lines = numbers.map((value) => `03/05/18 12:00:00 ${value.toFixed(3)}\n`).join('');
      expect(parseRiometerText(latin1(lines)).rows.map((one) => one.values[0])).toEqual(
        numbers.map((value) => Number(value.toFixed(3))),
      );
      const spoilt = lines.slice(0, where) + noise + lines.slice(where);
      const { rows, badRows, problem } = parseRiometerText(new TextEncoder().encode(spoilt));
      expect(rows.length + badRows).toBeLessThanOrEqual(spoilt.split('\n').length);
      expect(badRows === 0 || problem !== null).toBe(true);
    }),
    { numRuns: 200 },
  );
});
