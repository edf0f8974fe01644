import type { Metadata } from './metadata-filter';

const tenMinutesMs = 600_000;
const hourMs = 3_600_000;
const oathClasses = ['arc', 'diffuse', 'discrete', 'moon', 'no aurora'] as const;

/** The hours UTC in which North American cameras run, roughly. */
const [firstHour, afterHour] = [1, 13];

const notClassified: Metadata = {
  clausen_ml_oath: 'not classified',
  calgary_apa_ml_v1: 'not classified',
  calgary_cloud_ml_v1: 'not classified',
  calgary_apa_ml_v1_confidence: 0,
  calgary_cloud_ml_v1_confidence: 0,
};

const made = new Map<string, Metadata>();

/**
 * What models might have said of a camera's pictures in a minute: made up, always the same for the same camera and time,
 * one verdict for ten minutes. Clouds stay for two hours, pulsating aurora comes late in the night.
 */
export function learnedMetadata(identifier: number, ms: number): Metadata {
  const hour = Math.floor((ms % (24 * hourMs)) / hourMs);
  if (hour < firstHour || hour >= afterHour) return notClassified;
  const slot = Math.floor(ms / tenMinutesMs);
  const key = `${identifier} ${slot}`;
  const known = made.get(key);
  if (known) return known;
  const isCloudy = dice(identifier, Math.floor(ms / (2 * hourMs)), 1) < 0.4;
  const isPulsating = !isCloudy && hour >= 8 && dice(identifier, Math.floor(ms / hourMs), 2) < 0.5;
  const oath = isCloudy ? 'cloudy' : oathClasses[Math.floor(dice(identifier, slot, 3) * oathClasses.length)]!;
  const metadata = {
    clausen_ml_oath: `classified as ${oath}`,
    calgary_apa_ml_v1: `classified as ${isPulsating ? 'APA' : 'not APA'}`,
    calgary_cloud_ml_v1: `classified as ${isCloudy ? 'cloudy' : 'not cloudy'}`,
    calgary_apa_ml_v1_confidence: confidence(identifier, slot, 4),
    calgary_cloud_ml_v1_confidence: confidence(identifier, slot, 5),
  };
  // A few years of an array would fill the memory of whoever runs the stand-in for a day.
  if (made.size > 100_000) made.clear();
  made.set(key, metadata);
  return metadata;
}

/** Most models are surer than they should be: from 60 to 100, to hundredths, mostly near 100. */
function confidence(identifier: number, slot: number, what: number): number {
  return Math.round(100 * (100 - 40 * dice(identifier, slot, what) ** 3)) / 100;
}

/** The same number from 0 to 1 for the same three. */
function dice(a: number, b: number, c: number): number {
  let bits = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}
