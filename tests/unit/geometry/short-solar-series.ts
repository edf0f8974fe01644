const degrees = Math.PI / 180;
const sin = (angle: number) => Math.sin(angle * degrees);
const cos = (angle: number) => Math.cos(angle * degrees);

/**
 * The Sun's elevation by the short series of declination and equation of time, from the Earth's centre: 0.005°.
 * @see Meeus, Astronomical Algorithms, chapters 25 and 28
 */
export function shortSolarElevationDeg(
  timeUs: number,
  { latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number },
): number {
  const days = timeUs / 86_400e6 - 10957.5;
  const T = days / 36525;
  const tau = T / 10;
  const L = 280.4664567 + 360007.6982779 * tau + 0.03032028 * tau ** 2 + 2.00276e-5 * tau ** 3;
  const M = 357.529113 + 35999.05029 * T - 0.0001537 * T ** 2;
  const centre =
    (1.914602 - 0.004817 * T - 0.000014 * T ** 2) * sin(M) +
    (0.019993 - 0.000101 * T) * sin(2 * M) +
    0.000289 * sin(3 * M);
  const node = 125.04452 - 1934.136261 * T + 0.0020708 * T ** 2;
  const apparent = L + centre - 0.00569 - 0.00478 * sin(node);
  const obliquity = 23.439291111 - 0.0130041667 * T + 0.00256 * cos(node);
  const declination = Math.asin(sin(obliquity) * sin(apparent)) / degrees;
  const ascension = Math.atan2(cos(obliquity) * sin(apparent), cos(apparent)) / degrees;
  const nutation = (-17.2 * sin(node) - 1.32 * sin(2 * L)) / 3600;
  const early = L - 0.0057183 - ascension + nutation * cos(obliquity);
  const hourAngle = ((timeUs / 86_400e6) % 1) * 360 - 180 + lonDeg + early;
  return Math.asin(sin(latDeg) * sin(declination) + cos(latDeg) * cos(declination) * cos(hourAngle)) / degrees;
}
