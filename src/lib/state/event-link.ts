import { datasetByName } from '$lib/datasets/catalogue';
import { dayUs, formatInstant, minuteUs, parseInstant, secondUs } from '$lib/datasets/utc';
import { colormapNames, type ColormapName } from '$lib/model/dataset';
import type { SkyEvent, Track, TrackDisplay } from '$lib/model/event';
import type { TimeRange } from '$lib/model/time';

/*
 * The grammar of links, version 1 (README, "Links"):
 *
 *   event/?v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&at=2014-03-10T06:02:27.030761Z
 *         &track=THEMIS_ASI_RAW:gill:themis19,counts:2000-12000,gamma:1.2,colormap:viridis
 *         &zoom=2014-03-10T06:02Z/2014-03-10T06:04Z&facing=map&altitude=110
 *
 * What is at its default is left out. Parameters that are not understood never blank the page: each is named.
 */

export const longestRangeUs = dayUs;
export const shortestZoomUs = 2 * secondUs;
export const plainDisplay: TrackDisplay = { countsRange: null, gamma: 1, colormap: null };

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
  if (event.zoom) parameters.push(['zoom', formatSpan(event.zoom)]);
  if (event.facing !== 'sky') parameters.push(['facing', event.facing]);
  if (event.altitudeKm !== null) parameters.push(['altitude', String(event.altitudeKm)]);
  return parameters.map(([name, value]) => `${name}=${readable(value)}`).join('&');
}

/** Reads a link's query; never throws. */
export function parseEventLink(query: URLSearchParams): ParsedLink {
  const problems: LinkProblem[] = [];
  const problem = (parameter: string, message: string) => void problems.push({ parameter, message });
  const known = new Set(['v', 'range', 'at', 'track', 'zoom', 'facing', 'altitude']);
  for (const name of new Set(query.keys())) {
    if (!known.has(name)) problem(name, `“${name}” is not part of a Nightside link and was left out.`);
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

  const tracks = query.getAll('track').flatMap((text) => parseTrack(text, problem) ?? []);
  if (!query.has('track')) problem('track', 'The link names no camera.');

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
        ? { range, cursorUs, tracks, zoom, facing: facing === 'map' ? 'map' : 'sky', altitudeKm }
        : null,
    problems,
    range,
    tracks,
  };
}

type Report = (parameter: string, message: string) => void;

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

function formatTrack({ dataset, siteUid, deviceUid, display }: Track): string {
  const camera = [dataset, siteUid, ...(deviceUid === null ? [] : [deviceUid])].join(':');
  const options = [
    ...(display.countsRange ? [`counts:${display.countsRange[0]}-${display.countsRange[1]}`] : []),
    ...(display.gamma === 1 ? [] : [`gamma:${display.gamma}`]),
    ...(display.colormap ? [`colormap:${display.colormap}`] : []),
  ];
  return [camera, ...options].join(',');
}

function parseTrack(text: string, problem: Report): Track | null {
  const [camera, ...options] = text.split(',');
  const [datasetText = '', siteText = '', deviceText, ...rest] = camera!.split(':');
  const dataset = datasetByName(datasetText.toUpperCase());
  if (!dataset) {
    problem('track', `The dataset ${quote(datasetText)} is not known here.`);
    return null;
  }
  const siteUid = siteText.toLowerCase();
  if (!/^[a-z0-9]{3,5}$/.test(siteUid)) {
    problem('track', `${quote(siteText)} is not a site code (four letters, such as gill).`);
    return null;
  }
  let deviceUid: string | null = deviceText?.toLowerCase() ?? null;
  if (deviceUid !== null && (!/^[a-z]+-?\d{1,4}$/.test(deviceUid) || rest.length > 0)) {
    problem('track', `${quote([deviceText, ...rest].join(':'))} is not a device; any at the site is taken.`);
    deviceUid = null;
  }
  let display = plainDisplay;
  for (const option of options) {
    const read = parseDisplayOption(option);
    if (read) display = { ...display, ...read };
    else problem('track', `${quote(option)} was not understood; the default is used.`);
  }
  return { dataset: dataset.name, siteUid, deviceUid, display };
}

function parseDisplayOption(option: string): Partial<TrackDisplay> | null {
  const [name, value = ''] = option.split(':');
  if (name === 'counts') {
    const match = /^(\d{1,5})-(\d{1,5})$/.exec(value);
    const [low, high] = [Number(match?.[1]), Number(match?.[2])];
    return match && low < high && high <= 65535 ? { countsRange: [low, high] } : null;
  }
  if (name === 'gamma') {
    const gamma = parseNumber(value, 0.1, 10);
    return gamma === null ? null : { gamma };
  }
  if (name === 'colormap') {
    return isColormap(value) ? { colormap: value } : null;
  }
  return null;
}

function isColormap(text: string): text is ColormapName {
  return (colormapNames as readonly string[]).includes(text);
}

function parseNumber(text: string, least: number, most: number): number | null {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

function quote(text: string): string {
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

/** Percent-encoding, but for the marks that may stand in a query as they are: a link is meant to be read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%(3A|2C|2F)/g, (code) => decodeURIComponent(code));
}
