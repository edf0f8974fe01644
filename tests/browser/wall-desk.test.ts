import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { dayUs, hourUs } from '$lib/datasets/utc';
import type { ExploreChoice } from '$lib/model/explore';
import type { WallRow } from '$lib/model/wall';
import { noChoice } from '$lib/state/explore-link';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { plainLook } from '$lib/state/wall-link';
import WallDesk from '../../src/routes/explore/WallDesk.svelte';
import { fakeWallLoading } from '../unit/state/keogram-wall-bench';
import { daily } from '../unit/state/wall-bench';

test('zooming makes no rows anew; another order does', async () => {
  const wall = new KeogramWall(fakeWallLoading().loading);
  wall.pictures = Array.from({ length: 40 }, (_, day) => daily(day));
  wall.phase = { kind: 'searched' };
  const wanted: (readonly WallRow[])[] = [];
  const want = wall.want.bind(wall);
  wall.want = (rows, ...rest) => {
    wanted.push(rows);
    want(rows, ...rest);
  };
  const nights = { runsOf: () => [] } as never;
  const props = { examples: [], wall, phase: { kind: 'idle' } as const, nights, sources: [], onlook: () => undefined };
  const choice: ExploreChoice = { ...noChoice, range: { startUs: 0, endUs: dayUs } };
  const { rerender } = await render(WallDesk, { ...props, choice });
  await expect.poll(() => wanted.length).toBeGreaterThan(0);
  const [first] = wanted.at(-1)!;
  const zoomed = { ...plainLook, window: { startUs: 3 * hourUs, endUs: 9 * hourUs } };
  const before = wanted.length;
  await rerender({ choice: { ...choice, wall: zoomed } });
  flushSync();
  await expect.poll(() => wanted.length).toBeGreaterThan(before);
  expect(wanted.at(-1)![0]).toBe(first);
  await rerender({ choice: { ...choice, wall: { ...zoomed, latestFirst: false } } });
  await expect.poll(() => wanted.at(-1)![0]!.dateUs).not.toBe(first!.dateUs);
  wall.close();
});
