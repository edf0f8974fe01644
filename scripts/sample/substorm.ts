import { randomFor } from './random';
import { sampleRange } from './plan';
import { textureAt } from './texture';

/*
 * The substorm that never happened, as heights and widths over the dipole's longitude. Everything is a closed formula
 * of time and place, so that what the cameras should show can be told without looking at their pictures. Lengths are
 * degrees of dipole latitude and longitude, times seconds since the start of the event, brightness kR of 557.7 nm.
 */

/** Where and when it breaks: between the cameras, 7 min 20 s after the start. */
export const onset = { timeSec: 440, lonDeg: -45 } as const;

/** The brightening runs along the arc so fast, degrees per second. */
const spreadDegPerSec = { west: 0.25, east: 0.2 } as const;
const expansionDeg = 4.6;

/** Seconds since the brightening reached a longitude; negative before. */
export function sinceBrightening(timeSec: number, lonDeg: number): number {
  const along = lonDeg - onset.lonDeg;
  return timeSec - onset.timeSec - (along < 0 ? -along / spreadDegPerSec.west : along / spreadDegPerSec.east);
}

/** 0 before, 1 long after; the steepest in the middle of `lengthSec`. */
function risen(sinceSec: number, lengthSec: number): number {
  const part = Math.min(1, Math.max(0, sinceSec / lengthSec));
  return part * part * (3 - 2 * part);
}

/**
 * The arc that drifts to the equator, a quarter of a degree a minute at most, and wavers a little; broken up, it winds.
 *
 * @param isBlurred as slow light shows it: without what is small
 */
export function arcLatDeg(timeSec: number, lonDeg: number, isBlurred = false): number {
  const drift = 66 - (0.19 * Math.min(timeSec, 520)) / 60;
  const waver = 0.16 * Math.sin((lonDeg + 0.02 * timeSec) / 7) + 0.07 * Math.sin((lonDeg - 0.05 * timeSec) / 2.6);
  const broken = risen(sinceBrightening(timeSec, lonDeg) - 40, 170);
  if (broken === 0) return drift + waver;
  const wide = 0.3 * Math.sin((lonDeg + 0.1 * timeSec) / 2.3 + 0.9);
  if (isBlurred) return drift + waver + 0.6 * broken * wide;
  const winding =
    wide + 0.2 * Math.sin((lonDeg + 0.14 * timeSec) / 0.97 + 2.2) + 0.09 * Math.sin((lonDeg - 0.06 * timeSec) / 0.41);
  return drift + waver + broken * winding;
}

/** How far the active aurora has grown poleward, 0…1 of all it will. */
function growth(sinceSec: number): number {
  return 1 - Math.exp(-sinceSec / 170);
}

/** The poleward border of the active aurora without its folds. */
export function smoothBorderLatDeg(timeSec: number, lonDeg: number): number {
  const since = Math.max(0, sinceBrightening(timeSec, lonDeg));
  return arcLatDeg(timeSec, lonDeg, true) + expansionDeg * growth(since);
}

/** The poleward border of the active aurora, with the folds that run along it to the west. */
export function borderLatDeg(timeSec: number, lonDeg: number): number {
  const since = Math.max(0, sinceBrightening(timeSec, lonDeg));
  const grown = growth(since);
  // No two folds are alike, and some stretches have none.
  const billow = textureAt((lonDeg + 0.12 * timeSec) / 2.4 + 3.3, timeSec / 130 + 19) - 0.5;
  const fold =
    2.2 * billow +
    0.2 * Math.sin((lonDeg + 0.16 * timeSec) / 1.35) +
    (0.12 + 0.9 * Math.abs(billow)) * Math.sin((lonDeg + 0.09 * timeSec) / 0.62 + 1.1) +
    0.1 * Math.sin((lonDeg + 0.3 * timeSec) / 0.27 + 0.4);
  return arcLatDeg(timeSec, lonDeg) + expansionDeg * grown + 1.35 * grown * fold * risen(since, 90);
}

/**
 * Brightness of the arc itself: quiet, then suddenly eight times as bright, then fading as the expansion goes on.
 *
 * @param isBlurred as slow light shows it: without rays
 */
