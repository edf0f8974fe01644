import { themisAsi } from '$lib/datasets/themis-asi';
import { plainTrack } from '$lib/state/track-link';
import { TrackView } from '$lib/state/track-view.svelte';
import { FakeLoading, minuteUs, startUs } from './fake-loading';

const second = 1_000_000;
const range = { startUs, endUs: startUs + 10 * minuteUs };

export const at = (minute: number, seconds = 0) => startUs + minute * minuteUs + seconds * second;

/** A view of ten minutes; the archive has been asked and has answered with these. */
export async function opened(
  minutes: readonly number[] = [0, 1, 2, 5],
  cursorUs = startUs,
  totalBytes?: number | null,
) {
  const loading = new FakeLoading();
  const view = viewOf(loading, range, cursorUs);
  void view.open();
  await loading.answerListing(minutes, totalBytes);
  return { loading, view };
}

/** Not opened yet. */
export function viewOf(loading: FakeLoading, over = range, cursorUs = startUs): TrackView {
  const track = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null, ...plainTrack };
  return new TrackView(loading, themisAsi, track, over, cursorUs);
}
