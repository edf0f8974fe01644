import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePgm } from '$lib/formats/pgm';
import { concat, frameBytes, latin1, pgmBytes } from './pgm-bytes';

function small(samples: readonly number[], key = 'n'): Uint8Array<ArrayBuffer> {
  return frameBytes({ width: 2, height: samples.length / 2, samples, lines: [[key, 'frame']] });
}

const a = small([1, 2, 3, 4]);
const b = small([5, 6, 7, 8]);
const c = small([9, 10, 11, 12]);

describe('a sound file', () => {
  test('frames back to back become one run of counts, in file order, width before height', () => {
    const bytes = concat(
      frameBytes({ width: 3, height: 2, samples: [1, 2, 3, 256, 65535, 6] }),
      frameBytes({ width: 3, height: 2, samples: [7, 8, 9, 10, 11, 12] }),
    );
    const file = decodePgm(bytes);
    expect(file).toMatchObject({ width: 3, height: 2, problem: null });
    expect([...file.samples]).toEqual([1, 2, 3, 256, 65535, 6, 7, 8, 9, 10, 11, 12]);
    expect(file.frames.map((frame) => [...frame.samples])).toEqual([
      [1, 2, 3, 256, 65535, 6],
      [7, 8, 9, 10, 11, 12],
    ]);
    expect(file.frames[1]!.offset).toBe(bytes.length / 2);
    expect(file.samples.buffer.byteLength).toBe(24);
  });

  test('header lines keep their order, their repeats and their quotes, and lose their blanks', () => {
    const header = [
      'P5\n#"Project unique ID" themis-gbo\n#\n#"Empty" \n#"Note"    says "hello" twice "" \n',
      '# made by hand\n#"Project unique ID" THEMIS  \n#"stray\n#"Light" DA\xb0RK\r\n2 1\n65535\n',
    ].join('');
    const { frames, problem } = decodePgm(pgmBytes(header, [1, 2]));
    expect(problem).toBeNull();
    expect(frames[0]!.commentLines).toBe(8);
    expect(frames[0]!.header).toEqual([
      ['Project unique ID', 'themis-gbo'],
      ['Empty', ''],
      ['Note', 'says "hello" twice ""'],
      ['Project unique ID', 'THEMIS'],
      ['Light', 'DARK'],
    ]);
  });

  test.each([
    ['all on one line', 'P5 2 1 65535\n'],
    ['a number a line, comments between', 'P5\n2 # wide\n# plain\n1\n\n65535\n'],
    ['tabs and carriage returns', 'P5\r\n2\t1\r\n65535 '],
    ['another largest value of two bytes', 'P5\n2 1\n256\n'],
  ])('any netpbm white space: %s', (_, header) => {
    expect(decodePgm(pgmBytes(header, [513, 3])).samples).toEqual(Uint16Array.of(513, 3));
  });

  test('samples of one byte are widened, also between others', () => {
    const bytes = concat(
      frameBytes({ width: 3, height: 1, samples: [1, 2, 255], maxValue: 255 }),
      pgmBytes('P5 3 1 65535\n', [1, 2, 3]),
    );
    expect(decodePgm(bytes).samples).toEqual(Uint16Array.of(1, 2, 255, 1, 2, 3));
  });

  test('a blank behind the header is a sample already', () => {
    expect(decodePgm(pgmBytes('P5 1 1 65535\n', [0x2020])).samples).toEqual(Uint16Array.of(0x2020));
  });

  test('samples that read as headers do not divide a frame', () => {
    const text = latin1('P5\n2 2\n65535\n#"n" fram');
    const frame = concat(latin1(`P5\n${text.length / 2} 1\n65535\n`), text);
    const { frames, problem } = decodePgm(concat(frame, frame));
    expect(problem).toBeNull();
    expect(frames).toHaveLength(2);
  });
});

