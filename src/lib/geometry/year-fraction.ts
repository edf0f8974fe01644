/** An instant as a year with fraction, as magnetic models count time: days since 1 January over the days of that year. */
export function yearFraction(timeUs: number): number {
  const year = new Date(timeUs / 1000).getUTCFullYear();
  const startUs = Date.UTC(year, 0, 1) * 1000;
  return year + (timeUs - startUs) / (Date.UTC(year + 1, 0, 1) * 1000 - startUs);
}
