const degrees = Math.PI / 180;

export function sinDeg(angle: number): number {
  return Math.sin(angle * degrees);
}

export function cosDeg(angle: number): number {
  return Math.cos(angle * degrees);
}

export function toDegrees(radians: number): number {
  return radians / degrees;
}

/** The same direction as −180…180. */
export function signedDegrees(angle: number): number {
  if (angle >= -180 && angle <= 180) return angle; // untouched, so that it keeps every digit
  const turned = angle - 360 * Math.round(angle / 360);
  return turned === -180 && angle > 0 ? 180 : turned;
}

/** The same direction as 0…360, 360 left out. */
export function positiveDegrees(angle: number): number {
  const turned = ((angle % 360) + 360) % 360;
  return turned === 360 ? 0 : turned;
}

/** The same direction, written within 180° of another: what to do before averaging or interpolating across a seam. */
export function unwrappedNear(angle: number, reference: number): number {
  return angle - 360 * Math.round((angle - reference) / 360);
}
