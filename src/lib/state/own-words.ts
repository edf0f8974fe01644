import { datasetByName } from '$lib/datasets/catalogue';
import { formatDate, formatSecond } from '$lib/datasets/utc';
import type { Outcome } from '$lib/model/failure';
import type { Advantage } from '$lib/loading/own-registry';
import type { OwnContent, OwnFrames, RecognisedFile } from '$lib/model/own-file';
import { placeOf, sentenceOf } from './sentences';

export const ownKinds = ['frames', 'skymap', 'calibration', 'grid', 'riometer', 'picture', 'unread'] as const;
export type OwnKind = (typeof ownKinds)[number];

/** What people call them, one and many. */
export const wordsOfKind: Readonly<Record<OwnKind, readonly [one: string, many: string]>> = {
  frames: ['Frames', 'Frames'],
  skymap: ['Skymap', 'Skymaps'],
  calibration: ['Calibration', 'Calibrations'],
  grid: ['Grid', 'Grids'],
  riometer: ['Riometer', 'Riometers'],
  picture: ['Picture', 'Pictures'],
  unread: ['Not read', 'Not read'],
};

export function kindOf(outcome: Outcome<RecognisedFile>): OwnKind {
  return outcome.ok ? outcome.value.content.kind : 'unread';
}

/** `THEMIS ASI GILL themis19, 2014-03-10 06:00:00 UTC, 20 frames` */
export function aboutContent(content: OwnContent): string {
  switch (content.kind) {
    case 'frames': {
      const array = datasetByName(content.dataset)?.title ?? content.dataset;
      const camera = `${array} ${content.siteUid.toUpperCase()} ${content.deviceUid}`;
      return `${camera}, ${instantOf(content.firstUs)}, ${framesOf(content)}`;
    }
    case 'skymap':
      return `${content.siteUid.toUpperCase()} ${content.imagerUid}${validFrom(content.startUs)}`;
    case 'calibration':
      return `${content.of === 'rayleighs' ? 'Factor to Rayleighs' : 'Flatfield'}, detector ${content.detectorUid ?? 'unknown'}${validFrom(content.startUs)}`;
    case 'grid':
      return `${content.dataset ?? 'Mosaic of an unknown array'}, ${instantOf(content.firstUs)}, ${counted(content.frames, 'frame')}`;
    case 'riometer': {
      const site = content.siteUid?.toUpperCase() ?? 'unknown site';
      return `${site}, ${formatDate(content.firstUs)}, ${counted(content.measurements, 'measurement')}`;
    }
    case 'picture':
      return `${content.width} × ${content.height} pixels`;
  }
}

/** What is to be said about a file besides what it is: damage, a contradiction, or why it is not read; null for nothing. */
export function troubleOf(outcome: Outcome<RecognisedFile>): string | null {
  if (!outcome.ok)
    return outcome.failure.kind === 'unsupported' ? outcome.failure.message : sentenceOf(outcome.failure);
  const { problem, remark } = outcome.value;
  const damage = problem && `Damaged (${problem.format}${placeOf(problem)}): ${problem.message}.`;
  return [damage, remark].filter(Boolean).join(' ') || null;
}

/** Why a file is listed and not used. */
export function otherIsUsed(span: 'minute' | 'day', because?: Advantage): string {
  const why =
    because === undefined
      ? ''
      : { 'more frames': ', with more frames', 'no damage': ', without damage', 'opened later': ', opened later' }[
          because
        ];
  return `Another file of the same ${span} is open${why}: that one is used.`;
}

/** @param trouble what else there is to say about the file */
export function asideWords(trouble: string | null, because: Advantage): string {
  return [otherIsUsed('minute', because), trouble].filter(Boolean).join(' ');
}

/** Of damaged frames that are used. */
export function givesWayWords(trouble: string | null): string {
  return `${trouble ?? ''} Where the archive has this time, its file is shown instead.`.trim();
}

function framesOf({ frames, readable = frames }: OwnFrames): string {
  return readable < frames ? `${readable} of ${counted(frames, 'frame')} can be read` : counted(frames, 'frame');
}

function instantOf(us: number): string {
  return `${formatDate(us)} ${formatSecond(us)} UTC`;
}

function validFrom(us: number | null): string {
  return us === null ? '' : `, valid from ${formatDate(us)}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
