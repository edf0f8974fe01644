import { describe, expect, test } from 'vitest';
import type { MapFrame } from '$lib/geometry/map-frame';
import type { MagneticFigures } from '$lib/geometry/magnetic-model';
import { MapMaking, mayStand, type MapOrder } from '$lib/state/map-picture';
import { settled } from './fake-loading';

const centre = { latDeg: 62, lonDeg: -110 };
const flat: MapFrame = { kind: 'equal-area', centre };
const polar: MapFrame = {
  ...{ kind: 'magnetic', hemisphere: 'north', fieldUs: 0, timeUs: 0, heightKm: 110 },
  figures: {} as MagneticFigures,
};

test.each<[string, MapFrame, MapFrame | null, boolean]>([
  ['the same place in another record', flat, { ...flat }, true],
  ['another projection', { kind: 'stereographic', centre }, flat, false],
  ['another centre', { ...flat, centre: { latDeg: 62, lonDeg: -109 } }, flat, false],
  ['a projection that is not known yet', flat, null, true],
  ['a magnetic map, of a geographic one', flat, polar, false],
  ['a magnetic map a minute later', polar, { ...polar, timeUs: 60e6 }, true],
  ['a magnetic map an hour later', polar, { ...polar, timeUs: 3600e6 }, false],
  ['a magnetic map of another year', polar, { ...polar, fieldUs: 1 }, false],
  ['a magnetic map of the south', polar, { ...polar, hemisphere: 'south' }, false],
])('what was drawn may stand on %s, or not', (_, drawn, now, may) => {
  expect(mayStand(drawn, now)).toBe(may);
});

describe('tables are made one at a time', () => {
  const order = (altitudeKm: number, projection = flat) =>
    ({ altitudeKm, request: { projection }, looks: [], layers: [] }) as unknown as MapOrder;

  /** Each is finished by hand. */
  function making() {
    const asked: { readonly altitudeKm: number; readonly signal: AbortSignal; readonly finish: () => void }[] = [];
    const made = new MapMaking((wanted, signal) => {
      const { altitudeKm } = wanted as unknown as { readonly altitudeKm: number };
      return new Promise((finish) => asked.push({ altitudeKm, signal, finish }));
    });
    return { made, asked, altitudes: () => asked.map(({ altitudeKm }) => altitudeKm) };
  }

  test('while an altitude is dragged, the one under way is finished, and the last one follows', async () => {
    const { made, asked, altitudes } = making();
    for (const altitudeKm of [110, 120, 130, 140]) made.want(order(altitudeKm));
    expect(altitudes()).toEqual([110]);
    expect(asked[0]!.signal.aborted).toBe(false);
    asked[0]!.finish();
    await settled();
    expect(altitudes()).toEqual([110, 140]);
    asked[1]!.finish();
    await settled();
    made.want(order(150));
    expect(altitudes()).toEqual([110, 140, 150]);
  });

  test('another projection drops the one under way, and what was to follow it', async () => {
    const { made, asked, altitudes } = making();
    for (const altitudeKm of [110, 120]) made.want(order(altitudeKm));
    made.want(order(110, { kind: 'orthographic', centre }));
    expect(altitudes()).toEqual([110, 110]);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    asked[0]!.finish();
    await settled();
    expect(altitudes()).toHaveLength(2);
  });
});
