import { cosDeg, sinDeg } from '$lib/geometry/angles';
import type { Direction } from './camera';
import type { Camera } from './plan';
import { textureAt } from './texture';

/** What trees and the ground let through: their own faint light. */
const shade = 0.06;
/** Treetops are never in focus. */
const softDeg = 0.9;
const mast = { halfWidthDeg: 0.4, topDeg: 10 } as const;
/** Lower, there is so much air in the way that it takes light away; no measurement is made there. */
const hazeBelowDeg = 20;
const hazeAtHorizon = 0.4;

/** How much of the light of a direction comes past trees and mast and through the haze of low elevations, 0…1. */
export function openSky(camera: Camera, { azimuthDeg, elevationDeg }: Direction): number {
  const above = (elevationDeg - skylineDeg(camera, azimuthDeg)) / softDeg + 0.5;
  const open = shade + (1 - shade) * Math.min(1, Math.max(0, above));
  const low = Math.max(0, 1 - Math.max(0, elevationDeg) / hazeBelowDeg);
  return open * (1 - (1 - hazeAtHorizon) * low * low);
}

/** Cameras of one site stand some way apart: each array sees another wood. */
const surroundings = { THEMIS_ASI_RAW: 0, REGO_RAW: 50, TREX_NIR_RAW: 80, TREX_RGB_RAW_NOMINAL: 110 } as const;

/** Height of what stands around a camera: rolling ground, a wood with its single trees, and one mast. */
function skylineDeg({ deviceUid, dataset }: Camera, azimuthDeg: number): number {
  const place = deviceUid.charCodeAt(deviceUid.length - 1) + surroundings[dataset];
  // Around a circle in the texture, so that it closes.
  const around = (finer: number) =>
    textureAt(finer * (cosDeg(azimuthDeg) + 1) + 3 * place, finer * (sinDeg(azimuthDeg) + 1) + 7 * place);
  const wood = 5.5 * Math.max(0, around(1.9) - 0.28);
  const tree = 3.2 * wood * Math.max(0, around(30) - 0.42);
  const awayDeg = Math.abs(((azimuthDeg - mastAzimuthDeg(place) + 540) % 360) - 180);
  return awayDeg < mast.halfWidthDeg ? mast.topDeg : 0.4 + wood + tree;
}

/** In the north, where the Moon does not set. */
function mastAzimuthDeg(place: number): number {
  return 300 + ((37 * place) % 120);
}
