/** Where a slider of altitudes stops, kilometres: close together where aurora is, far apart above. */
export const altitudeStops: readonly number[] = [
  ...stops(60, 300, 5),
  ...stops(300, 500, 10),
  ...stops(500, 1000, 50),
  1000,
];

/** The index of the stop that is nearest to an altitude. */
export function nearestStop(altitudeKm: number): number {
  const apart = altitudeStops.map((stopKm) => Math.abs(stopKm - altitudeKm));
  return apart.indexOf(Math.min(...apart));
}

/** The first of them, and not the last. */
function stops(fromKm: number, toKm: number, stepKm: number): number[] {
  return Array.from({ length: (toKm - fromKm) / stepKm }, (_, at) => fromKm + at * stepKm);
}
