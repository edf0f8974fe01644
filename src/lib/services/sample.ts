import { datasetByName } from '$lib/datasets/catalogue';
import { isDeviceOf } from '$lib/datasets/file-name';
import { dayUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { SampleEvent, SampleTrack } from '$lib/model/sample';
import type { TimeRange } from '$lib/model/time';
import { askAppServer, patienceFor } from './app-server';
import { hostsAt, type Hosts } from './hosts';
import { isRecord } from './json';

/** The sample event and where it is read from. */
export interface FoundSample extends SampleEvent {
  readonly hosts: Hosts;
  /** Which sources and seed made it: another edition has other files of the same names. */
  readonly edition: string;
  /** As the server told it: what is to be remembered of it. */
  readonly description: unknown;
}

/**
 * Its files have addresses like those of the archive: a sample event of a time of which the archive has files would be
 * taken for them.
 */
const firstYear = Date.UTC(2030, 0) * 1000;
const lastYear = Date.UTC(2031, 0) * 1000;
const mostTracks = 32;
const longestTitle = 120;
const longestEdition = 64;
const mostMinutes = dayUs / minuteUs;

/**
 * Ask the app's own server, once, whether it has the sample event; a static deployment answers `{"sample":null}`. When
 * the server cannot be asked, as offline, it is as it was the last time. Never fails.
 *
 * @param appBase where the app lives, ending with a slash
 * @param remembered the `description` of the last time, as plain data; anything else when there was none, null when it
 *   was never asked
 */
export async function findSample(
  appBase: URL,
  fetch: typeof globalThis.fetch,
  remembered: unknown = null,
): Promise<FoundSample | null> {
  const place = new URL('sample/', appBase);
  const answer = await askAppServer(place, fetch, patienceFor(remembered !== null));
  return sampleAt(answer ? answer.said : remembered, place);
}

/** Believed only as far as the app's own server could have said it. */
function sampleAt(description: unknown, place: URL): FoundSample | null {
  if (!isRecord(description) || description.sample !== 'nightside' || description.version !== 1) return null;
  const hosts = hostsAt(description.paths, place, 'sample', null);
  const range = rangeOf(description.range);
  const title = typeof description.title === 'string' ? description.title.trim() : '';
  const tracks = tracksOf(description.tracks);
  if (!hosts || !range || tracks.length === 0 || title === '' || title.length > longestTitle) return null;
  const onsetUs = instantOf(description.onset);
  const isInside = onsetUs !== null && onsetUs >= range.startUs && onsetUs < range.endUs;
  const edition = typeof description.edition === 'string' ? description.edition.slice(0, longestEdition) : '';
  const computed = minutesOf(description.computed);
  return { range, onsetUs: isInside ? onsetUs : null, title, computed, tracks, hosts, edition, description };
}

function rangeOf(range: unknown): TimeRange | null {
  if (!isRecord(range)) return null;
  const startUs = instantOf(range.start);
  const endUs = instantOf(range.end);
  if (startUs === null || endUs === null || startUs < firstYear || endUs > lastYear) return null;
  return startUs < endUs && endUs - startUs <= dayUs ? { startUs, endUs } : null;
}

function instantOf(text: unknown): number | null {
  return typeof text === 'string' ? parseInstant(text) : null;
}

/** Numbers of the minutes that it has, each once; null where that was not said, or not so. */
function minutesOf(minutes: unknown): number[] | null {
  if (!Array.isArray(minutes) || minutes.length > mostMinutes) return null;
  const isMinute = (minute: unknown): minute is number =>
    Number.isInteger(minute) && (minute as number) >= 0 && (minute as number) < mostMinutes;
  return minutes.every(isMinute) ? [...new Set(minutes)] : null;
}

/** Cameras of kinds that this app reads; later ones may have others, too. */
function tracksOf(tracks: unknown): SampleTrack[] {
  if (!Array.isArray(tracks) || tracks.length > mostTracks) return [];
  return tracks.flatMap((track: unknown): SampleTrack[] => {
    if (!isRecord(track)) return [];
    const { dataset, site: siteUid, device: deviceUid } = track;
    if (typeof dataset !== 'string' || typeof siteUid !== 'string' || typeof deviceUid !== 'string') return [];
    const known = datasetByName(dataset);
    if (!known || !isDeviceOf(known, deviceUid)) return [];
    const computed = minutesOf(track.computed);
    return /^[a-z0-9]{3,5}$/.test(siteUid) ? [{ dataset, siteUid, deviceUid, ...(computed && { computed }) }] : [];
  });
}
