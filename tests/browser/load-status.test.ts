import { flushSync } from 'svelte';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import LoadStatus from '$lib/components/LoadStatus.svelte';
import { themisAsi } from '$lib/datasets/themis-asi';
import { plainTrack } from '$lib/state/track-link';
import { TrackView } from '$lib/state/track-view.svelte';
import { FakeLoading, minuteUs, startUs } from '../unit/state/fake-loading';

async function shown(totalBytes: number) {
  const loading = new FakeLoading();
  const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, ...plainTrack };
  const track = new TrackView(loading, themisAsi, camera, { startUs, endUs: startUs + 10 * minuteUs }, startUs);
  void track.open();
  await loading.answerListing([0, 1, 2], totalBytes);
  await render(LoadStatus, { track, advice: null });
  return { loading, track };
}

const spoken = () => document.querySelector('[role=status]')!.textContent;
const seen = () => document.querySelector('[data-files-done]')!.textContent;

test('a download is spoken of at its beginning and its end, not file by file', async () => {
  const { loading } = await shown(6000);
  const said = new Set([spoken()]);
  for (const minute of [0, 1]) {
    await loading.answerColumns(minute);
    flushSync();
    said.add(spoken());
  }
  expect(seen()).toContain('2 of 3');
  expect([...said]).toEqual([expect.stringMatching(/^Fetching 3 files, 6(\.0)? kB$/)]);
  await loading.answerColumns(2);
  flushSync();
  expect(spoken()).toBe('3 files loaded');
});

test('after “not now” and one minute tried alone it can be taken up again', async () => {
  const { loading, track } = await shown(5e9);
  expect(seen()).toMatch(/That is a lot\. Fetch it\?/);
  track.cancel();
  await track.retry([track.minutes[1]!]);
  await loading.answerColumns(1);
  flushSync();
  expect(document.querySelector('progress')).toBeNull();
  expect(seen()).toMatch(/Stopped after 1 of 3 files\..*Go on/);
});
