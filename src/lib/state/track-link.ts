import { trackDatasetByName } from '$lib/datasets/any-dataset';
import { gridDatasetByName } from '$lib/datasets/grid-catalogue';
import { colormapNames, type ColormapName } from '$lib/model/dataset';
import type { Track, TrackChoices, TrackDisplay, TrackStrip } from '$lib/model/event';
import { formatCurves, parseCurves, plainCurves } from './curve-link';
import { misunderstood, quote } from './link-words';

/** How a track is where nothing else is said. */
export const plainDisplay: TrackDisplay = { countsRange: null, gamma: 1, colormap: null };
export const plainTrack: Pick<Track, 'display' | 'strip' | 'onMap' | 'choices' | 'curves'> = {
  display: plainDisplay,
  strip: { hidden: false, heightPx: null },
  onMap: true,
  choices: { skymap: null, flatfield: null, rayleighs: null },
  curves: plainCurves,
};

/** A strip is no lower and no higher, in CSS pixels. */
export const lowestStripPx = 40;
export const highestStripPx = 800;

const choiceKinds = ['skymap', 'flatfield', 'rayleighs'] as const;
/** A file of the archive, without directories: a name goes into addresses. */
const saveName = /^[A-Za-z0-9_+.-]{5,96}\.sav$/;
/** A file of somebody's own, by what it is called in links: see `ownChoice`. */
const ownName = /^own:[A-Za-z0-9_+.-]{1,96}$/;

/** Part of a link that could not be used, and what was done instead. */
export type Report = (parameter: string, message: string) => void;

/** `THEMIS_ASI_RAW:gill:themis19`: which camera it is, in a link and as a key; of a merged map the dataset alone. */
export function cameraOf({ dataset, siteUid, deviceUid }: Pick<Track, 'dataset' | 'siteUid' | 'deviceUid'>): string {
  return [dataset, ...(siteUid === '' ? [] : [siteUid]), ...(deviceUid === null ? [] : [deviceUid])].join(':');
}

/** One track as it stands in a link; what is at its default is left out. */
export function formatTrack({ display, strip, onMap, choices, curves, ...camera }: Track): string {
  const options = [
    ...(display.countsRange ? [`counts:${display.countsRange[0]}-${display.countsRange[1]}`] : []),
    ...(display.gamma === 1 ? [] : [`gamma:${display.gamma}`]),
    ...(display.colormap ? [`colormap:${display.colormap}`] : []),
    ...(strip.hidden ? ['hidden'] : []),
    ...(strip.heightPx === null ? [] : [`height:${strip.heightPx}`]),
    ...(onMap ? [] : ['unmapped']),
    ...choiceKinds.flatMap((kind) => (choices[kind] === null ? [] : [`${kind}:${choices[kind]}`])),
    ...formatCurves(curves),
  ];
  return [cameraOf(camera), ...options].join(',');
}

/** Reads one track of a link; null where it names no camera. */
export function parseTrack(text: string, problem: Report): Track | null {
  const [camera, ...options] = text.split(',');
  const [datasetText = '', siteText = '', deviceText, ...rest] = camera!.split(':');
  const dataset = trackDatasetByName(datasetText.toUpperCase());
  if (!dataset) {
    problem('track', `The dataset ${quote(datasetText)} is not known here.`);
    return null;
  }
  const isMerged = gridDatasetByName(dataset.name) !== null;
  if (isMerged && siteText !== '')
    problem('track', `${dataset.name} is merged of all sites: ${quote(siteText)} was not used.`);
  const siteUid = isMerged ? '' : siteText.toLowerCase();
  if (!isMerged && !/^[a-z0-9]{3,5}$/.test(siteUid)) {
    problem('track', `${quote(siteText)} is not a site code (four letters, such as gill).`);
    return null;
  }
  let deviceUid: string | null = isMerged ? null : (deviceText?.toLowerCase() ?? null);
  if (deviceUid !== null && (!/^[a-z]+-?\d{1,4}$/.test(deviceUid) || rest.length > 0)) {
    problem('track', `${quote([deviceText, ...rest].join(':'))} is not a device; any at the site is taken.`);
    deviceUid = null;
  }
  let track: Track = { dataset: dataset.name, siteUid, deviceUid, ...plainTrack };
  for (const option of options) {
    const display = parseDisplayOption(option);
    const strip = parseStripOption(option);
    const choices = parseChoice(option);
    const curves = 'measures' in dataset ? parseCurves(option) : null;
    if (display) track = { ...track, display: { ...track.display, ...display } };
    else if (strip) track = { ...track, strip: { ...track.strip, ...strip } };
    else if (option === 'unmapped') track = { ...track, onMap: false };
    else if (choices) track = { ...track, choices: { ...track.choices, ...choices } };
    else if (curves) track = { ...track, curves: { ...track.curves, ...curves } };
    else problem('track', misunderstood(option, expected));
  }
  return track;
}

/** What may stand where numbers and names have bounds. */
const expected: Readonly<Record<string, string>> = {
  counts: 'two counts from 0 to 65535, the lower one first',
  gamma: 'a gamma between 0.1 and 10',
  colormap: `a colormap (${colormapNames.join(', ')})`,
  height: `a whole number of pixels from ${lowestStripPx} to ${highestStripPx}`,
};

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

function parseStripOption(option: string): Partial<TrackStrip> | null {
  if (option === 'hidden') return { hidden: true };
  const [name, value = ''] = option.split(':');
  const heightPx = name === 'height' ? parseNumber(value, lowestStripPx, highestStripPx) : null;
  return heightPx !== null && Number.isInteger(heightPx) ? { heightPx } : null;
}

function parseChoice(option: string): Partial<TrackChoices> | null {
  const at = option.indexOf(':');
  const kind = choiceKinds.find((name) => name === option.slice(0, at));
  const name = option.slice(at + 1);
  return kind && (saveName.test(name) || ownName.test(name)) ? { [kind]: name } : null;
}

function isColormap(text: string): text is ColormapName {
  return (colormapNames as readonly string[]).includes(text);
}

/** A plain decimal number within bounds, both allowed. */
export function parseNumber(text: string, least: number, most: number): number | null {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}
