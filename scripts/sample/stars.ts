import { SiderealTime } from 'astronomy-engine';
import { cosDeg, positiveDegrees, sinDeg, toDegrees } from '$lib/geometry/angles';
import type { Direction } from './camera';

/** Name, right ascension (hours, minutes), declination (degrees, minutes; J2000), visual magnitude. */
type CatalogueLine = readonly [name: string, raHours: number, raMinutes: number, dec: string, magnitude: number];

/** Bright stars of the northern sky, to a minute of arc. */
const catalogue: readonly CatalogueLine[] = [
  ['Sirius', 6, 45.15, '-16:43', -1.46],
  ['Arcturus', 14, 15.66, '+19:11', -0.05],
  ['Vega', 18, 36.94, '+38:47', 0.03],
  ['Capella', 5, 16.69, '+46:00', 0.08],
  ['Rigel', 5, 14.54, '-08:12', 0.13],
  ['Procyon', 7, 39.3, '+05:14', 0.34],
  ['Betelgeuse', 5, 55.17, '+07:24', 0.5],
  ['Altair', 19, 50.78, '+08:52', 0.77],
  ['Aldebaran', 4, 35.92, '+16:31', 0.85],
  ['Spica', 13, 25.19, '-11:10', 0.98],
  ['Pollux', 7, 45.32, '+28:02', 1.14],
  ['Deneb', 20, 41.43, '+45:17', 1.25],
  ['Regulus', 10, 8.37, '+11:58', 1.35],
  ['Castor', 7, 34.6, '+31:53', 1.58],
  ['Bellatrix', 5, 25.13, '+06:21', 1.64],
  ['Elnath', 5, 26.29, '+28:36', 1.65],
  ['Alnilam', 5, 36.21, '-01:12', 1.69],
  ['Alnitak', 5, 40.76, '-01:57', 1.77],
  ['Alioth', 12, 54.03, '+55:58', 1.77],
  ['Dubhe', 11, 3.73, '+61:45', 1.79],
  ['Mirfak', 3, 24.32, '+49:52', 1.8],
  ['Alkaid', 13, 47.54, '+49:19', 1.86],
  ['Menkalinan', 5, 59.53, '+44:57', 1.9],
  ['Alhena', 6, 37.71, '+16:24', 1.93],
  ['Polaris', 2, 31.85, '+89:16', 1.98],
  ['Alphard', 9, 27.59, '-08:40', 1.98],
  ['Hamal', 2, 7.17, '+23:28', 2.0],
  ['Algieba', 10, 19.97, '+19:50', 2.01],
  ['Mizar', 13, 23.93, '+54:56', 2.06],
  ['Alpheratz', 0, 8.39, '+29:05', 2.06],
  ['Mirach', 1, 9.73, '+35:37', 2.06],
  ['Saiph', 5, 47.76, '-09:40', 2.07],
  ['Kochab', 14, 50.71, '+74:09', 2.08],
  ['Rasalhague', 17, 34.94, '+12:34', 2.08],
  ['Algol', 3, 8.17, '+40:57', 2.12],
  ['Denebola', 11, 49.06, '+14:34', 2.14],
  ['Sadr', 20, 22.23, '+40:15', 2.23],
  ['Mintaka', 5, 32.01, '-00:18', 2.23],
  ['Alphecca', 15, 34.69, '+26:43', 2.23],
  ['Eltanin', 17, 56.61, '+51:29', 2.23],
  ['Schedar', 0, 40.51, '+56:32', 2.24],
  ['Almach', 2, 3.9, '+42:20', 2.26],
  ['Caph', 0, 9.18, '+59:09', 2.28],
  ['Izar', 14, 44.98, '+27:04', 2.37],
  ['Merak', 11, 1.84, '+56:23', 2.37],
  ['Enif', 21, 44.19, '+09:52', 2.38],
  ['Scheat', 23, 3.78, '+28:05', 2.42],
  ['Phecda', 11, 53.83, '+53:42', 2.43],
  ['Alderamin', 21, 18.58, '+62:35', 2.45],
  ['Aljanah', 20, 46.21, '+33:58', 2.48],
  ['Navi', 0, 56.71, '+60:43', 2.47],
  ['Markab', 23, 4.76, '+15:12', 2.49],
  ['Zosma', 11, 14.11, '+20:31', 2.56],
  ['Sheratan', 1, 54.64, '+20:48', 2.64],
  ['Muphrid', 13, 54.68, '+18:24', 2.68],
  ['Ruchbah', 1, 25.82, '+60:14', 2.68],
  ['Kornephoros', 16, 30.22, '+21:29', 2.77],
  ['Rastaban', 17, 30.43, '+52:18', 2.79],
  ['Cor Caroli', 12, 56.03, '+38:19', 2.81],
  ['Vindemiatrix', 13, 2.18, '+10:58', 2.83],
  ['Algenib', 0, 13.24, '+15:11', 2.83],
  ['Albireo', 19, 30.72, '+27:58', 3.05],
  ['Pherkad', 15, 20.73, '+71:50', 3.05],
  ['Megrez', 12, 15.43, '+57:02', 3.31],
  ['Segin', 1, 54.4, '+63:40', 3.37],
];