describe('a damaged file: what it says, and which frames it keeps (their first counts)', () => {
  const empty: number[] = [];
  test.each([
    ['nothing at all', latin1(''), 'corrupt', 0, empty],
    ['no magic number', latin1('P2\n2 1\n65535\n1 2\n'), 'corrupt', 0, empty],
    ['samples of 17 bits', pgmBytes('P5\n2 1\n131071\n', [0, 0]), 'corrupt', 14, empty],
    ['no largest value', pgmBytes('P5\n2 1\n0\n', [0, 0]), 'corrupt', 9, empty],
    ['no width', pgmBytes('P5\n0 1\n65535\n', [0, 0]), 'corrupt', 13, empty],
    ['10⁹ pixels', latin1('P5\n100000 10000\n65535\n'), 'corrupt', 22, empty],
    ['more pixels than bytes', latin1('P5\n8192 8192\n65535\n'), 'truncated', 19, empty],
    ['a number without end', latin1(`P5\n${'9'.repeat(400)} 1\n65535\n`), 'corrupt', 0, empty],
    ['a word for a number', latin1('P5\n2x 1\n65535\nabcd'), 'corrupt', 0, empty],
    ['cut in the samples', pgmBytes('P5\n2 2\n65535\n', [0, 0]), 'truncated', 13, empty],
    ['cut in the header', latin1('P5\n#"Site uni'), 'truncated', 0, empty],
    ['cut in the magic number', concat(a, latin1('P')), 'truncated', a.length, [1]],
    ['a short last frame', concat(a, b.subarray(0, -1)), 'truncated', a.length + b.length - 8, [1]],
    ['a last frame without samples', concat(a, b.subarray(0, -8)), 'truncated', a.length + b.length - 8, [1]],
    ['a header without end', concat(a, latin1('P5\n'), latin1('#\n'.repeat(40_000)), b), 'corrupt', a.length, [1, 5]],
    ['foreign bytes between frames', concat(a, latin1('??P5P5 x?'), b), 'corrupt', a.length, [1, 5]],
    ['foreign bytes before the first', concat(latin1('\0\0'), a, b), 'corrupt', 0, [1, 5]],
    ['foreign bytes after the last', concat(a, b, new Uint8Array(9)), 'corrupt', a.length + b.length, [1, 5]],
    ['a frame of another size', concat(a, small([5, 6]), c), 'inconsistent', a.length, [1, 9]],
    ['a larger frame at the end', concat(a, small([5, 6, 7, 8, 9, 10])), 'inconsistent', a.length, [1]],
    ['a size turned wrong', concat(a, small([5, 6, 7, 8, 9, 9]).subarray(0, -4), c), 'inconsistent', a.length, [1, 9]],
    ['a broken header between', concat(a, latin1('P5\n2 2\n99999\n12345678'), c), 'corrupt', a.length + 13, [1, 9]],
    ['bytes lost in a frame', concat(a, b.subarray(0, -3), c, a), 'corrupt', a.length + b.length - 8, [1, 9, 1]],
    ['bytes lost in the first', concat(a.subarray(0, -1), b, c), 'corrupt', a.length - 8, [5, 9]],
    ['the first of two problems', concat(a, latin1('??'), b, small([5, 6]), c), 'corrupt', a.length, [1, 5, 9]],
  ])('%s', (_, bytes, kind, offset, kept) => {
    const { frames, samples, problem } = decodePgm(bytes);
    expect(problem).toMatchObject({ kind, format: 'pgm', offset });
    expect(frames.map((frame) => frame.samples[0])).toEqual(kept);
    expect(samples.buffer.byteLength).toBe(8 * kept.length);
  });

  test('a line that is no comment is left out, the frame is kept', () => {
    const { frames, problem } = decodePgm(pgmBytes('P5\n#"a" 1\n\x03"b" 2\n#"c" 3\n1 1\n65535\n', [7]));
    expect(problem).toMatchObject({ kind: 'corrupt', offset: 10 });
    expect(frames[0]!.header).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
    expect([...frames[0]!.samples]).toEqual([7]);
  });

  /** Longer than a row, so that a size turned wrong by one row reaches past the next header. */
  const square = (first: number) =>
    frameBytes({ width: 4, height: 4, samples: Array.from({ length: 16 }, (_, index) => first + index) });
  const turned = (header: string, first = 1) => concat(latin1(header), square(first).subarray(-32));
  test.each([
    ['a row more', 'P5\n4 5\n65535\n'],
    ['a row less', 'P5\n4 3\n65535\n'],
    ['a column more', 'P5\n5 4\n65535\n'],
    ['a digit more', 'P5\n4 44\n65535\n'],
    ['more than the file holds', 'P5\n4444 4444\n65535\n'],
    ['a single pixel', 'P5\n1 1\n65535\n'],
    ['a digit lost from the width', 'P5\n2 6 256\n65535\n'],
    ['a largest value of one byte', 'P5\n4 4\n255\n'],
  ])('a first header with %s costs the first frame only', (_, header) => {
    const { frames, width, height, problem } = decodePgm(
      concat(turned(header), square(100), square(200), square(300), square(400)),
    );
    expect(frames.map((frame) => frame.samples[0])).toEqual([100, 200, 300, 400]);
    expect([width, height]).toEqual([4, 4]);
    expect(problem).toMatchObject({ kind: expect.stringMatching(/corrupt|inconsistent/) as string });
    expect(problem!.offset).toBeLessThanOrEqual(header.length);
  });

  test('any digit of any size turned into another costs that frame and no other', () => {
    const place = fc.record({ frame: fc.nat({ max: 4 }), at: fc.constantFrom(3, 5), digit: fc.nat({ max: 9 }) });
    fc.assert(
      fc.property(place, ({ frame, at, digit }) => {
        fc.pre(digit !== 4);
        const firsts = [100, 200, 300, 400, 500];
        const written = firsts.map(square);
        written[frame]![at] = 0x30 + digit;
        const { frames, problem } = decodePgm(concat(...written));
        const others = firsts.filter((_, index) => index !== frame);
        expect(frames.map(({ samples }) => samples[0])).toEqual(others);
        expect(problem!.offset).toBeGreaterThanOrEqual(frame * written[0]!.length);
      }),
    );
  });

  test.each([
    ['in the middle', concat(square(1), turned('P5\n4 4\n255\n'), square(3)), [1, 3]],
    ['at the end', concat(square(1), square(2), turned('P5\n4 4\n65\n')), [1, 2]],
  ])('a largest value turned small %s: not read as samples of one byte', (_, bytes, kept) => {
    const { frames, problem } = decodePgm(bytes);
    expect(frames.map((frame) => frame.samples[0])).toEqual(kept);
    expect(problem).toMatchObject({ kind: 'corrupt', offset: kept.length === 2 && kept[1] === 3 ? 45 : 90 });
  });

  test('the size of the file is that of most frames, not of the first', () => {
    const { frames, problem } = decodePgm(concat(small([7, 8]), a, b));
    expect(frames.map((frame) => frame.samples[0])).toEqual([1, 5]);
    expect(problem).toMatchObject({ kind: 'inconsistent', offset: 0 });
  });

  test('a lone frame that ends among foreign bytes is not believed', () => {
    expect(decodePgm(concat(small([1, 2]), latin1('something')))).toMatchObject({
      frames: [],
      problem: { kind: 'corrupt', offset: 0 },
    });
  });

  test('line ends of two bytes are passed over whole, also before samples cut short', () => {
    const lines = (samples: number[]) => pgmBytes('P5\r\n#"n" frame\r\n2 2\r\n65535\r\n', samples);
    const one = lines([1, 2, 3, 4]);
    const whole = decodePgm(concat(one, lines([5, 6, 7, 8])));
    expect(whole.problem).toBeNull();
    expect([...whole.samples]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const cut = decodePgm(concat(one, one, one.subarray(0, -1)));
    expect(cut.frames).toHaveLength(2);
    expect(cut.problem).toMatchObject({ kind: 'truncated' });
  });

  test.each([
    ['P5\n-8 4\n65535\n', /"-8 4", which is not a size/],
    ['P5\n8 +4\n65535\n', /"\+4", which is not a size/],
    ['P5\n8 4\n-1\n', /max value -1/],
  ])('%j: says what is not a size', (header, message) => {
    expect(decodePgm(pgmBytes(header, [0, 0])).problem).toMatchObject({
      kind: 'corrupt',
      offset: 0,
      message: expect.stringMatching(message) as string,
    });
  });

  test('no more than 10 000 frames are kept', () => {
    const one = 'P5\n1 1\n255\nx';
    expect(decodePgm(latin1(one.repeat(10_000)))).toMatchObject({ problem: null });
    const { frames, problem } = decodePgm(latin1(one.repeat(10_001)));
    expect(frames).toHaveLength(10_000);
    expect(problem).toMatchObject({ kind: 'unsupported', offset: 10_000 * one.length });
  });

  test('no more than 4 MB of header text are kept', () => {
    const one = `P5\n${'#"" \n'.repeat(12_000)}1 1\n255\nx`;
    const { frames, problem } = decodePgm(latin1(one.repeat(100)));
    expect(frames).toHaveLength(Math.floor((4 * 2 ** 20) / (one.length - 1)));
    expect(problem).toMatchObject({ kind: 'unsupported', offset: frames.length * one.length });
  }, 30_000);

  test('bytes made to look like endless headers end soon', () => {
    for (const trap of ['P5\n#"', 'P5 ', 'P5 8000 8000 255 ', 'P5 9 9 255 ', 'P5 1 1 70000 ', 'P5\n#"\n']) {
      expect(decodePgm(latin1(trap.repeat(200_000))).problem).not.toBeNull();
    }
  }, 30_000);
});

const frames = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }), wide: fc.boolean() })
  .chain(({ width, height, wide }) => {
    const maxValue = wide ? 65535 : 255;
    const count = width * height;
    const samples = fc.array(fc.integer({ min: 0, max: maxValue }), { minLength: count, maxLength: count });
    const text = fc.string({ unit: fc.constantFrom(...'abc "#=P5'), maxLength: 8 }).map((value) => value.trim());
    const lines = fc.array(fc.tuple(fc.constantFrom('Key', 'key', 'Other'), text), { maxLength: 4 });
    return fc
      .array(fc.record({ samples, lines }), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.map((part) => ({ ...part, width, height, maxValue })));
  });

