import { encode } from 'jpeg-js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from '$lib/formats/format-error';
import { pictureSize } from '$lib/formats/picture-size';
import { seededRandom } from '../../archive/faults';
import { damage } from '../../long/damage';
import { concat, latin1 } from './pgm-bytes';
import { ihdr, pngBytes, pngSignature } from './png-bytes';

const start = Uint8Array.of(0xff, 0xd8);
const two = (value: number) => [value >> 8, value & 255];

/** @param length as the segment says it; its true one where that is left out */
function segment(marker: number, body: readonly number[], length = body.length + 2): Uint8Array {
  return Uint8Array.of(0xff, marker, ...two(length), ...body);
}

/** A header of a frame: 8 bits, one component. */
const frame = (width: number, height: number, marker = 0xc0) =>
  segment(marker, [8, ...two(height), ...two(width), 1, 1, 0x11, 0]);

const tables = segment(0xc4, [0, ...Array<number>(16).fill(0)]);
const note = segment(0xfe, [...latin1('made by hand')]);

function refusal(file: Uint8Array): FormatError {
  try {
    pictureSize(file);
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('a whole JPEG, and a whole PNG', () => {
  const data = new Uint8Array(4 * 37 * 19).fill(90);
  expect(pictureSize(encode({ width: 37, height: 19, data }, 80).data)).toEqual({ width: 37, height: 19 });
  const png = pngBytes({ width: 3, height: 2, colourType: 0, bitDepth: 8, samples: [1, 2, 3, 4, 5, 6] });
  expect(pictureSize(png)).toEqual({ width: 3, height: 2 });
});

describe('before the header of a frame there may be', () => {
  test.each<[string, readonly Uint8Array[]]>([
    ['nothing', []],
    ['notes and tables', [note, tables, note]],
    ['filling bytes', [note, Uint8Array.of(0xff, 0xff, 0xff)]],
    ['marks without a length', [Uint8Array.of(0xff, 0x01, 0xff, 0xd0, 0xff, 0xd7), tables]],
    ['what looks like a header, inside a note', [segment(0xe1, [...frame(1, 1), ...start])]],
    ['a segment without content', [segment(0xe0, [])]],
    ['tables of arithmetic coding', [segment(0xcc, [0, 0]), segment(0xc8, [0, 9, 9, 9, 9, 9])]],
  ])('%s', (_, before) => {
    expect(pictureSize(concat(start, ...before, frame(720, 256)))).toEqual({ width: 720, height: 256 });
  });

  test.each([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc9, 0xca, 0xcf])('frames of kind %i are pictures', (marker) => {
    expect(pictureSize(concat(start, frame(65_535, 65_535, marker)))).toEqual({ width: 65_535, height: 65_535 });
  });
});

describe('refused, with the reason', () => {
  const many = Array.from({ length: 300 }, () => note);
  test.each<[string, Uint8Array, string, string, number]>([
    ['nothing', new Uint8Array(0), 'unsupported', 'picture', 0],
    ['one byte', Uint8Array.of(0xff), 'unsupported', 'picture', 0],
    ['a web page', latin1('<html>'), 'unsupported', 'picture', 0],
    ['a raw frame', latin1('P5\n1 1\n255\n!'), 'unsupported', 'picture', 0],
    ['a GIF', latin1('GIF89a'), 'unsupported', 'picture', 0],
    ['a length of less than itself', concat(start, segment(0xe0, [], 1), frame(9, 9)), 'corrupt', 'jpeg', 6],
    ['a length that leaves the file', concat(start, segment(0xe0, [], 999), frame(9, 9)), 'truncated', 'jpeg', 6],
    [
      'a length that ends in the middle',
      concat(start, segment(0xe0, [1, 2, 3, 4], 3), frame(9, 9)),
      'corrupt',
      'jpeg',
      8,
    ],
    ['no width', concat(start, frame(0, 9)), 'corrupt', 'jpeg', 15],
    ['no height', concat(start, frame(9, 0)), 'corrupt', 'jpeg', 15],
    ['a header that is too short', concat(start, segment(0xc0, [8, 0, 9, 0])), 'corrupt', 'jpeg', 10],
    [
      'the scan without a header',
      concat(start, note, segment(0xda, [1, 1, 0, 0, 63, 0]), frame(9, 9)),
      'corrupt',
      'jpeg',
      28,
    ],
    ['the end without a header', concat(start, segment(0xd9, [])), 'corrupt', 'jpeg', 6],
    ['segments without end', concat(start, ...many, frame(9, 9)), 'corrupt', 'jpeg', 2 + 200 * 16],
    ['only filling bytes', concat(start, new Uint8Array(10_000).fill(0xff)), 'truncated', 'jpeg', 10_002],
    ['a PNG that is cut off', pngSignature, 'truncated', 'png', 8],
    [
      'a PNG wider than anything',
      concat(pngSignature, ihdr({ width: 2 ** 31, height: 2, colourType: 0, bitDepth: 8 })),
      'unsupported',
      'png',
      8,
    ],
  ])('%s', (_, file, kind, format, offset) => {
    expect(refusal(file)).toMatchObject({ kind, format, offset });
  });

  test('a JPEG that is cut off at whichever byte before its header ends', () => {
    const whole = concat(start, note, Uint8Array.of(0xff, 0xff), tables, frame(720, 256));
    for (let length = 2; length < whole.length; length++)
      expect(refusal(whole.subarray(0, length)), `${length} bytes`).toMatchObject({
        kind: 'truncated',
        format: 'jpeg',
      });
    expect(pictureSize(whole)).toEqual({ width: 720, height: 256 });
  });
});

describe('whatever lies there', () => {
  const isJudged = (file: Uint8Array) => {
    const before = Uint8Array.from(file);
    try {
      const { width, height } = pictureSize(file);
      expect([width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= 65_535)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      const { offset } = error as FormatError;
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(Math.max(8, file.length));
    }
    expect(Buffer.compare(file, before)).toBe(0);
  };

  test('a damaged picture is read or refused', () => {
    const data = new Uint8Array(4 * 24 * 16).map((_, at) => at * 7);
    const jpeg = new Uint8Array(encode({ width: 24, height: 16, data, comments: ['by hand'] }, 70).data);
    const png = pngBytes({ width: 2, height: 2, colourType: 0, bitDepth: 8, samples: [1, 2, 3, 4] });
    const random = seededRandom(7);
    for (let round = 0; round < 3000; round++) isJudged(damage(round % 4 === 0 ? png : jpeg, random).bytes);
  });

  test('any bytes behind the start of a JPEG are read or refused', () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 2, 0xff, 0xc0, 0xc2, 0xd0, 0xda, 0xe0));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => isJudged(concat(start, Uint8Array.from(bytes)))),
      { numRuns: 500 },
    );
  });
});
