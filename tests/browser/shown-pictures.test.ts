import { afterEach, expect, test } from 'vitest';
import { ShownPictures } from '$lib/components/shown-pictures';

const side = 16;
const bytesOfOne = side * side * 4;
const addresses: string[] = [];
afterEach(() => addresses.splice(0).forEach((address) => URL.revokeObjectURL(address)));

async function pictureAt(): Promise<string> {
  const canvas = new OffscreenCanvas(side, side);
  canvas.getContext('2d')!.fillRect(0, 0, side, side);
  const address = URL.createObjectURL(await canvas.convertToBlob());
  addresses.push(address);
  return address;
}

async function bench(count: number, budgetBytes: number) {
  let changes = 0;
  const pictures = new ShownPictures(() => changes++, budgetBytes);
  const all = await Promise.all(Array.from({ length: count }, pictureAt));
  const sight = async (...places: readonly number[]) => {
    const seen = places.map((place) => all[place]!);
    for (const address of seen) pictures.at(address);
    pictures.keep(new Set(seen));
    await expect.poll(() => seen.every((address) => pictures.at(address) !== null)).toBe(true);
    pictures.keep(new Set(seen));
  };
  return { pictures, all, sight, changes: () => changes };
}

test('pictures that have left the sight go once they are more than the budget, the longest ago first', async () => {
  const { pictures, sight, changes } = await bench(6, 2 * bytesOfOne);
  await sight(0, 1);
  await sight(2);
  await sight(0);
  expect([pictures.count, changes()]).toEqual([3, 3]);
  // 1 and 2 are within the budget; with 3 the one that was seen longest ago is too much.
  await sight(3);
  expect(pictures.count).toBe(3);
  await sight(2, 0);
  expect(changes(), 'these are still there').toBe(4);
  await sight(1);
  expect(changes(), 'this one was gone').toBe(5);
});

test('all in sight stay, however many they are: none is fetched over and over', async () => {
  const { pictures, sight, changes } = await bench(6, bytesOfOne);
  for (let time = 0; time < 3; time++) await sight(0, 1, 2, 3, 4, 5);
  expect([pictures.count, changes()]).toEqual([6, 6]);
  await sight(5);
  expect(pictures.count).toBe(2);
});

test('one that leaves before it has come is not waited for, and no failure; one that cannot be had is', async () => {
  const { pictures, all, sight } = await bench(1, bytesOfOne);
  pictures.at(all[0]!);
  pictures.keep(new Set());
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([pictures.count, pictures.hasFailed(all[0]!)]).toEqual([0, false]);
  await sight(0);
  expect(pictures.count).toBe(1);
  const none = URL.createObjectURL(new Blob(['no picture']));
  addresses.push(none);
  pictures.at(none);
  pictures.keep(new Set([none]));
  await expect.poll(() => pictures.hasFailed(none)).toBe(true);
});
