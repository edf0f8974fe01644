import type { Vector } from './geodesy';
import { sphereKm, type MainField } from './igrf';

/** Which way along the field: out of the south and into the north, or against it. */
export type FieldSense = 1 | -1;

const firstStepKm = 1;
/** Of one step at the Earth's surface. It grows as r^1.5, since a field line comes back that much closer. */
const toleranceKm = 1e-4;
/** Longest step at the Earth's surface; it grows as r³. */
const longestStepKm = 50;
/** A line that goes so far, or takes so many steps, does not come back. */
const farthestKm = 1e10 * sphereKm;
const mostSteps = 5000;
/** How near to where `level` is zero the end lies, relative to the distance from the Earth's centre. */
const endTolerance = 1e-10;

/**
 * Follow a field line by Runge–Kutta–Fehlberg 4(5) to where a function of the point passes zero from the sign that it
 * has at the start.
 *
 * @param start Earth-fixed, kilometres
 * @returns the point on the line; null for a line that gets lost
 */
export function followFieldLine(
  field: MainField,
  start: Vector,
  sense: FieldSense,
  level: (point: Vector) => number,
): Vector | null {
  const isBefore = level(start) > 0;
  let point = start;
  let stepKm = firstStepKm;
  for (let count = 0; count < mostSteps; count++) {
    const far = length(point) / sphereKm;
    if (!(far * sphereKm <= farthestKm)) return null;
    stepKm = Math.min(stepKm, longestStepKm * far ** 3);
    const { next, errorKm } = step(field, point, sense * stepKm);
    const allowedKm = toleranceKm * far ** 1.5;
    const change = Math.min(4, Math.max(0.2, 0.9 * (allowedKm / errorKm) ** 0.2));
    if (errorKm > allowedKm) {
      stepKm *= change;
      continue;
    }
    if (level(next) > 0 !== isBefore) return endOf(field, point, sense * stepKm, level);
    point = next;
    stepKm *= change;
  }
  return null;
}

/** The zero of `level` within a step, by false position with the end that stays weighed down (Illinois). */
function endOf(field: MainField, point: Vector, stepKm: number, level: (point: Vector) => number): Vector {
  let [low, high] = [0, stepKm];
  let lowLevel = level(point);
  let highLevel = level(step(field, point, stepKm).next);
  let end = point;
  const enough = endTolerance * length(point);
  for (let round = 0; round < 60 && Math.abs(high - low) > enough; round++) {
    const middle = (low * highLevel - high * lowLevel) / (highLevel - lowLevel);
    end = step(field, point, middle).next;
    const middleLevel = level(end);
    if (middleLevel > 0 === highLevel > 0) lowLevel /= 2;
    else [low, lowLevel] = [high, highLevel];
    const moved = Math.abs(middle - high);
    [high, highLevel] = [middle, middleLevel];
    if (moved < enough || middleLevel === 0) break;
  }
  return end;
}

/** One step and how much the formulas of fourth and fifth order differ over it. */
function step(field: MainField, point: Vector, km: number): { readonly next: Vector; readonly errorKm: number } {
  const k1 = direction(field, point);
  const k2 = direction(field, moved(point, km, [[1 / 4, k1]]));
  // prettier-ignore
  const k3 = direction(field, moved(point, km, [[3 / 32, k1], [9 / 32, k2]]));
  // prettier-ignore
  const k4 = direction(field, moved(point, km, [[1932 / 2197, k1], [-7200 / 2197, k2], [7296 / 2197, k3]]));
  // prettier-ignore
  const k5 = direction(field, moved(point, km, [[439 / 216, k1], [-8, k2], [3680 / 513, k3], [-845 / 4104, k4]]));
  // prettier-ignore
  const k6 = direction(field, moved(point, km, [
    [-8 / 27, k1], [2, k2], [-3544 / 2565, k3], [1859 / 4104, k4], [-11 / 40, k5],
  ]));
  // prettier-ignore
  const next = moved(point, km, [
    [16 / 135, k1], [6656 / 12825, k3], [28561 / 56430, k4], [-9 / 50, k5], [2 / 55, k6],
  ]);
  // prettier-ignore
  const error = moved([0, 0, 0], km, [
    [1 / 360, k1], [-128 / 4275, k3], [-2197 / 75240, k4], [1 / 50, k5], [2 / 55, k6],
  ]);
  return { next, errorKm: length(error) };
}

function direction(field: MainField, point: Vector): Vector {
  const [x, y, z] = field.at(point);
  const strength = Math.sqrt(x * x + y * y + z * z);
  return [x / strength, y / strength, z / strength];
}

function moved(from: Vector, km: number, parts: readonly (readonly [weight: number, direction: Vector])[]): Vector {
  let [x, y, z] = from;
  for (const [weight, towards] of parts) {
    x += km * weight * towards[0];
    y += km * weight * towards[1];
    z += km * weight * towards[2];
  }
  return [x, y, z];
}

function length([x, y, z]: Vector): number {
  return Math.sqrt(x * x + y * y + z * z);
}
