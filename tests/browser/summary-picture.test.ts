import { describe, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { readySummary } from '../../workers/summary-picture';
import type { ReadyPicture } from '$lib/model/wall';

type Colour = readonly [red: number, green: number, blue: number];
const white: Colour = [255, 255, 255];

/** Of blocks of 16 columns each, as JPEG packs them: none tinges another. */
async function jpeg(blocks: readonly Colour[], height: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(16 * blocks.length, height);
  const context = canvas.getContext('2d')!;
  blocks.forEach((colour, block) => {
    context.fillStyle = `rgb(${colour.join(' ')})`;
    context.fillRect(16 * block, 0, 16, height);
  });
  const file = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new Uint8Array(await file.arrayBuffer());
}

async function ready(file: Uint8Array<ArrayBuffer>, mostRows: number): Promise<ReadyPicture> {
  const outcome = await readySummary(file, mostRows);
  if (!outcome.ok) throw new Error(outcome.failure.kind);
  return outcome.value;
}

function pixelsOf({ bitmap }: ReadyPicture): ImageData {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** The pixel in the middle of a block. */
function middleOf(pixels: ImageData, block: number): number[] {
  const at = 4 * (Math.floor(pixels.height / 2) * pixels.width + 16 * block + 8);
  return [...pixels.data.subarray(at, at + 4)];
}

const blocks: readonly Colour[] = [white, [120, 120, 120], [20, 20, 20], white];

describe.each([
  ['as high as it is', 128],
  ['made low', 8],
])('a keogram %s', (_, mostRows) => {
  test('is see-through where it is white, and as it was elsewhere', async () => {
    const picture = await ready(await jpeg(blocks, 64), mostRows);
    expect([picture.width, picture.height]).toEqual([64, 64]);
    expect([picture.bitmap.width, picture.bitmap.height]).toEqual([64, Math.min(64, mostRows)]);
    const pixels = pixelsOf(picture);
    expect([middleOf(pixels, 0)[3], middleOf(pixels, 3)[3]]).toEqual([0, 0]);
    for (const [block, grey] of [
      [1, 120],
      [2, 20],
    ] as const) {
      const [red, green, blue, alpha] = middleOf(pixels, block);
      for (const value of [red, green, blue]) expect(Math.abs(value! - grey)).toBeLessThanOrEqual(3);
      expect(alpha).toBe(255);
    }
  });

  test('tells how bright its columns are, and where there are none', async () => {
    const { brightness } = await ready(await jpeg(blocks, 64), mostRows);
    expect(brightness).toHaveLength(64);
    expect([brightness[8], brightness[56]]).toEqual([NaN, NaN]);
    expect(brightness[24]).toBeCloseTo(120 / 255, 2);
    expect(brightness[40]).toBeCloseTo(20 / 255, 2);
  });
});

test('made low, a keogram keeps its columns apart: each is an instant', async () => {
  const [width, height] = [64, 256];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  for (let column = 0; column < width; column++) {
    context.fillStyle = column % 4 === 1 ? 'rgb(240 240 240)' : 'rgb(0 0 0)';
    context.fillRect(column, 0, 1, height);
  }
  const file = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  const { data } = pixelsOf(await ready(file, 32));
  const reds = Array.from({ length: width }, (_, column) => data[4 * (16 * width + column)]);
  expect(reds).toEqual(Array.from({ length: width }, (_, column) => (column % 4 === 1 ? 240 : 0)));
});

test('a picture in colour keeps its colours', async () => {
  const pixels = pixelsOf(await ready(await jpeg([[0, 160, 40], white], 32), 128));
  const [red, green, blue, alpha] = middleOf(pixels, 0);
  expect(Math.abs(red!) <= 4 && Math.abs(green! - 160) <= 4 && Math.abs(blue! - 40) <= 4).toBe(true);
  expect([alpha, middleOf(pixels, 1)[3]]).toEqual([255, 0]);
});

const whole = await jpeg(blocks, 64);

describe('refused', () => {
  const size = whole.findIndex((byte, at) => byte === 0xff && whole[at + 1] === 0xc0) + 5;
  const saying = (height: number, width: number) =>
    whole
      .with(size, height >> 8)
      .with(size + 1, height & 255)
      .with(size + 2, width >> 8)
      .with(size + 3, width & 255);

  test.each<[string, Uint8Array<ArrayBuffer>, string]>([
    ['wider than any', saying(64, 8193), 'unsupported'],
    ['higher than any', saying(4097, 64), 'unsupported'],
    ['of too many pixels', saying(2049, 4096), 'unsupported'],
    ['a web page', new TextEncoder().encode('<html></html>'), 'unsupported'],
    ['nothing', new Uint8Array(0), 'unsupported'],
    ['cut off in its header', whole.slice(0, size), 'corrupt'],
    ['cut off behind its header', whole.slice(0, size + 15), 'corrupt'],
  ])('%s', async (_, file, kind) => {
    expect(await readySummary(file, 32)).toMatchObject({ ok: false, failure: { kind } });
  });
});

const sample = await commands.readSampleFile(
  'sort_by_project/THEMIS/asi/stream2/2030/02/08/gill_themis96/20300208__gill_themis96_full-keogram.pgm.jpg',
);

test.skipIf(sample === null)(
  'a daily keogram of the sample event shows its twenty minutes, and nothing else',
  async () => {
    const file = Uint8Array.from(atob(sample!), (char) => char.charCodeAt(0));
    const picture = await ready(file, 512);
    expect([picture.width, picture.height]).toEqual([720, 256]);
    const { data } = pixelsOf(picture);
    const seen = Array.from({ length: 720 }, (_, column) => column).filter(
      (column) => data[4 * (128 * 720 + column) + 3],
    );
    expect(seen).toEqual([240, 241, 242, 243, 244, 245, 246, 247, 248, 249]);
    for (const column of [240, 245, 249]) {
      expect(picture.brightness[column]).toBeGreaterThan(0.05);
      expect(picture.brightness[column]).toBeLessThan(0.8);
    }
    expect(picture.brightness[719]).toBeNaN();
  },
);
