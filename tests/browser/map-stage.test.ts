import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import MapStage from '$lib/components/MapStage.svelte';
import type { ChosenSkymap } from '$lib/loading/loading';
import { createMagneticFigures } from '$lib/loading/magnetic-figures';
import { EventLooks } from '$lib/state/event-looks.svelte';
import { EventView } from '$lib/state/event-view.svelte';
import { MapView } from '$lib/state/map-view.svelte';
import { newEvent } from '$lib/state/new-event';
import '../../src/app.css';
import { FakeLoading, minuteUs, settled, startUs } from '../unit/state/fake-loading';

test('two cameras of one dataset at one site, which share their name, are two in a map’s list', async () => {
  const loading = new FakeLoading();
  const plain = newEvent('THEMIS_ASI_RAW', 'gill', { startUs, endUs: startUs + 10 * minuteUs });
  const tracks = ['themis19', 'themis01'].map((deviceUid) => ({ ...plain.tracks[0]!, deviceUid }));
  const view = new EventView(loading, { ...plain, tracks, view: 'map', map: { ...plain.map, overlays: [] } });
  await settled();
  // One has its place and waits for its frame, the other has none.
  const site = { latDeg: 56.4, lonDeg: -94.6 };
  const skymap = { site, height: 256, width: 256, eastSide: 'left' };
  const [first, second] = loading.skymapsAsked;
  first!.answer({ ok: true, value: { name: 'a.sav', skymap } as ChosenSkymap });
  second!.answer({ ok: true, value: null });
  await settled();
  const tables = { make: () => new Promise<never>(() => undefined), dispose: () => undefined };
  const map = new MapView(view, new EventLooks(view, (whole) => whole), { tables, figuresAt: createMagneticFigures() });
  const box = document.createElement('div');
  box.style.cssText = 'width:520px;height:420px';
  document.body.append(box);
  await render(MapStage, { props: { view, map, onpick: () => undefined }, target: box });
  await expect.element(page.getByText('2 not shown')).toBeVisible();
  await page.getByText('2 not shown').click();
  const told = page.getByRole('listitem');
  await expect.element(told.nth(1)).toBeVisible();
  expect(told.elements().map(({ textContent }) => textContent)).toEqual([
    'THEMIS ASI GILL Its frame is on its way.',
    'THEMIS ASI GILL The archive has no skymap of it, so that it cannot be laid on a map.',
  ]);
  await expect.element(page.getByText(/^2 cameras/)).toBeVisible();
  view.close();
  box.remove();
});
