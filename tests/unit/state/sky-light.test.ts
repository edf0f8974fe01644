import { expect, test, vi } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import type { TimeRange } from '$lib/model/time';
import { SkyLight } from '$lib/state/sky-light.svelte';
import { FakeLoading } from './fake-loading';

const at = (utc: string) => Date.parse(utc) * 1000;
const range = { startUs: at('2014-03-10T06:00Z'), endUs: at('2014-03-10T08:00Z') };
const contextOf = (given: TimeRange, night: TimeRange | null) => night ?? given;

test('the night around the range, its marks, and what the Sun explains', async () => {
  const sky = new SkyLight(new FakeLoading(), range, contextOf);
  expect([sky.context, sky.marks, sky.light]).toEqual([range, null, null]);
  void sky.look(range, observatory('gill'));
  await vi.waitFor(() => expect(sky.light).not.toBeNull());
  expect(sky.wholeNight!.startUs).toBeLessThan(range.startUs);
  expect(sky.wholeNight!.endUs).toBeGreaterThan(range.endUs);
  expect(sky.context).toEqual(sky.wholeNight);
  expect(sky.marks!.darkness.some(({ darkness }) => darkness === 'night')).toBe(true);
  expect(sky.light!.lights).toEqual([]);
});

test('of a camera whose place nobody knows, nothing; of two ranges in a row, the last', async () => {
  const sky = new SkyLight(new FakeLoading(), range, contextOf);
  void sky.look(range, observatory('gill'));
  await sky.look(range, null);
  expect([sky.wholeNight, sky.marks, sky.light]).toEqual([null, null, null]);
});

test('without a worker the bar stays plain', async () => {
  const loading = new FakeLoading();
  loading.nightMarks = () =>
    Promise.resolve({ ok: false, failure: { kind: 'corrupt', format: 'worker', offset: null, message: 'broke down' } });
  const sky = new SkyLight(loading, range, contextOf);
  await sky.look(range, observatory('gill'));
  expect([sky.wholeNight !== null, sky.marks, sky.light]).toEqual([true, null, null]);
});
