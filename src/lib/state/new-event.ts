import { trackDatasetByName } from '$lib/datasets/any-dataset';
import { formatDate, formatRange } from '$lib/datasets/utc';
import type { SkyEvent } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';
import { plainMap } from './map-link';
import { plainMontage } from './montage-link';
import { plainTrack } from './track-link';

/** An event without tracks, everything at its default. */
export function emptyEvent(range: TimeRange): SkyEvent {
  return {
    range,
    cursorUs: null,
    tracks: [],
    focus: 0,
    view: 'sky',
    map: plainMap,
    montage: plainMontage,
    stage: 'all',
    zoom: null,
    facing: 'sky',
    altitudeKm: null,
  };
}

/** An event of one camera, everything else at its default. */
export function newEvent(dataset: string, siteUid: string, range: TimeRange): SkyEvent {
  return { ...emptyEvent(range), tracks: [{ dataset, siteUid, deviceUid: null, ...plainTrack }] };
}

/**
 * `THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC`
 *
 * @param synthetic whether what it shows was computed and not observed: the title then begins with that
 */
export function titleOf({ tracks, range }: SkyEvent, synthetic = false): string {
  const cameras = tracks.map(({ dataset, siteUid }) =>
    `${trackDatasetByName(dataset)?.title ?? dataset} ${siteUid.toUpperCase()}`.trim(),
  );
  return `${synthetic ? 'Synthetic: ' : ''}${cameras.join(', ')}, ${whenOf(range)}`;
}

/** `2014-03-10 06:00–06:10 UTC` */
export function whenOf(range: TimeRange): string {
  const time = formatRange(range);
  // A range across midnight already names its dates.
  return `${time.includes(' ') ? time : `${formatDate(range.startUs)} ${time}`} UTC`;
}
