import { dayUs, formatInstant, minuteUs, parseInstant, secondUs } from '$lib/datasets/utc';
import type { SkyEvent, Track } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';
import { quote } from './link-words';
import { formatMap, parseMap } from './map-link';
import { formatMontage, parseMontage } from './montage-link';
import { cameraOf, formatTrack, parseNumber, parseTrack, type Report } from './track-link';

/*
 * The grammar of links, version 1 (README, "Links"):
 *
 *   event/?v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&at=2014-03-10T06:02:27.030761Z
 *         &track=THEMIS_ASI_RAW:gill:themis19,counts:2000-12000,gamma:1.2,colormap:viridis
 *         &track=REGO_RAW:gill,hidden,height:120,unmapped,skymap:rego_skymap_gill_20160101-+_v01.sav
 *         &track=SWAN_HSR_K0_H5:medo,curves:20.00_MHz/30.00_MHz,axis:2.1-3.4
 *         &track=THEMIS_ASI_GRID_MOSV001
 *         &focus=2&view=map&map=equal-area,centre:62.5/-110,span:2400,overlap:mean,elevation:8,overlays:sites/sun
 *             ,mark:60.5/-112,ruler:56.377/-94.644/60.026/-111.933
 *         &montage=step:30,span:range,cameras:all&stage=one&zoom=2014-03-10T06:02Z/2014-03-10T06:04Z&facing=map&altitude=110
 *
 * What is at its default is left out. Parameters that are not understood never blank the page: each is named.
 */

export const longestRangeUs = dayUs;
export const shortestZoomUs = 2 * secondUs;
/** More cameras than any event has; a link with more is a mistake or worse. */
export const mostTracks = 64;

const knownNames = new Set('v range at track focus view map montage stage zoom facing altitude'.split(' '));

/** Part of a link that could not be used as written, and what was done instead. */
export interface LinkProblem {
  readonly parameter: string;
  readonly message: string;
}

export interface ParsedLink {
  /** null when the link names no usable time or no usable camera. */
  readonly event: SkyEvent | null;
  readonly problems: readonly LinkProblem[];
  /** What was understood although the event is not complete, to fill the form with. */
  readonly range: TimeRange | null;
  readonly tracks: readonly Track[];
}

/** The query string of an event, without `?`. */
export function formatEventLink(event: SkyEvent): string {
  const parameters: [string, string][] = [
    ['v', '1'],
    ['range', formatSpan(event.range)],
  ];
  if (event.cursorUs !== null) parameters.push(['at', formatInstant(event.cursorUs)]);
  for (const track of event.tracks) parameters.push(['track', formatTrack(track)]);
  if (event.focus > 0) parameters.push(['focus', String(event.focus + 1)]);
  if (event.view !== 'sky') parameters.push(['view', event.view]);
  const map = formatMap(event.map);
  if (map !== '') parameters.push(['map', map]);
  const montage = formatMontage(event.montage);
  if (montage !== '') parameters.push(['montage', montage]);
  if (event.stage !== 'all') parameters.push(['stage', event.stage]);
  if (event.zoom) parameters.push(['zoom', formatSpan(event.zoom)]);
  if (event.facing !== 'sky') parameters.push(['facing', event.facing]);
  if (event.altitudeKm !== null) parameters.push(['altitude', String(event.altitudeKm)]);
  return parameters.map(([name, value]) => `${name}=${readable(value)}`).join('&');
}

/** Reads a link's query; never throws. */
export function parseEventLink(query: URLSearchParams): ParsedLink {
  const problems: LinkProblem[] = [];
  const problem = (parameter: string, message: string) => void problems.push({ parameter, message });
  for (const name of new Set(query.keys())) {
    if (!knownNames.has(name)) problem(name, `“${name}” is not part of a Nightside link and was left out.`);
    else if (name !== 'track' && query.getAll(name).length > 1)
      problem(name, `“${name}” is given more than once; the first one counts.`);
  }

  const version = query.get('v');
  if (version !== null && version !== '1')
    problem('v', `The link is of version ${quote(version)}; this app reads version 1 and used what it knows.`);

  const at = query.get('at');
  let cursorUs = at === null ? null : parseInstant(at);
  if (at !== null && cursorUs === null) problem('at', `${quote(at)} is not a time; the first frame is shown instead.`);

  const range = parseRange(query.get('range'), cursorUs, problem);
  if (range && cursorUs !== null && (cursorUs < range.startUs || cursorUs >= range.endUs)) {
    problem('at', `${formatInstant(cursorUs)} lies outside the range; the first frame is shown instead.`);
    cursorUs = null;
  }

  const tracks = parseTracks(query.getAll('track'), problem);
  if (!query.has('track')) problem('track', 'The link names no camera.');
  const focus = parseFocus(query.get('focus'), tracks.length, problem);

  const view = query.get('view') ?? 'sky';
  if (view !== 'sky' && view !== 'map' && view !== 'montage')
    problem('view', `${quote(view)} is not a view (sky, map or montage); the skies are shown.`);
  const map = parseMap(query.get('map'), problem);
  const montage = parseMontage(query.get('montage'), problem);

  const stage = query.get('stage') ?? 'all';
  if (stage !== 'all' && stage !== 'one')
    problem('stage', `${quote(stage)} is not a stage (all or one); all skies are shown.`);

  const zoom = parseZoom(query.get('zoom'), range, problem);

  const facing = query.get('facing') ?? 'sky';
  if (facing !== 'sky' && facing !== 'map')
    problem('facing', `${quote(facing)} is not a way to face (sky or map); the sky view is shown.`);

  const altitude = query.get('altitude');
  const altitudeKm = altitude === null ? null : parseNumber(altitude, 60, 1000);
  if (altitude !== null && altitudeKm === null)
    problem('altitude', `${quote(altitude)} is not an altitude between 60 and 1000 km; the usual one is used.`);

  return {
    event:
      range && tracks.length > 0
        ? {
            ...{ range, cursorUs, tracks, focus, map, montage, zoom, altitudeKm },
            view: view === 'map' || view === 'montage' ? view : 'sky',
            stage: stage === 'one' ? 'one' : 'all',
            facing: facing === 'map' ? 'map' : 'sky',
          }
        : null,
    problems,
    range,
    tracks,
  };
}

