import { binUs, brightest, noData, type NightColumn } from '$lib/model/season';

/**
 * A picture's columns as parts of ten minutes: the mean of those that have data. What has none stays without.
 *
 * @param brightness of each column, 0 black to 1 white; NaN without data
 * @param lengthUs what the picture's width covers
 */
export function nightColumn(brightness: Float32Array, lengthUs: number): NightColumn {
  const parts = Math.max(1, Math.round(lengthUs / binUs));
  const perPart = brightness.length / parts;
  const column: NightColumn = new Uint8Array(parts).fill(noData);
  for (let part = 0; part < parts; part++) {
    // A picture narrower than that gives a column to several parts.
    const from = Math.floor(part * perPart);
    const to = Math.max(from + 1, Math.floor((part + 1) * perPart));
    let sum = 0;
    let count = 0;
    for (let at = from; at < Math.min(to, brightness.length); at++) {
      if (Number.isNaN(brightness[at]!)) continue;
      sum += brightness[at]!;
      count++;
    }
    if (count > 0) column[part] = Math.round(brightest * Math.min(1, Math.max(0, sum / count)));
  }
  return column;
}
