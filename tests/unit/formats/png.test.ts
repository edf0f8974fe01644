import { constants, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adler32 } from '$lib/formats/adler32';
import { FormatError } from '$lib/formats/format-error';
import { decodePng } from '$lib/formats/png';
import { inflateExactly } from '$lib/formats/zlib-stream';
import { seededRandom } from '../../archive/faults';
import { concat, latin1 } from './pgm-bytes';
import { channelsOf, chunk, filteredRows, ihdr, pngBytes, pngOf, pngSignature, type PngParts } from './png-bytes';

const grey: PngParts = { width: 2, height: 2, colourType: 0, bitDepth: 8, samples: [1, 2, 3, 255] };
const random = seededRandom(1);
/** Large enough that its rows fill several chunks and blocks. */
const large: PngParts = {
  ...{ width: 97, height: 120, colourType: 2, bitDepth: 8, chunkBytes: 1000 },
  samples: Uint8Array.from({ length: 97 * 120 * 3 }, () => 256 * random()),
  filterOf: (row) => row % 5,
};

async function refusal(bytes: Uint8Array): Promise<FormatError> {
  const error: unknown = await decodePng(bytes).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FormatError);
  return error as FormatError;
}

describe('every kind of picture', () => {
  test.each<[string, PngParts, object]>([
    ['grey', grey, { channels: 1, bitDepth: 8, samples: Uint8Array.of(1, 2, 3, 255) }],
    [
      'grey of 16 bits, the larger byte first',
      { ...grey, bitDepth: 16, samples: [1, 256, 65535, 0x1234] },
      { channels: 1, bitDepth: 16, samples: Uint16Array.of(1, 256, 65535, 0x1234) },
    ],
    [
      'grey of 1 bit, each row from a fresh byte',
      { ...grey, width: 9, bitDepth: 1, samples: [1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0] },
      { bitDepth: 1, samples: Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0) },
    ],
    [
      'a palette',
      { ...grey, colourType: 3, bitDepth: 2, samples: [0, 1, 1, 0], before: [chunk('PLTE', latin1('abcdef'))] },
      { channels: 3, bitDepth: 8, samples: latin1('abcdefdefabc') },
    ],
    [
      'a palette with opacities',
      {
        ...{ ...grey, colourType: 3, samples: [0, 1, 1, 0] },
        before: [chunk('PLTE', latin1('abcdef')), chunk('tRNS', latin1('!'))],
      },
      { channels: 4, samples: latin1('abc!def\xffdef\xffabc!') },
    ],
  ])('%s', async (_, parts, expected) => {
    const { width, height } = parts;
    expect(await decodePng(pngBytes(parts))).toMatchObject({ ...expected, width, height, rows: height, problem: null });
  });

  test('notes come along, other additions do not matter', async () => {
    const before = [chunk('tEXt', latin1('Data origin\0synthetic, 2030')), chunk('tIME', new Uint8Array(7))];
    const { texts, problem } = await decodePng(pngBytes({ ...grey, before }));
    expect(texts).toEqual([['Data origin', 'synthetic, 2030']]);
    expect(problem).toBeNull();
  });

  test('any picture of any kind, filtered in any way, comes back sample for sample', async () => {
    const kinds = fc.constantFrom(
      ...([
        [0, 1],
        [0, 2],
        [0, 4],
        [0, 8],
        [0, 16],
        [2, 8],
        [2, 16],
        [4, 8],
        [4, 16],
        [6, 8],
        [6, 16],
      ] as const),
    );
    const side = fc.integer({ min: 1, max: 12 });
    await fc.assert(
      fc.asyncProperty(
        kinds,
        side,
        side,
        fc.infiniteStream(fc.nat(65535)),
        fc.infiniteStream(fc.nat(4)),
        async (kind, width, height, values, filters) => {
          const [colourType, bitDepth] = kind;
          const count = width * height * channelsOf[colourType]!;
          const samples = [...values.take(count)].map((value) => value % 2 ** bitDepth);
          const chosen = [...filters.take(height)];
          const bytes = pngBytes({
            width,
            height,
            colourType,
            bitDepth,
            samples,
            filterOf: (row) => chosen[row]!,
            chunkBytes: 20,
          });
          const picture = await decodePng(bytes);
          expect(picture).toMatchObject({
            width,
            height,
            bitDepth,
            rows: height,
            channels: channelsOf[colourType]!,
            problem: null,
          });
          expect([...picture.samples]).toEqual(samples);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('refused, with the reason', () => {
  test.each<[string, Uint8Array, string, number | null]>([
    ['nothing', new Uint8Array(0), 'corrupt', 0],
    ['another format', latin1('P5\n1 1\n255\n!'), 'corrupt', 0],
    ['the signature alone', pngSignature, 'truncated', 8],
    ['cut in the header', pngBytes(grey).subarray(0, 30), 'truncated', 8],
    ['a wrong checksum in the header', pngBytes(grey).with(19, 7), 'corrupt', 8],
    ['no rows', concat(pngSignature, ihdr(grey), chunk('IEND')), 'corrupt', 33],
    ['interlaced', pngBytes({ ...grey, interlace: 1 }), 'unsupported', 8],
    ['no width', pngBytes({ ...grey, width: 0, samples: [] }), 'corrupt', 8],
    ['a depth that does not exist', concat(pngSignature, ihdr({ ...grey, bitDepth: 3 }), chunk('IEND')), 'corrupt', 8],
    ['larger than anything', concat(pngSignature, ihdr({ ...grey, width: 2 ** 31 }), chunk('IEND')), 'unsupported', 8],
    [
      'unpacks to more than is read',
      concat(pngSignature, ihdr({ ...grey, width: 30_000, height: 30_000 })),
      'unsupported',
      8,
    ],
    [
      'a part that must be understood',
      pngBytes({ ...grey, before: [chunk('CgBI', new Uint8Array(4))] }),
      'unsupported',
      33,
    ],
    ['a palette that is missing', pngBytes({ ...grey, colourType: 3 }), 'corrupt', 33],
    ['no zlib stream', pngOf(grey, latin1('these are no rows')), 'corrupt', 33],
    ['a filter that does not exist', pngOf(grey, deflateSync(Uint8Array.of(5, 1, 2, 0, 3, 4))), 'corrupt', 33],
  ])('%s', async (_, bytes, kind, offset) => {
    expect(await refusal(bytes)).toMatchObject({ kind, format: 'png', offset });
  });

  test('a size that the file cannot hold reserves no memory for it', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const parts = { ...grey, width: 15_000, height: 15_000 };
    const { kind } = await refusal(pngOf(parts, deflateSync(new Uint8Array(100))));
    expect(kind).toBe('corrupt');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  });
});

/** Rows of 9 bytes become samples of 64, and of a palette colours of 256. */
test.each([
  [0, 3000],
  [3, 10_000],
])('of colour type %i, the samples of one bit count against the limit, not their rows', async (colourType, limit) => {
  const palette = chunk('PLTE', Uint8Array.of(1, 2, 3, 4, 5, 6));
  const parts = { width: 64, height: 64, colourType, bitDepth: 1, samples: new Uint8Array(64 * 64), before: [palette] };
  const bytes = pngBytes(parts);
  await expect(decodePng(bytes, limit)).rejects.toMatchObject({ kind: 'unsupported', format: 'png' });
  expect((await decodePng(bytes, 64 * 64 * 4)).rows).toBe(64);
});

describe('damage', () => {
  const whole = pngBytes(large);
  const firstData = 33;

  function expectRows(samples: ArrayLike<number>, rows: number) {
    expect(Buffer.compare(Uint8Array.from(samples), Uint8Array.from(large.samples).subarray(0, rows * 97 * 3))).toBe(0);
  }

  test.each([0.05, 0.3, 0.6, 0.99])('cut at %d: every whole row before the cut', async (share) => {
    const length = Math.floor(whole.length * share);
    const { rows, height, samples, problem } = await decodePng(whole.subarray(0, length));
    expect(height).toBe(120);
    expect(rows).toBeGreaterThan(120 * share - 6);
    expect(rows).toBeLessThan(120);
    expectRows(samples, rows);
    expect(problem).toMatchObject({ kind: 'truncated', format: 'png' });
    expect(problem!.offset).toBeLessThanOrEqual(length);
  });

  test('cut behind the rows: all of them, and a report', async () => {
    const { rows, problem } = await decodePng(whole.subarray(0, -12));
    expect(rows).toBe(120);
    expect(problem).toMatchObject({ kind: 'truncated', offset: whole.length - 12 });
  });

  test('a turned bit: only the rows packed before its chunk', async () => {
    const chunkAt = firstData + 20 * 1012;
    const { rows, samples, problem } = await decodePng(whole.with(chunkAt + 500, whole[chunkAt + 500]! ^ 4));
    expect(problem).toMatchObject({ kind: 'corrupt', offset: chunkAt });
    expect(rows).toBeGreaterThan(50);
    expect(rows).toBeLessThan(80);
    expectRows(samples, rows);
  });

  test('a wrong checksum over sound rows costs none', async () => {
    const at = firstData + 8 + 1000;
    const { rows, samples, problem } = await decodePng(whole.with(at, whole[at]! ^ 1));
    expect([rows, problem?.kind, problem?.offset]).toEqual([120, 'corrupt', firstData]);
    expectRows(samples, rows);
  });

  test('something behind the end is reported', async () => {
    const { rows, problem } = await decodePng(concat(whole, latin1('more')));
    expect([rows, problem?.kind, problem?.offset]).toEqual([120, 'corrupt', whole.length]);
  });

  const stream = deflateSync(filteredRows(large));
  test.each<[string, Uint8Array]>([
    ['bytes behind the packed rows', concat(stream, latin1('more'))],
    ['a second stream behind them', concat(stream, deflateSync(new Uint8Array(9)))],
    ['a wrong checksum of the rows', new Uint8Array(stream).with(-1, stream.at(-1)! ^ 1)],
    ['a cut checksum of the rows', stream.subarray(0, -2)],
    ['more rows than the picture has', deflateSync(concat(filteredRows(large), new Uint8Array(300)))],
  ])('%s: all rows, and a report', async (_, packed) => {
    const { rows, samples, problem } = await decodePng(pngOf(large, packed));
    expect([rows, problem?.kind, problem?.offset]).toEqual([120, 'corrupt', firstData]);
    expectRows(samples, rows);
  });

  test('fewer rows than the picture has: those', async () => {
    const packed = deflateSync(filteredRows(large).subarray(0, 70 * (1 + 97 * 3) + 5));
    const { rows, samples, problem } = await decodePng(pngOf(large, packed));
    expect([rows, problem?.kind]).toEqual([70, 'corrupt']);
    expectRows(samples, 70);
  });

  test('an index that the palette lacks ends the rows', async () => {
    const before = [chunk('PLTE', latin1('abcdef'))];
    const { rows, samples, problem } = await decodePng(
      pngBytes({ ...grey, colourType: 3, samples: [0, 1, 1, 2], before }),
    );
    expect([rows, problem?.kind]).toEqual([1, 'corrupt']);
    expect(samples).toEqual(latin1('abcdef'));
  });

  test('a bomb is stopped: no more is unpacked than the picture takes', async () => {
    const bomb = deflateSync(new Uint8Array(5_000_000));
    const { rows, samples, problem } = await decodePng(pngOf(grey, bomb));
    expect([rows, problem?.kind]).toEqual([2, 'corrupt']);
    expect(samples.buffer.byteLength).toBeLessThan(1000);
  });

  test('hostile bytes end as a picture or a FormatError, and rows that are given are the right ones when cut', async () => {
    const small = pngBytes({ ...large, height: 12, packing: { strategy: constants.Z_FIXED }, chunkBytes: 300 });
    const blow = fc.tuple(fc.nat(small.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(blow, { maxLength: 8 }), fc.nat(small.length), async (blows, length) => {
        const bytes = Uint8Array.from(small).subarray(0, length);
        for (const [at, value] of blows) if (at < length) bytes[at] = value;
        try {
          const { rows, height, width, channels, samples, problem } = await decodePng(bytes);
          expect(samples.length).toBe(rows * width * channels);
          expect(rows === height || problem !== null).toBe(true);
          if (blows.length === 0) expectRows(samples, rows);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});

describe('zlib streams', () => {
  test('adler32 is what zlib writes', () => {
    for (const length of [0, 1, 7, 8, 3519, 3520, 3521, 100_003]) {
      for (const bytes of [new Uint8Array(length).fill(255), Uint8Array.from({ length }, (_, index) => index * 7)]) {
        expect(adler32(bytes)).toBe(deflateSync(bytes).readUInt32BE(deflateSync(bytes).length - 4));
      }
    }
  });

  test('the platform gives sound streams, and nothing else is taken from it', async () => {
    const data = filteredRows(large);
    const packed = deflateSync(data);
    expect(inflateSync(packed).equals(data)).toBe(true);
    expect(await inflateExactly(packed, data.length)).toEqual(data);
    const others: [Uint8Array, number][] = [
      [packed, data.length - 1],
      [packed, data.length + 1],
      [packed.subarray(0, -1), data.length],
      [concat(packed, Uint8Array.of(0)), data.length],
      [new Uint8Array(packed).with(-2, packed.at(-2)! ^ 8), data.length],
      [new Uint8Array(packed).with(0, 0x79), data.length],
      [new Uint8Array(0), 0],
    ];
    for (const [bytes, size] of others) expect(await inflateExactly(bytes, size)).toBeNull();
  });
});
