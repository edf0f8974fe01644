import type { MosaicProjection, MosaicView } from '$lib/model/mosaic';

const radians = Math.PI / 180;
const earthM = 6_371_000;

/** On a sphere; places farther than 120° from the middle are not seen. */
export function stereographic(middleLatDeg: number, middleLonDeg: number): MosaicProjection {
  return azimuthal(middleLatDeg, middleLonDeg, (cosine) => (cosine < -0.5 ? NaN : 2 / (1 + cosine)));
}

export function orthographic(middleLatDeg: number, middleLonDeg: number): MosaicProjection {
  return azimuthal(middleLatDeg, middleLonDeg, (cosine) => (cosine < 0 ? NaN : 1));
}

/** The nearside perspective of PyAuroraX's examples. */
export function nearside(middleLatDeg: number, middleLonDeg: number): MosaicProjection {
  const away = (35_785_831 + 6_378_137) / 6_378_137;
  return azimuthal(middleLatDeg, middleLonDeg, (cosine) => (away - 1) / (away - cosine), 6_378_137);
}

function azimuthal(
  middleLatDeg: number,
  middleLonDeg: number,
  scale: (cosine: number) => number,
  radiusM = earthM,
): MosaicProjection {
  const [sinMiddle, cosMiddle] = [Math.sin(middleLatDeg * radians), Math.cos(middleLatDeg * radians)];
  return {
    periodM: null,
    toPlane(latDeg, lonDeg) {
      const x = new Float64Array(latDeg.length);
      const y = new Float64Array(latDeg.length);
      for (let at = 0; at < x.length; at++) {
        const [lat, east] = [latDeg[at]! * radians, (lonDeg[at]! - middleLonDeg) * radians];
        const [sinLat, cosLat, cosEast] = [Math.sin(lat), Math.cos(lat), Math.cos(east)];
        const k = radiusM * scale(sinMiddle * sinLat + cosMiddle * cosLat * cosEast);
        x[at] = k * cosLat * Math.sin(east);
        y[at] = k * (cosMiddle * sinLat - sinMiddle * cosLat * cosEast);
      }
      return { x, y };
    },
  };
}

/** One degree is 1000 m, whatever it is on the ground; longitudes within half a turn of the middle one. */
export function plateCarree(middleLonDeg: number): MosaicProjection {
  const near = (lonDeg: number) => lonDeg - 360 * Math.round((lonDeg - middleLonDeg) / 360);
  return {
    periodM: 360_000,
    toPlane: (latDeg, lonDeg) => ({
      x: lonDeg.map((lon) => 1000 * (near(lon) - middleLonDeg)),
      y: latDeg.map((lat) => 1000 * lat),
    }),
  };
}

/** North on top, the point (x, y) of the plane in the middle. */
export function viewOf(width: number, height: number, metresPerPixel: number, x = 0, y = 0): MosaicView {
  const scale = 1 / metresPerPixel;
  return { width, height, fromPlane: [scale, 0, width / 2 - x * scale, 0, -scale, height / 2 + y * scale] };
}
