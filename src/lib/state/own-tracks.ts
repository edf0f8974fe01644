import { datasetByName } from '$lib/datasets/catalogue';
import { dayUs, hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { ImagerDataset } from '$lib/model/dataset';
import type { SkyEvent } from '$lib/model/event';
import type { OwnFrames } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { newEvent } from './new-event';
import { plainTrack } from './track-link';

/** Own files of one camera and one night. */
export interface OwnTrack {
  readonly dataset: ImagerDataset;
  readonly siteUid: string;
  readonly deviceUid: string;
  /** From the start of its first minute to the end of its last. */
  readonly range: TimeRange;
  readonly files: number;
  readonly frames: number;
  /** Of this camera alone. */
  readonly event: SkyEvent;
}

/** Own files of all cameras that lie together in time. */
export interface OwnNight {
  readonly range: TimeRange;
  readonly tracks: readonly OwnTrack[];
  /** Of all of them. */
  readonly event: SkyEvent;
}

/** Between two nights there is a day. */
const longestBreakUs = 6 * hourUs;

/** Files with frames by night, and in it by camera. */
export function nightsOf(files: readonly OwnFrames[]): OwnNight[] {
  const rising = files.map((file) => ({ file, range: rangeOf(file) }));
  rising.sort((one, other) => one.range.startUs - other.range.startUs);
  const nights: (typeof rising)[] = [];
  let fromUs = -Infinity;
  let untilUs = -Infinity;
  for (const one of rising) {
    const { startUs, endUs } = one.range;
    if (startUs > untilUs + longestBreakUs || endUs > fromUs + dayUs) {
      nights.push([]);
      [fromUs, untilUs] = [startUs, endUs];
    }
    untilUs = Math.max(untilUs, endUs);
    nights.at(-1)!.push(one);
  }
  return nights.map((night) => nightOf(night));
}

interface Placed {
  readonly file: OwnFrames;
  readonly range: TimeRange;
}

function nightOf(files: readonly Placed[]): OwnNight {
  const cameras = new Map<string, Placed[]>();
  for (const one of files) {
    const { dataset, siteUid, deviceUid } = one.file;
    const key = `${dataset} ${siteUid} ${deviceUid}`;
    const others = cameras.get(key);
    if (others) others.push(one);
    else cameras.set(key, [one]);
  }
  const tracks = [...cameras.values()].flatMap((camera) => trackOf(camera) ?? []);
  const range = joinedRange(files);
  return { range, tracks, event: eventOf(range, tracks) };
}

function trackOf(files: readonly Placed[]): OwnTrack | null {
  const { dataset: name, siteUid, deviceUid } = files[0]!.file; // a camera has at least one
  const dataset = datasetByName(name);
  if (!dataset) return null;
  const range = joinedRange(files);
  const frames = files.reduce((sum, { file }) => sum + file.frames, 0);
  const camera = { dataset, siteUid, deviceUid };
  return { ...camera, range, files: files.length, frames, event: eventOf(range, [camera]) };
}

function eventOf(range: TimeRange, cameras: readonly Pick<OwnTrack, 'dataset' | 'siteUid' | 'deviceUid'>[]): SkyEvent {
  const tracks = cameras.map(({ dataset, siteUid, deviceUid }) => {
    return { dataset: dataset.name, siteUid, deviceUid, ...plainTrack };
  });
  return { ...newEvent('', '', range), tracks };
}

function joinedRange(files: readonly Placed[]): TimeRange {
  return files.reduce(
    (whole, { range }) => ({
      startUs: Math.min(whole.startUs, range.startUs),
      endUs: Math.max(whole.endUs, range.endUs),
    }),
    { startUs: Infinity, endUs: -Infinity },
  );
}

/** The minute (hour) that a file is of; of calibrated spectra only as many minutes as have frames. */
function rangeOf({ dataset, startUs, firstUs, lastUs }: OwnFrames): TimeRange {
  const spanUs = (datasetByName(dataset)?.packing.fileSpanSec ?? 60) * secondUs;
  if (spanUs <= minuteUs) {
    const from = Math.floor(startUs / minuteUs) * minuteUs;
    return { startUs: from, endUs: from + minuteUs };
  }
  const from = Math.floor(firstUs / minuteUs) * minuteUs;
  return { startUs: from, endUs: Math.floor(lastUs / minuteUs) * minuteUs + minuteUs };
}
