import { Body, Equator, Horizon, Illumination, MakeTime, Observer } from 'astronomy-engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moonSight } from '$lib/geometry/moon-sight';

const at = (utc: string) => Date.parse(utc) * 1000;
const anyTime = fc.integer({ min: at('2004-01-01T00:00Z'), max: at('2030-12-31T00:00Z') });
const anyPlace = fc.record({
  latDeg: fc.double({ min: -89, max: 89, noNaN: true }),
  lonDeg: fc.double({ min: -180, max: 180, noNaN: true }),
});

test('azimuth, elevation and phase as a whole ephemeris has them', () => {
  fc.assert(
    fc.property(anyTime, anyPlace, (timeUs, place) => {
      const time = MakeTime(new Date(timeUs / 1000));
      const observer = new Observer(place.latDeg, place.lonDeg, 0);
      const { ra, dec } = Equator(Body.Moon, time, observer, true, true);
      const { altitude, azimuth } = Horizon(time, observer, ra, dec);
      const { lit, over } = moonSight(timeUs);
      const seen = over(place);
      expect(Math.abs(seen.elevationDeg - altitude)).toBeLessThan(0.003);
      const aside = Math.abs(((seen.azimuthDeg - azimuth + 540) % 360) - 180) * Math.cos((altitude * Math.PI) / 180);
      expect(aside).toBeLessThan(0.003);
      expect(Math.abs(lit - Illumination(Body.Moon, time).phase_fraction)).toBeLessThan(0.0005);
    }),
    { numRuns: 200 },
  );
});

test('below it, it stands in the zenith', () => {
  fc.assert(
    fc.property(anyTime, (timeUs) => {
      const { below, over } = moonSight(timeUs);
      expect(Math.abs(below.latDeg)).toBeLessThan(28.9);
      expect(over(below).elevationDeg).toBeGreaterThan(89.999);
    }),
    { numRuns: 50 },
  );
});
