/** `62.30° N`; `–` where there is none. The equator has no side. */
export function formatLatitude(value: number | null | undefined, digits = 0): string {
  return sided(value, digits, value === 0, ['N', 'S']);
}

/** `111.93° W`; `–` where there is none. Neither 0° nor 180° has a side. */
export function formatLongitude(value: number | null | undefined, digits = 0): string {
  return sided(value, digits, Math.abs(value ?? 1) % 180 === 0, ['E', 'W']);
}

/** `62.30° N, 111.93° W` */
export function formatPlace({ latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number }, digits = 2) {
  return `${formatLatitude(latDeg, digits)}, ${formatLongitude(lonDeg, digits)}`;
}

/** `06:42`, of hours 0…24: magnetic local time. */
export function formatHours(hours: number): string {
  const minutes = Math.round(hours * 60) % 1440;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function sided(
  value: number | null | undefined,
  digits: number,
  isBetween: boolean,
  [positive, negative]: readonly [string, string],
): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const side = isBetween ? '' : ` ${value < 0 ? negative : positive}`;
  return `${Math.abs(value).toFixed(digits)}°${side}`;
}