export function arcKr(timeSec: number, lonDeg: number, isBlurred = false): number {
  const beads = 0.08 * Math.sin((lonDeg + 0.012 * timeSec) / 1.7) + 0.05 * Math.sin((lonDeg + 0.03 * timeSec) / 0.6);
  const quiet = 2.4 * (1 + 0.12 * Math.sin(lonDeg / 9 + 0.3) + 0.05 * Math.sin(timeSec / 31) + beads);
  const since = sinceBrightening(timeSec, lonDeg);
  if (since <= 0) return quiet;
  const flash = risen(since, 36) * (7 * Math.exp(-since / 110) - 0.8);
  // In pieces, some of which go out.
  const piece = textureAt((lonDeg + 0.08 * timeSec) / 1.6, timeSec / 45 + 11);
  const left = 1 - risen(since - 40, 120) * (1 - Math.max(0, 2.6 * piece - 0.7));
  return quiet * (1 + flash) * left * rays(timeSec, lonDeg, isBlurred ? 0 : risen(since, 60));
}

/** Brightness of the poleward border. @param isBlurred without rays */
export function borderKr(timeSec: number, lonDeg: number, isBlurred = false): number {
  const since = sinceBrightening(timeSec, lonDeg);
  if (since <= 0) return 0;
  const age = Math.exp(-since / 260);
  const uneven = 0.45 + 1.1 * textureAt((lonDeg + 0.14 * timeSec) / 1.9 + 51, timeSec / 60 + 3);
  return 12 * risen(since - 20, 70) * age * uneven * rays(timeSec, lonDeg, isBlurred ? 0 : 1);
}

/** The glow between arc and border. */
export function bulgeKr(timeSec: number, lonDeg: number): number {
  const since = sinceBrightening(timeSec, lonDeg);
  return since <= 0 ? 0 : 3.4 * risen(since - 15, 120) * Math.exp(-since / 420);
}

/** How much of what shines behind the border is still curtains, 1…0; what they leave is glow. */
export function youth(timeSec: number, lonDeg: number): number {
  return Math.exp(-Math.max(0, sinceBrightening(timeSec, lonDeg)) / 190);
}

/** Stripes along the magnetic field, seen as brighter and darker stretches of an arc that run along it. */
function rays(timeSec: number, lonDeg: number, depth: number): number {
  const pattern =
    0.5 * Math.sin((lonDeg + 0.11 * timeSec) / 0.33) +
    0.35 * Math.sin((lonDeg - 0.17 * timeSec) / 0.19 + 2) +
    0.3 * Math.sin((lonDeg + 0.05 * timeSec) / 0.9 + 0.7);
  return 1 + 0.42 * depth * pattern;
}

/** A pulsating patch: on for a part of its period, drifting to the east. */
export interface Patch {
  readonly latDeg: number;
  /** At the start of the event. */
  readonly lonDeg: number;
  readonly radiusLatDeg: number;
  readonly radiusLonDeg: number;
  readonly kr: number;
  readonly periodSec: number;
  readonly phase: number;
  readonly tilt: number;
}

export const patchDriftDegPerSec = 0.012;
const patchCount = 130;
/** Patches come in the wake of the expansion. */
const patchDelaySec = 240;

export function patches(seed: number): readonly Patch[] {
  const random = randomFor(seed, 'patches');
  return Array.from({ length: patchCount }, () => ({
    latDeg: random.between(60.6, 64.2),
    lonDeg: random.between(-92, -14),
    radiusLatDeg: random.between(0.1, 0.34),
    radiusLonDeg: random.between(0.5, 1.9),
    kr: random.between(0.7, 2.8),
    periodSec: random.between(7, 19),
    phase: random.uniform(),
    tilt: random.between(-0.25, 0.25),
  }));
}

/** How bright a patch is just now, kR. */
export function patchKr(patch: Patch, timeSec: number): number {
  const since = sinceBrightening(timeSec, patch.lonDeg) - patchDelaySec;
  if (since <= 0) return 0;
  // Never quite in step with itself.
  const turn =
    timeSec / patch.periodSec + patch.phase + 0.35 * Math.sin(timeSec / (2.3 * patch.periodSec) + 9 * patch.phase);
  const on = Math.max(0, Math.sin(2 * Math.PI * turn)) ** 0.6;
  return patch.kr * risen(since, 90) * (0.15 + 0.85 * on);
}

/** The faint band equatorward of the arc: brightness at its middle, kR. */
export const diffuse = { kr: 0.55, latBelowArcDeg: 1.9, widthDeg: 1.0 } as const;

export function secondsInto(timeUs: number): number {
  return (timeUs - sampleRange.startUs) / 1e6;
}
