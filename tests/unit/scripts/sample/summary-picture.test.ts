import { decode, encode } from 'jpeg-js';
import { describe, expect, test } from 'vitest';
import { decodePng } from '$lib/formats/png';
import { onceFiles } from '../../../../scripts/sample/camera-files';
import { SampleExposure } from '../../../../scripts/sample/exposure';
import { cameras } from '../../../../scripts/sample/plan';
import { keogramPicture, quality, summaryPicture } from '../../../../scripts/sample/summary-picture';
import { markSynthetic } from '../../../../scripts/sample/synthetic-mark';

const exposure = new SampleExposure(
  cameras.find(({ deviceUid }) => deviceUid === 'themis96')!,
  2030,
);

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Grey levels of the columns `first` to `end`, row by row. */
function columnsOf({ width, height, data }: Picture, first: number, end: number): number[] {
  return Array.from({ length: height * (end - first) }, (_, index) => {
    const [row, at] = [Math.floor(index / (end - first)), index % (end - first)];
    return data[4 * (row * width + first + at)]!;
  });
}

/** Names of the segments up to the scan, as they follow each other, and the text of comments. */
function segmentsOf(bytes: Uint8Array): string[] {
  const names: Readonly<Record<number, string>> = { 0xe0: 'APP0', 0xfe: 'COM', 0xdb: 'DQT', 0xc0: 'SOF0', 0xc4: 'DHT' };
  const buffer = Buffer.from(bytes);
  expect(buffer.readUInt16BE(0)).toBe(0xffd8);
  const found: string[] = [];
  for (let at = 2; buffer.readUInt16BE(at) !== 0xffda; at += 2 + buffer.readUInt16BE(at + 2)) {
    expect(buffer[at]).toBe(0xff);
    const marker = buffer[at + 1]!;
    const text = marker === 0xfe ? ` ${buffer.toString('latin1', at + 4, at + 2 + buffer.readUInt16BE(at + 2))}` : '';
    found.push((names[marker] ?? marker.toString(16)) + text);
  }
  expect(buffer.readUInt16BE(buffer.length - 2)).toBe(0xffd9);
  return found;
}

test('they are JPEGs with white where there are no data', () => {
  const pictures = onceFiles(exposure).filter(({ path }) => path.endsWith('.jpg'));
  expect(pictures.map(({ path }) => path.split('/').at(-1))).toEqual([
    '20300208__gill_themis96_full-keogram.pgm.jpg',
    '20300208_08_gill_themis96_full-keogram.pgm.jpg',
  ]);
  const hour = decode(pictures[1]!.bytes, { useTArray: true });
  expect([hour.width, hour.height]).toEqual([600, 256]);
  const grey = (column: number, row: number) => hour.data[4 * (row * 600 + column)]!;
  for (const row of [10, 240]) expect(grey(500, row)).toBeGreaterThan(250);
  const middle = Array.from({ length: 256 }, (_, row) => grey(60, row));
  expect(Math.min(...middle)).toBeLessThan(60);
  expect(Math.max(...middle)).toBeGreaterThan(100);
});

describe.each([
  ['daily', { data: [240, 250], free: [256, 720], width: 720 }],
  ['hourly', { data: [0, 200], free: [200, 600], width: 600 }],
] as const)('the %s picture', (span, { data, free, width }) => {
  const bytes = summaryPicture(exposure, span);
  const marked = decode(bytes, { useTArray: true });
  const plain = decode(encode(keogramPicture(exposure, span), quality).data, { useTArray: true });

  test('says in a comment segment that it is synthetic', () => {
    expect(segmentsOf(bytes)).toEqual(['APP0', 'COM synthetic (Nightside sample event)', 'DQT', 'SOF0', 'DHT']);
  });

  test('says so in its white part, and there only', () => {
    const [first, end] = free;
    expect(Math.min(...columnsOf(plain, first, end))).toBeGreaterThan(250);
    const inked = columnsOf(marked, first, end).filter((grey) => grey < 160).length / (marked.height * (end - first));
    expect(inked).toBeGreaterThan(0.02);
    expect(inked).toBeLessThan(0.2);
    expect(columnsOf(marked, 0, first)).toEqual(columnsOf(plain, 0, first));
    expect(columnsOf(marked, end, width)).toEqual(columnsOf(plain, end, width));
  });

  test('shows its data as before, none of them white', () => {
    const [first, end] = data;
    expect(columnsOf(marked, first, end)).toEqual(columnsOf(plain, first, end));
    for (let column = first; column < end; column++)
      expect(Math.min(...columnsOf(marked, column, column + 1))).toBeLessThan(100);
  });

  test('is the same every time', () => {
    expect(Buffer.compare(summaryPicture(exposure, span), bytes)).toBe(0);
  });
});

describe('the mark', () => {
  const white = (width: number, height: number) => ({ width, height, data: Buffer.alloc(4 * width * height, 255) });

  test('reads SYNTHETIC', () => {
    const picture = white(72, 9);
    markSynthetic(picture, { first: 0, end: 72 });
    const rows = Array.from({ length: 9 }, (_, row) =>
      columnsOf(picture, 9, 62)
        .slice(53 * row, 53 * (row + 1))
        .map((grey) => (grey < 255 ? '#' : ' '))
        .join(''),
    );
    expect(rows.map((row) => row.trimEnd())).toEqual([
      '',
      ' #### #   # #   # ##### #   # ##### #####  ###   ###',
      '#     #   # ##  #   #   #   # #       #     #   #   #',
      '#      # #  # # #   #   #   # #       #     #   #',
      ' ###    #   # # #   #   ##### ####    #     #   #',
      '    #   #   #  ##   #   #   # #       #     #   #',
      '    #   #   #   #   #   #   # #       #     #   #   #',
      '####    #   #   #   #   #   # #####   #    ###   ###',
      '',
    ]);
  });

  test('keeps away from blocks of a JPEG that hold other columns, too', () => {
    const picture = white(200, 64);
    markSynthetic(picture, { first: 41, end: 150 });
    const inked = Array.from({ length: 200 }, (_, column) => Math.min(...columnsOf(picture, column, column + 1)) < 255);
    expect(inked.indexOf(true)).toBeGreaterThanOrEqual(48);
    expect(inked.lastIndexOf(true)).toBeLessThan(144);
  });

  test('is left out where there is no room for it', () => {
    const picture = white(60, 64);
    markSynthetic(picture, { first: 0, end: 50 });
    expect(picture.data.every((byte) => byte === 255)).toBe(true);
  });
});

test('of TREx NIR it is a PNG that the app reads, with the words in it', async () => {
  const nir = new SampleExposure(
    cameras.find(({ dataset }) => dataset === 'TREX_NIR_RAW')!,
    2030,
  );
  const picture = await decodePng(summaryPicture(nir, 'daily'));
  expect(picture).toMatchObject({ width: 720, height: 256, channels: 1, bitDepth: 8, problem: null });
  const { samples, texts } = picture;
  expect(texts).toEqual([['Comment', 'synthetic (Nightside sample event)']]);
  const unmarked = keogramPicture(nir, 'daily');
  for (let row = 0; row < 256; row += 5) expect(samples[row * 720 + 243]).toBe(unmarked.data[4 * (row * 720 + 243)]);
});