/**
 * Those that move by more than a minute of arc within a century: seconds of arc a year to the east along the sky and to
 * the north.
 */
const motions: Readonly<Record<string, readonly [east: number, north: number]>> = {
  Sirius: [-0.546, -1.223],
  Arcturus: [-1.093, -1.999],
  Procyon: [-0.715, -1.037],
  Altair: [0.536, 0.385],
  Pollux: [-0.627, -0.046],
};

export interface Star {
  readonly name: string;
  readonly magnitude: number;
  /** Unit vector to it, true equator and equinox of the day (nutation, under 0.01°, left out). */
  readonly toward: readonly [x: number, y: number, z: number];
}

const j2000Us = Date.UTC(2000, 0, 1, 12) * 1000;
const dayUs = 86_400_000_000;

/** The stars where they stand on a day: precession carries them along by 0.4° in 30 years. */
export function starsOf(timeUs: number): readonly Star[] {
  const years = (timeUs - j2000Us) / dayUs / 365.25;
  const turn = precession(years / 100);
  return catalogue.map(([name, hours, minutes, declination, magnitude]) => {
    const [east, north] = motions[name] ?? [0, 0];
    const decDeg = degreesOf(declination) + (north * years) / 3600;
    const raDeg = 15 * (hours + minutes / 60) + (east * years) / 3600 / cosDeg(decDeg);
    return { name, magnitude, toward: turn(raDeg, decDeg) };
  });
}

/** Where a star stands over a place; no refraction. */
export function directionOfStar(
  { toward: [x, y, z] }: Star,
  timeUs: number,
  { latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number },
): Direction {
  const siderealDeg = 15 * SiderealTime((timeUs - j2000Us) / dayUs) + lonDeg;
  // Towards the meridian and towards the east, in the plane of the equator.
  const south = x * cosDeg(siderealDeg) + y * sinDeg(siderealDeg);
  const east = y * cosDeg(siderealDeg) - x * sinDeg(siderealDeg);
  const up = south * cosDeg(latDeg) + z * sinDeg(latDeg);
  const north = z * cosDeg(latDeg) - south * sinDeg(latDeg);
  return { azimuthDeg: positiveDegrees(toDegrees(Math.atan2(east, north))), elevationDeg: toDegrees(Math.asin(up)) };
}

/** IAU 1976: from the equator of J2000 to that of a date. @param centuries since J2000 */
function precession(centuries: number) {
  const seconds = (...terms: readonly [number, number]) => (terms[0] * centuries + terms[1] * centuries ** 2) / 3600;
  const zeta = seconds(2306.2181, 0.30188);
  const z = seconds(2306.2181, 1.09468);
  const theta = seconds(2004.3109, -0.42665);
  return (raDeg: number, decDeg: number): [number, number, number] => {
    const a = cosDeg(decDeg) * sinDeg(raDeg + zeta);
    const b = cosDeg(theta) * cosDeg(decDeg) * cosDeg(raDeg + zeta) - sinDeg(theta) * sinDeg(decDeg);
    const c = sinDeg(theta) * cosDeg(decDeg) * cosDeg(raDeg + zeta) + cosDeg(theta) * sinDeg(decDeg);
    const onEquator = Math.hypot(a, b);
    const ra = toDegrees(Math.atan2(a, b)) + z;
    return [onEquator * cosDeg(ra), onEquator * sinDeg(ra), c];
  };
}

function degreesOf(text: string): number {
  const [degrees = '0', minutes = '0'] = text.slice(1).split(':');
  return (text.startsWith('-') ? -1 : 1) * (Number(degrees) + Number(minutes) / 60);
}
