import { expect, test } from 'vitest';
import type { SkyEvent, Track } from '$lib/model/event';
import { emptyEvent } from '$lib/state/new-event';
import { withDevice, withoutTrack, withTrack, withTrackChanged, withTrackMoved } from '$lib/state/track-edits';
import { plainTrack } from '$lib/state/track-link';

function track(siteUid: string, deviceUid: string | null = null): Track {
  return { dataset: 'THEMIS_ASI_RAW', siteUid, deviceUid, ...plainTrack };
}

/** Cameras of sites named by letters, in order; that of `focus` in focus. */
function eventOf(sites: string, focus: string): SkyEvent {
  const tracks = [...sites].map((site) => track(site));
  return { ...emptyEvent({ startUs: 0, endUs: 60e6 }), tracks, focus: sites.indexOf(focus) };
}

/** `abC`: three cameras, the last one in focus. */
function said({ tracks, focus }: SkyEvent): string {
  return tracks.map(({ siteUid }, place) => (place === focus ? siteUid.toUpperCase() : siteUid)).join('');
}

test('added below the others and looked at; known ones are only looked at', () => {
  expect(said(withTrack(eventOf('ab', 'a'), track('c')))).toBe('abC');
  const event = eventOf('abc', 'c');
  const looked = withTrack(event, track('a'));
  expect(said(looked)).toBe('Abc');
  expect(looked.tracks).toBe(event.tracks);
});

test.each([
  ['Abc', 0, 'Bc'],
  ['aBc', 0, 'Bc'],
  ['aBc', 1, 'aC'],
  ['aBc', 2, 'aB'],
  ['abC', 2, 'aB'],
  ['A', 0, 'A'],
])('of %s, place %i removed: %s', (before, place, after) => {
  const focus = [...before].find((site) => site !== site.toLowerCase())!.toLowerCase();
  expect(said(withoutTrack(eventOf(before.toLowerCase(), focus), place))).toBe(after);
});

test.each([
  [0, 2, 'bcA'],
  [2, 0, 'cAb'],
  [1, 0, 'bAc'],
  [2, 3, 'Abc'],
  [0, -1, 'Abc'],
])('moved from %i to %i: %s', (from, to, after) => {
  expect(said(withTrackMoved(eventOf('abc', 'a'), from, to))).toBe(after);
});

test('one is changed, the others are the same objects', () => {
  const event = eventOf('abc', 'a');
  const { tracks } = withTrackChanged(event, 1, (one) => ({ ...one, strip: { ...one.strip, hidden: true } }));
  expect(tracks.map(({ strip }) => strip.hidden)).toEqual([false, true, false]);
  expect([tracks[0], tracks[2]]).toEqual([event.tracks[0], event.tracks[2]]);
  expect(tracks[0]).toBe(event.tracks[0]);
});

test('another device, but not one that is a track already', () => {
  const event = { ...eventOf('aa', 'a'), tracks: [track('a', 'themis19'), track('a')] };
  expect(withDevice(event, 1, 'themis19')).toBe(event);
  expect(withDevice(event, 1, 'themis20').tracks.map(({ deviceUid }) => deviceUid)).toEqual(['themis19', 'themis20']);
});
