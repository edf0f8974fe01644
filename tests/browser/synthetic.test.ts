import { flushSync } from 'svelte';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import KeogramStrip from '$lib/components/KeogramStrip.svelte';
import SampleOffer from '$lib/components/SampleOffer.svelte';
import SkyStage from '$lib/components/SkyStage.svelte';
import TrackPanel from '$lib/components/TrackPanel.svelte';
import { themisAsi } from '$lib/datasets/themis-asi';
import type { SampleEvent } from '$lib/model/sample';
import { createCountsLut } from '$lib/render/counts-lut';
import { formatEventLink } from '$lib/state/event-link';
import { plainTrack } from '$lib/state/track-link';
import { TrackView } from '$lib/state/track-view.svelte';
import '../../src/app.css';
import { FakeLoading, minuteUs, sampleOver, startUs } from '../unit/state/fake-loading';

const lut = createCountsLut({ countsRange: [0, 255], gamma: 1, colormap: 'gray' });
const range = { startUs, endUs: startUs + 10 * minuteUs };
const nothing = () => undefined;

/** A camera of which nothing has come yet. */
function openedTrack(synthetic: boolean) {
  const loading = new FakeLoading();
  if (synthetic) loading.sample = sampleOver(range);
  const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, ...plainTrack };
  const track = new TrackView(loading, themisAsi, camera, range, startUs);
  void track.open();
  return { loading, track };
}

const marks = () => page.getByText('Synthetic', { exact: true });

describe.each([true, false])('computed: %s', (synthetic) => {
  test('the keogram says so on it and in its name, before and after anything has come', async () => {
    await page.viewport(800, 300);
    await render(KeogramStrip, {
      ...{ label: 'THEMIS ASI GILL', synthetic, files: [], gaps: [], listed: false, window: range, lut },
      ...{ cursorUs: startUs, cadenceUs: 3_000_000, edges: ['N', 'S'] as const },
      ...{ onpick: nothing, onzoom: nothing, onpan: nothing, onreset: nothing },
    });
    await expect.poll(() => marks().elements().length).toBe(synthetic ? 1 : 0);
    const slider = page.getByRole('slider');
    const name = `Time in the keogram of THEMIS ASI GILL${synthetic ? ', synthetic' : ''}`;
    await expect.element(slider).toHaveAccessibleName(name);
    if (!synthetic) return;
    // On the picture, and where it is touched the picture is meant.
    const box = marks().element().getBoundingClientRect();
    const picture = slider.element().getBoundingClientRect();
    expect(box.left).toBeGreaterThan(picture.left);
    expect(box.right).toBeLessThanOrEqual(picture.right);
    expect(box.bottom).toBeLessThan(picture.bottom);
    const under = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    expect(slider.element().contains(under)).toBe(true);
  });

  test('the sky says so once there is a picture, and in the name of it', async () => {
    await page.viewport(800, 600);
    const { loading, track } = openedTrack(synthetic);
    const { container } = await render(SkyStage, {
      ...{ track, advice: null, cursorUs: startUs, gap: null, lut, marks: [], pixel: null, onpixel: nothing },
      turn: { flipRows: false, flipColumns: false },
    });
    container.style.height = '500px';
    expect(marks().elements()).toHaveLength(0); // nothing to be taken for a sky
    await loading.answerListing([0]);
    await loading.answerColumns(0);
    await loading.answerFrames(0);
    flushSync();
    const sky = page.getByRole('img', { name: /^Sky over THEMIS ASI GILL/ });
    await expect.element(sky).toHaveAccessibleName(synthetic ? /GILL, synthetic, 2014-03-10/ : /GILL, 2014-03-10/);
    expect(marks().elements()).toHaveLength(synthetic ? 1 : 0);
  });

  test('the camera’s panel says so beside the title, and credits nobody for it', async () => {
    const { track } = openedTrack(synthetic);
    await render(TrackPanel, {
      ...{
        track,
        advice: null,
        place: null,
        gaps: [],
        ondevice: nothing,
        onskymap: nothing,
        oncalibration: nothing,
        onpick: nothing,
        onretry: nothing,
      },
    });
    const title = page.getByRole('heading', { level: 2 });
    await expect.element(title).toHaveAccessibleName(`THEMIS ASI GILL${synthetic ? ' Synthetic' : ''}`);
    expect(page.getByText(/never observed/).elements()).toHaveLength(synthetic ? 1 : 0);
    expect(page.getByRole('link', { name: /Dataset page|doi\.org/ }).elements()).toHaveLength(synthetic ? 0 : 1);
  });
});

