import { datasetByName } from '$lib/datasets/catalogue';
import { formatRange, minuteUs } from '$lib/datasets/utc';
import type { Track } from '$lib/model/event';
import type { SampleEvent, SampleTrack } from '$lib/model/sample';
import type { Absence } from './gaps';
import type { Minute } from './minute-table';

type Camera = Pick<Track, 'dataset' | 'siteUid' | 'deviceUid'>;

/**
 * Why the sample event has no file of a minute. What was computed lacks nothing because of the Sun, and no archive is to
 * blame for it.
 */
export function absenceInSample(sample: SampleEvent, camera: Camera): (minute: Minute) => Absence {
  if (!hasCamera(sample, camera)) {
    const absence = { cause: 'no such camera', sentence: noCameraSentence(sample, camera) };
    return () => absence;
  }
  const { startUs, endUs } = sample.range;
  const minutes = minutesOf(sample, camera);
  const computed = minutes && new Set(minutes);
  const outside = {
    cause: 'outside the sample event',
    sentence: `Outside the sample event (${formatRange(sample.range)} UTC).`,
  };
  const leftOut = { cause: 'not computed', sentence: `Left out of the sample event, ${shareText(sample, camera)}.` };
  return (minute) => {
    if (minute.endUs <= startUs || minute.startUs >= endUs) return outside;
    if (computed && !computed.has(Math.floor((minute.startUs - startUs) / minuteUs))) return leftOut;
    return minute.known
      ? { cause: 'missing', sentence: 'The sample event has no file here.' }
      : { cause: 'not known', sentence: 'The server could not be asked whether the sample event has a file here.' };
  };
}

/** Whether a camera is one of the sample event's; without a device, any at the site will do. */
export function hasCamera({ tracks }: SampleEvent, camera: Camera): boolean {
  return tracks.some((track) => isSame(track, camera));
}

/** `which has 9 of its 20 minutes` of this camera; null where it has all of them. */
export function shareText(sample: SampleEvent, camera: Camera): string | null {
  const { range } = sample;
  const computed = minutesOf(sample, camera);
  if (!computed) return null;
  const minutes = Math.ceil((range.endUs - range.startUs) / minuteUs);
  const there = computed.filter((minute) => minute < minutes).length;
  return there < minutes ? `which has ${there} of its ${minutes} minutes` : null;
}

/** Those computed of a camera, from 0 at the event's start; null for all of them. */
function minutesOf({ tracks, computed }: SampleEvent, camera: Camera): readonly number[] | null {
  return tracks.find((track) => isSame(track, camera))?.computed ?? computed;
}

function isSame(track: SampleTrack, { dataset, siteUid, deviceUid }: Camera): boolean {
  return (
    track.dataset === dataset && track.siteUid === siteUid && (deviceUid === null || track.deviceUid === deviceUid)
  );
}

/** `The sample event has no camera REGO RANK. It has THEMIS ASI at FSMI and GILL; REGO at FSMI.` */
function noCameraSentence({ tracks }: SampleEvent, { dataset, siteUid, deviceUid }: Camera): string {
  const sites = new Map<string, string[]>();
  for (const track of tracks)
    sites.set(track.dataset, [...(sites.get(track.dataset) ?? []), track.siteUid.toUpperCase()]);
  const there = [...sites].map(([name, uids]) => `${titleOf(name)} at ${listed([...new Set(uids)])}`);
  const asked = [titleOf(dataset), siteUid.toUpperCase(), ...(deviceUid === null ? [] : [deviceUid])].join(' ');
  return `The sample event has no camera ${asked}. It has ${there.join('; ')}.`;
}

function titleOf(dataset: string): string {
  return datasetByName(dataset)?.title ?? dataset;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
