import { cosDeg, signedDegrees, sinDeg, toDegrees } from './angles';
import { dayUs } from './earth-turn';

/** Where the Sun is in the zenith: degrees, longitude −180…180. */
export interface SubsolarPoint {
  readonly latDeg: number;
  readonly lonDeg: number;
}

const j2000Days = 10_957.5;

/**
 * The subsolar point by the series that the definition of magnetic local time uses, so that MLT agrees to the last digit
 * with the AACGM library's; within 0.01° of the ephemeris in `sun-moon.ts`, which is 0.0007 h.
 * @see Meeus, Astronomical Algorithms, chapters 22, 25 and 28
 */
export function subsolarPoint(timeUs: number): SubsolarPoint {
  const days = timeUs / dayUs - j2000Days;
  const T = days / 36525;
  const tau = T / 10;
  const L = signedDegrees(
    280.4664567 + tau * (360007.6982779 + tau * (0.03032028 + tau * (2.00276e-5 - tau * (6.53595e-5 + tau * 5e-7)))),
  );
  const M = 357.529113 + T * (35999.05029 - T * 0.0001537);
  const centre =
    (1.914602 - T * (0.004817 + T * 0.000014)) * sinDeg(M) +
    (0.019993 - 0.000101 * T) * sinDeg(2 * M) +
    0.000289 * sinDeg(3 * M);
  const node = 125.04452 - T * (1934.136261 - T * (0.0020708 + T / 450000));
  const apparent = L + centre - 0.00569 - 0.00478 * sinDeg(node);
  const meanObliquity = 23.439291111 - T * (0.0130041667 + T * (1.639e-7 - T * 5.036e-7));
  const obliquity = meanObliquity + 0.00256 * cosDeg(node);
  const declination = toDegrees(Math.asin(sinDeg(obliquity) * sinDeg(apparent)));
  const ascension = toDegrees(Math.atan2(cosDeg(obliquity) * sinDeg(apparent), cosDeg(apparent)));
  const moon = 218.3165 + 481267.8813 * T;
  const inLongitude =
    (-17.2 * sinDeg(node) - 1.32 * sinDeg(2 * L) - 0.23 * sinDeg(2 * moon) + 0.21 * sinDeg(2 * node)) / 3600;
  const inObliquity =
    (9.2 * cosDeg(node) + 0.57 * cosDeg(2 * L) + 0.1 * cosDeg(2 * moon) - 0.09 * cosDeg(2 * node)) / 3600;
  /** How far the true Sun is ahead of the mean one, degrees. */
  const early = signedDegrees(L - 0.0057183 - ascension + inLongitude * cosDeg(meanObliquity + inObliquity));
  const turnedDeg = 360 * (timeUs / dayUs - Math.floor(timeUs / dayUs));
  return { latDeg: declination, lonDeg: signedDegrees(180 - turnedDeg - early) };
}
