import { expect, test } from 'vitest';
import type { Track, TrackDisplay } from '$lib/model/event';
import { alikeOf } from '$lib/state/alike';
import { plainDisplay, plainTrack } from '$lib/state/track-link';

const bright: TrackDisplay = { ...plainDisplay, countsRange: [2500, 4500] };
const red: TrackDisplay = { ...plainDisplay, gamma: 2, colormap: 'inferno' };

function tracks(...displays: readonly (readonly [string, TrackDisplay])[]): Track[] {
  return displays.map(([dataset, display], at) => ({
    ...plainTrack,
    ...{ dataset, siteUid: `sit${at}`, deviceUid: null, display },
  }));
}

test('like most of the others of its array, whatever the other arrays are like', () => {
  const all = tracks(['THEMIS', plainDisplay], ['THEMIS', bright], ['THEMIS', red], ['THEMIS', { ...bright }]);
  const withOthers = [...all, ...tracks(['REGO', red], ['REGO', red], ['REGO', red])];
  expect(alikeOf(withOthers, 0)).toEqual({ others: bright, unlike: [1, 2, 3] });
  expect(alikeOf(withOthers, 1)).toEqual({ others: plainDisplay, unlike: [0, 2] });
});

test('nothing to do where all are scaled alike, or there are no others', () => {
  const all = tracks(['THEMIS', bright], ['THEMIS', { ...bright }], ['REGO', red]);
  expect(alikeOf(all, 0)).toEqual({ others: null, unlike: [] });
  expect(alikeOf(all, 2)).toEqual({ others: null, unlike: [] });
  expect(alikeOf(all, 7)).toEqual({ others: null, unlike: [] });
});