test('whatever is written is read back', () => {
  fc.assert(
    fc.property(frames, (parts) => {
      const file = decodePgm(concat(...parts.map(frameBytes)));
      expect(file.problem).toBeNull();
      expect([...file.samples]).toEqual(parts.flatMap(({ samples }) => samples));
      expect(file.frames.map(({ header }) => header)).toEqual(parts.map(({ lines }) => lines));
    }),
  );
});

test('a file cut anywhere gives its whole frames and no others', () => {
  fc.assert(
    fc.property(frames, fc.nat(), (parts, where) => {
      const written = parts.map(frameBytes);
      const bytes = concat(...written);
      const cut = where % bytes.length;
      let whole = 0;
      for (let end = written[0]!.length; end <= cut; end += written[whole]?.length ?? Infinity) whole += 1;
      const atFrame = written.slice(0, whole).reduce((sum, frame) => sum + frame.length, 0) === cut;
      const file = decodePgm(bytes.subarray(0, cut));
      expect(file.frames).toHaveLength(whole);
      expect(file.problem?.kind ?? null).toBe(atFrame && cut > 0 ? null : cut > 0 ? 'truncated' : 'corrupt');
    }),
  );
});

test('arbitrary and flipped bytes end as a result whose samples fit its frames', () => {
  const flipped = fc.tuple(frames, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }));
  const damaged = flipped.map(([parts, flips]) => {
    const bytes = concat(...parts.map(frameBytes));
    for (const [where, value] of flips) bytes[where % bytes.length] = value;
    return bytes;
  });
  const headerLike = fc
    .string({ unit: fc.constantFrom('P', '5', '\n', ' ', '#', '"', '1', '9'), maxLength: 200 })
    .map(latin1);
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), headerLike, damaged), (bytes) => {
      const file = decodePgm(bytes);
      expect(file.samples).toHaveLength(file.frames.length * file.width * file.height);
      expect(file.frames.length > 0 || file.problem !== null).toBe(true);
      expect(file.problem?.offset ?? 0).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 1000 },
  );
});
