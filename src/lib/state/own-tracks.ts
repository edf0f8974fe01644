import { datasetByName } from '$lib/datasets/catalogue';
import { curveDatasetByName } from '$lib/datasets/curve-catalogue';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import { dayUs, hourUs, minuteUs, secondUs } from '$lib/datasets/utc';
import type { CurveDataset } from '$lib/model/curve';
import type { ImagerDataset } from '$lib/model/dataset';
import type { SkyEvent } from '$lib/model/event';
import type { GridDataset } from '$lib/model/grid';
import type { OwnFrames, OwnGrid, OwnRiometer } from '$lib/model/own-file';
import type { TimeRange } from '$lib/model/time';
import { newEvent } from './new-event';
import { plainTrack } from './track-link';

/** Own files of one camera, riometer or merged map and one night. */
export interface OwnTrack {
  readonly dataset: ImagerDataset | CurveDataset | GridDataset;
  /** Empty for what is merged of all sites. */
  readonly siteUid: string;
  /** null for what has no device of its own: a riometer is its site's. */
  readonly deviceUid: string | null;
  /** From the start of its first minute to the end of its last; of curves, whole days. */
  readonly range: TimeRange;
  readonly files: number;
  /** Frames, or measurements of curves. */
  readonly samples: number;
  /** Of this one alone. */
  readonly event: SkyEvent;
}

/** Own files of all cameras that lie together in time, and the curves of that time. */
export interface OwnNight {
  readonly range: TimeRange;
  readonly tracks: readonly OwnTrack[];
  /** Of all of them. */
  readonly event: SkyEvent;
}

/** Between two nights there is a day. */
const longestBreakUs = 6 * hourUs;

/** Whether a grid file can be a track: it is known of which dataset it is. */
export function isGridOfEvent({ dataset }: OwnGrid): boolean {
  return dataset !== null && gridDatasetByName(dataset) !== null;
}

/**
 * Files with frames by night, and in it by camera, merged maps among them. A day of curves belongs to every night that it is of; where it is of
 * none, the day is an event of its own.
 */
export function nightsOf(
  files: readonly OwnFrames[],
  curves: readonly OwnRiometer[] = [],
  grids: readonly OwnGrid[] = [],
): OwnNight[] {
  const nights = nightsOfFrames([...files, ...grids]).map((night) =>
    nightOf(night, curvesWithin(curves, joinedRange(night))),
  );
  const alone = curves.filter((day) => nights.every(({ range }) => curvesWithin([day], range).length === 0));
  const ofCurves = grouped(alone, ({ startUs }) => String(startUs)).map((day) => nightOf([], day));
  return [...nights, ...ofCurves].sort((one, other) => one.range.startUs - other.range.startUs);
}

function curvesWithin(curves: readonly OwnRiometer[], { startUs, endUs }: TimeRange): OwnRiometer[] {
  return curves.filter((day) => day.startUs < endUs && day.startUs + dayUs > startUs);
}

function nightsOfFrames(files: readonly (OwnFrames | OwnGrid)[]): Placed[][] {
  const rising = files.map((file) => ({ file, range: rangeOf(file) }));
  rising.sort((one, other) => one.range.startUs - other.range.startUs);
  const nights: Placed[][] = [];
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
  return nights;
}

interface Placed {
  readonly file: OwnFrames | OwnGrid;
  readonly range: TimeRange;
}

function nightOf(files: readonly Placed[], curves: readonly OwnRiometer[]): OwnNight {
  const cameras = grouped(files, ({ file }) =>
    file.kind === 'grid' ? String(file.dataset) : `${file.dataset} ${file.siteUid} ${file.deviceUid}`,
  );
  const sites = grouped(curves, ({ dataset, siteUid }) => `${dataset} ${siteUid}`);
  const range = joinedRange(files.length > 0 ? files : curves.map((day) => ({ range: dayOf(day) })));
  const tracks = [
    ...cameras.flatMap((camera) => trackOf(camera) ?? []),
    ...sites.flatMap((site) => curvesOf(site, range) ?? []),
  ];
  return { range, tracks, event: eventOf(range, tracks) };
}

/** In the order in which each came first. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => string): (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const others = groups.get(keyOf(item));
    if (others) others.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

function trackOf(files: readonly Placed[]): OwnTrack | null {
  const { file: first } = files[0]!; // a camera has at least one
  const { siteUid, deviceUid } = first.kind === 'grid' ? { siteUid: '', deviceUid: null } : first;
  const dataset = first.kind === 'grid' ? gridDatasetByName(first.dataset ?? '') : datasetByName(first.dataset);
  if (!dataset) return null;
  const range = joinedRange(files);
  const samples = files.reduce(
    (sum, { file }) => sum + ((file.kind === 'grid' ? null : file.readable) ?? file.frames),
    0,
  );
  const camera = { dataset, siteUid, deviceUid };
  return { ...camera, range, files: files.length, samples, event: eventOf(range, [camera]) };
}

/** @param night no event is longer than a day: of two days in a row it is that of the night that they have in common */
function curvesOf(days: readonly OwnRiometer[], night: TimeRange): OwnTrack | null {
  const { dataset: name, siteUid } = days[0]!; // a site has at least one
  const dataset = curveDatasetByName(name);
  if (!dataset || siteUid === null) return null;
  const range = joinedRange(days.map((day) => ({ range: dayOf(day) })));
  const samples = days.reduce((sum, { measurements }) => sum + measurements, 0);
  const riometer = { dataset, siteUid, deviceUid: null };
  const event = eventOf(range.endUs - range.startUs > dayUs ? night : range, [riometer]);
  return { ...riometer, range, files: days.length, samples, event };
}

function dayOf({ startUs }: OwnRiometer): TimeRange {
  return { startUs, endUs: startUs + dayUs };
}

function eventOf(range: TimeRange, cameras: readonly Pick<OwnTrack, 'dataset' | 'siteUid' | 'deviceUid'>[]): SkyEvent {
  const tracks = cameras.map(({ dataset, siteUid, deviceUid }) => {
    return { dataset: dataset.name, siteUid, deviceUid, ...plainTrack };
  });
  // Merged maps are seen on a map only.
  const view = cameras.length > 0 && cameras.every(({ siteUid }) => siteUid === '') ? 'map' : 'sky';
  return { ...newEvent('', '', range), tracks, view };
}

function joinedRange(files: readonly Pick<Placed, 'range'>[]): TimeRange {
  return files.reduce(
    (whole, { range }) => ({
      startUs: Math.min(whole.startUs, range.startUs),
      endUs: Math.max(whole.endUs, range.endUs),
    }),
    { startUs: Infinity, endUs: -Infinity },
  );
}

/** The minute (hour) that a file is of; of calibrated spectra only as many minutes as have frames. */
function rangeOf(file: OwnFrames | OwnGrid): TimeRange {
  const { dataset, firstUs, lastUs } = file;
  const startUs = file.kind === 'grid' ? firstUs : file.startUs;
  const spanUs = (datasetByName(dataset ?? '')?.packing.fileSpanSec ?? 60) * secondUs;
  if (spanUs <= minuteUs) {
    const from = Math.floor(startUs / minuteUs) * minuteUs;
    return { startUs: from, endUs: from + minuteUs };
  }
  const from = Math.floor(firstUs / minuteUs) * minuteUs;
  return { startUs: from, endUs: Math.floor(lastUs / minuteUs) * minuteUs + minuteUs };
}