function parseTracks(texts: readonly string[], problem: Report): Track[] {
  const tracks = new Map<string, Track>();
  for (const text of texts.slice(0, mostTracks)) {
    const track = parseTrack(text, problem);
    if (!track) continue;
    const camera = cameraOf(track);
    if (tracks.has(camera)) problem('track', `${quote(camera)} is named twice; the first one counts.`);
    else tracks.set(camera, track);
  }
  if (texts.length > mostTracks) problem('track', `The first ${mostTracks} of ${texts.length} cameras are shown.`);
  return [...tracks.values()];
}

/** Counted from 1 in the link. */
function parseFocus(text: string | null, tracks: number, problem: Report): number {
  if (text === null) return 0;
  const place = parseNumber(text, 1, Math.max(1, tracks));
  if (place !== null && Number.isInteger(place)) return place - 1;
  problem('focus', `${quote(text)} is not the number of a track; the first one is in focus.`);
  return 0;
}

function formatSpan({ startUs, endUs }: TimeRange): string {
  return `${formatInstant(startUs)}/${formatInstant(endUs)}`;
}

/** An ISO 8601 interval with two instants, or with a duration of hours and minutes: `2014-03-10T06:00Z/PT10M`. */
function parseSpan(text: string): TimeRange | null {
  const [from, to, ...rest] = text.split('/');
  if (from === undefined || to === undefined || rest.length > 0) return null;
  const startUs = parseInstant(from);
  if (startUs === null) return null;
  const duration = /^P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(to);
  if (duration) {
    const [days, hours, minutes, seconds] = duration.slice(1).map((part) => Number(part ?? 0));
    return { startUs, endUs: startUs + (((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * secondUs };
  }
  const endUs = parseInstant(to);
  return endUs === null ? null : { startUs, endUs };
}

function parseRange(text: string | null, cursorUs: number | null, problem: Report): TimeRange | null {
  const span = text === null ? null : parseSpan(text);
  if (!span || span.startUs === span.endUs) {
    if (text !== null) problem('range', `${quote(text)} is not a range of time.`);
    if (cursorUs === null) {
      if (text === null) problem('range', 'The link names no time.');
      return null;
    }
    if (text !== null) problem('range', 'The ten minutes that hold the cursor are shown instead.');
    const startUs = Math.floor(cursorUs / (10 * minuteUs)) * 10 * minuteUs;
    return { startUs, endUs: startUs + 10 * minuteUs };
  }
  let { startUs, endUs } = span;
  if (endUs < startUs) {
    problem('range', 'The range ends before it starts; its ends were exchanged.');
    [startUs, endUs] = [endUs, startUs];
  }
  if (endUs - startUs > longestRangeUs) {
    problem('range', 'The range is longer than a day; its first 24 hours are shown.');
    endUs = startUs + longestRangeUs;
  }
  return { startUs, endUs };
}

function parseZoom(text: string | null, range: TimeRange | null, problem: Report): TimeRange | null {
  if (text === null || !range) return null;
  const span = parseSpan(text);
  if (!span || span.endUs <= span.startUs) {
    problem('zoom', `${quote(text)} is not a stretch of time; the whole range is shown.`);
    return null;
  }
  const startUs = Math.max(span.startUs, range.startUs);
  const endUs = Math.min(span.endUs, range.endUs);
  if (endUs - startUs < Math.min(shortestZoomUs, range.endUs - range.startUs)) {
    problem('zoom', 'The zoomed stretch lies outside the range or is too short; the whole range is shown.');
    return null;
  }
  if (startUs !== span.startUs || endUs !== span.endUs)
    problem('zoom', 'The zoomed stretch reaches beyond the range and was cut to it.');
  return { startUs, endUs };
}

/** Percent-encoding, but for the marks that may stand in a query as they are: a link is meant to be read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%(3A|2C|2F)/g, (code) => decodeURIComponent(code));
}
