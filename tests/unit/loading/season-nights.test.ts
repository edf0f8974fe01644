import { expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { dayUs, parseInstant } from '$lib/datasets/utc';
import { createSeasonLoading } from '$lib/loading/season-nights';
import type { Outcome } from '$lib/model/failure';
import { brightest, type NightColumn } from '$lib/model/season';
import type { ReadyPicture, WallPicture } from '$lib/model/wall';

const firstUs = parseInstant('2020-01-01')!;
const camera = { name: 'TREx RGB GILL', dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', deviceUid: 'rgb-04' };
const picture = (day: number): WallPicture => {
  const startUs = firstUs + day * dayUs;
  const range = { startUs, endUs: startUs + dayUs };
  return { url: `https://host/${day}.jpg`, name: `${day}.jpg`, range, span: 'daily', kind: 'daily', camera };
};
const pictures = Array.from({ length: 100 }, (_, day) => picture(day));
const sky = { seasonSky: () => Promise.reject(new Error('not asked for here')) };

/** @param wrong pictures that the archive does not have */
function bench(wrong: readonly string[] = [], synthetic = false) {
  const asked: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const wall = {
    isSynthetic: () => synthetic,
    async ready({ name }: WallPicture): Promise<Outcome<ReadyPicture>> {
      asked.push(name);
      mostOpen = Math.max(mostOpen, ++open);
      await Promise.resolve();
      open--;
      if (wrong.includes(name)) return { ok: false, failure: { kind: 'missing', message: 'none' } };
      const brightness = new Float32Array(720).fill(1);
      return { ok: true, value: { bitmap: {} as ImageBitmap, width: 720, height: 1, brightness } };
    },
  };
  return { wall, asked, mostOpen: () => mostOpen };
}

async function nights(
  wall: ReturnType<typeof bench>['wall'],
  cache = createMemoryCache({ budgetBytes: 1e6 }),
  stopAfter = Infinity,
) {
  const patience = new AbortController();
  const columns = new Map<string, NightColumn>();
  const failures: string[] = [];
  let kept = 0;
  await createSeasonLoading({ wall, products: cache.products, sky }).nights(pictures, {
    signal: patience.signal,
    onColumns: (found, isKept) => {
      for (const [url, column] of found) columns.set(url, column);
      if (isKept) kept += found.size;
      if (columns.size >= stopAfter) patience.abort();
    },
    onFailure: ({ name }, { kind }) => failures.push(`${name} ${kind}`),
  });
  return { columns, failures, kept };
}

test('all nights come in their order, a few at a time; a second visit asks for none of them', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const { wall, asked, mostOpen } = bench();
  const first = await nights(wall, cache);
  expect(first.columns.size).toBe(100);
  expect(first.kept).toBe(0);
  expect(new Set(first.columns.get('https://host/7.jpg'))).toEqual(new Set([brightest]));
  expect(asked).toEqual(pictures.map(({ name }) => name));
  expect(mostOpen()).toBe(4);
  const again = bench();
  const second = await nights(again.wall, cache);
  expect([second.columns.size, second.kept, again.asked.length]).toEqual([100, 100, 0]);
});

test('what fails is named and does not end the rest; the next visit asks for it again', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  const { columns, failures } = await nights(bench(['3.jpg', '50.jpg']).wall, cache);
  expect([columns.size, failures]).toEqual([98, ['3.jpg missing', '50.jpg missing']]);
  const again = bench();
  await nights(again.wall, cache);
  expect(again.asked).toEqual(['3.jpg', '50.jpg']);
});

test('what nobody wants any more is not asked for', async () => {
  const { wall, asked } = bench();
  await nights(wall, undefined, 10);
  expect(asked.length).toBeLessThan(16);
});

test('of the sample event nothing is kept: another edition has other pictures of the same name', async () => {
  const cache = createMemoryCache({ budgetBytes: 1e6 });
  await nights(bench([], true).wall, cache);
  expect((await nights(bench([], true).wall, cache)).kept).toBe(0);
});
