/*
 * Where a tour is, in the fragment of the event page: `#tour=sample/2`. It stays in the address through reload and Back;
 * a link that is shared is the event alone.
 */

/** The tour that comes with the app, and a list that is walked without being kept. */
export const sampleTour = 'sample';
export const givenTour = 'given';

export interface TourPlace {
  /** Id of a list, or one of the above. */
  readonly tour: string;
  /** Counted from 0. */
  readonly step: number;
}

export function formatTourPlace({ tour, step }: TourPlace): string {
  return `#tour=${encodeURIComponent(tour)}/${step + 1}`;
}

/** @returns null where the address is that of no tour */
export function parseTourPlace(hash: string): TourPlace | null {
  const match = /^#tour=([\w%.-]{1,100})\/(\d{1,5})$/.exec(hash);
  if (!match) return null;
  try {
    return { tour: decodeURIComponent(match[1]!), step: Math.max(0, Number(match[2]) - 1) };
  } catch {
    return null; // a percent sign with nothing behind it
  }
}