describe('the panel of a camera over the sample event', () => {
  const asked = async (siteUid: string, computed: readonly number[] | null) => {
    const loading = new FakeLoading();
    loading.sample = sampleOver(range, computed);
    const camera = { dataset: 'THEMIS_ASI_RAW', siteUid, deviceUid: null, ...plainTrack };
    const track = new TrackView(loading, themisAsi, camera, range, startUs);
    void track.open();
    await loading.answerListing([]);
    await render(TrackPanel, {
      ...{
        track,
        advice: null,
        place: null,
        gaps: [],
        ondevice: nothing,
        onskymap: nothing,
        oncalibration: nothing,
        onpick: nothing,
        onretry: nothing,
      },
    });
  };

  test('one that it does not have is said not to be there, and those that are can be opened', async () => {
    await asked('rank', null);
    await expect.element(page.getByText(/The sample event has no such camera/)).toBeVisible();
    const links = page.getByRole('list', { name: 'Cameras of the sample event' }).getByRole('link').elements();
    expect(links.map((link) => link.textContent)).toEqual(['THEMIS ASI GILL', 'REGO FSMI']);
    expect(links[0]!.getAttribute('href')).toMatch(/^\?v=1&range=.*&track=THEMIS_ASI_RAW:gill:themis19/);
    expect(page.getByText(/camera does not exist|Skymap|The archive/).elements()).toEqual([]);
  });

  test.each([
    [[0, 3, 6], 1],
    [null, 0],
  ])('with the minutes %j it says once how all of them are had: %i', async (computed, times) => {
    await asked('gill', computed);
    await expect.element(page.getByText('The sample event has no files of this camera in this range.')).toBeVisible();
    expect(page.getByText('npm run sample -- --full').elements()).toHaveLength(times);
  });
});

describe('the offer of the sample event', () => {
  const sample: SampleEvent = {
    range: { startUs: Date.UTC(2030, 1, 8, 8) * 1000, endUs: Date.UTC(2030, 1, 8, 8, 20) * 1000 },
    onsetUs: Date.UTC(2030, 1, 8, 8, 7, 30) * 1000,
    title: 'A substorm over Canada',
    computed: null,
    tracks: [
      { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96' },
      { dataset: 'THEMIS_ASI_RAW', siteUid: 'fsmi', deviceUid: 'themis93' },
      { dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: 'rego-992' },
    ],
  };
  const linkTo = (event: Parameters<typeof formatEventLink>[0]) => `#?${formatEventLink(event)}`;

  test('says what it is, leads to the first camera just after onset, and to the others', async () => {
    await render(SampleOffer, { sample, linkTo });
    const offer = page.getByRole('region', { name: /^Sample event/ });
    await expect
      .element(offer)
      .toHaveTextContent(/A substorm over Canada: 20 minutes, 3 cameras, onset at 08:07 UTC\./);
    await expect.element(offer).toHaveTextContent(/never happened.*2030-02-08 08:00–08:20 UTC/);
    expect(marks().elements()).toHaveLength(1);
    const links = page.getByRole('link').elements();
    expect(links.map((link) => link.textContent.trim())).toEqual([
      'Open THEMIS ASI GILL just after onset',
      'All its cameras at once',
      'THEMIS ASI FSMI',
      'REGO GILL',
    ]);
    expect(links[0]!.getAttribute('href')).toContain('at=2030-02-08T08:08:15Z&track=THEMIS_ASI_RAW:gill:themis96');
    const others = page.getByRole('list', { name: 'Its other cameras just after onset' });
    await expect.element(others).toHaveTextContent(/FSMI Fort Smith, white light.*GILL Gillam, 630\.0 nm/);
  });

  test('with one camera and no onset it says no more than it knows', async () => {
    await render(SampleOffer, { sample: { ...sample, onsetUs: null, tracks: [sample.tracks[0]!] }, linkTo });
    await expect.element(page.getByText(/20 minutes, 1 camera\./)).toBeVisible();
    await expect.element(page.getByRole('link')).toHaveTextContent(/^Open THEMIS ASI GILL$/);
  });
});
