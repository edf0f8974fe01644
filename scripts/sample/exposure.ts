import { pixelGeometry, transmission, type PixelGeometry } from './camera';
import { AuroraMap, type LonSpan } from './emission';
import {
  cloudTransmission,
  lampSpots,
  moonGlow,
  moonOver,
  moonSpots,
  onCloudLayer,
  starSpots,
  townGlow,
  type Spot,
} from './lights';
import { airglowKr, layerKm } from './lines';
import { sampleRange, type SampleCamera } from './plan';
import { normalTable, randomFor } from './random';
import { openSky } from './skyline';
import { patches as patchesOf, secondsInto, type Patch } from './substorm';

/** A cloud throws back some of the light from below. */
const cloudKr = 0.9;
const brightest = 65535;
/** Pixels that count without light, as any chip has some. */
const hotPixels = 24;

/**
 * What a camera records: light of the aurora, of the night sky, of stars, Moon, lamps and cloud through its lens, then
 * dark counts and noise. The same for the same seed, camera and frame, whatever was recorded before.
 */
export class SampleExposure {
  readonly camera: SampleCamera;
  readonly geometry: PixelGeometry;
  readonly #seed: number;
  readonly #patches: readonly Patch[];
  readonly #span: LonSpan;
  readonly #normal: Float32Array;
  /** What the lens lets through, and the counts that are the same in every frame; row by row. */
  readonly #lens: Float32Array;
  readonly #steady: Float32Array;
  readonly #cloudX: Float32Array;
  readonly #cloudY: Float32Array;
  readonly #hot: readonly { readonly index: number; readonly counts: number }[];

  constructor(camera: SampleCamera, seed: number) {
    this.camera = camera;
    this.#seed = seed;
    this.#patches = patchesOf(seed);
    this.#normal = normalTable(randomFor(seed, 'normal'));
    this.geometry = pixelGeometry(camera, layerKm[camera.line]);
    this.#span = spanOf(this.geometry.magneticLonDeg);
    const pixels = camera.height * camera.width;
    this.#lens = new Float32Array(pixels);
    this.#steady = new Float32Array(pixels);
    const random = randomFor(seed, camera.deviceUid, 'hot pixels');
    this.#hot = Array.from({ length: hotPixels }, () => ({
      index: Math.floor(random.between(0, pixels)),
      counts: camera.dark * 0.4 * random.uniform() ** 3,
    }));
    this.#cloudX = new Float32Array(pixels);
    this.#cloudY = new Float32Array(pixels);
    // It moves by five degrees in all: its glow stays.
    const moon = camera.hasMoon ? moonOver(camera, (sampleRange.startUs + sampleRange.endUs) / 2) : null;
    for (let index = 0; index < pixels; index++) {
      const elevationDeg = this.geometry.elevationDeg[index]!;
      if (!(elevationDeg > 0)) continue;
      const direction = { elevationDeg, azimuthDeg: this.geometry.azimuthDeg[index]! };
      const through = transmission(camera.lens, elevationDeg) * openSky(camera, direction);
      this.#lens[index] = through * camera.countsPerKr;
      this.#steady[index] =
        through *
        (camera.countsPerKr * airglowKr(camera.line, elevationDeg) +
          townGlow(camera, direction) +
          (moon ? moonGlow(moon, direction) : 0));
      [this.#cloudX[index], this.#cloudY[index]] = onCloudLayer(direction) as [number, number];
    }
  }

  /** Kilorayleigh that reach a pixel's middle without a lens, aurora and airglow; for the truth. */
  krAt(aurora: AuroraMap, index: number): number {
    const { magneticLatDeg, magneticLonDeg, elevationDeg } = this.geometry;
    return (
      aurora.krAt(magneticLatDeg[index]!, magneticLonDeg[index]!) + airglowKr(this.camera.line, elevationDeg[index]!)
    );
  }

  auroraAt(timeUs: number): AuroraMap {
    return new AuroraMap(this.camera.line, timeUs, this.#patches, this.#span);
  }

  /** All counts of one frame, row by row. */
  frame(timeUs: number): Uint16Array {
    const { height, width } = this.camera;
    const light = new Float32Array(height * width);
    const aurora = this.auroraAt(timeUs);
    for (let index = 0; index < light.length; index++) light[index] = this.#lightAt(aurora, index, timeUs);
    this.#addSpots(light, timeUs);
    for (const { index, counts } of this.#hot) light[index]! += counts;
    return this.#recorded(light, timeUs);
  }

  /** The counts of one column only, from row 0 on, without the spots and the noise: for an overview. */
  column(timeUs: number, column: number): Uint16Array {
    const { height, width, dark } = this.camera;
    const aurora = this.#auroraOver(column, timeUs);
    return Uint16Array.from({ length: height }, (_, row) => {
      return Math.min(brightest, Math.round(dark + this.#lightAt(aurora, row * width + column, timeUs)));
    });
  }

  /** Only as far as one column sees, which is much quicker. */
  #auroraOver(column: number, timeUs: number): AuroraMap {
    const { width } = this.camera;
    const seen = this.geometry.magneticLonDeg.filter((_, index) => index % width === column);
    return new AuroraMap(this.camera.line, timeUs, this.#patches, spanOf(seen));
  }

  #lightAt(aurora: AuroraMap, index: number, timeUs: number): number {
    const through = this.#lens[index]!;
    if (through === 0) return 0;
    const { magneticLatDeg, magneticLonDeg } = this.geometry;
    const light = through * aurora.krAt(magneticLatDeg[index]!, magneticLonDeg[index]!) + this.#steady[index]!;
    if (!this.camera.hasCloud) return light;
    const clear = cloudTransmission(secondsInto(timeUs), this.#cloudX[index]!, this.#cloudY[index]!);
    return light * clear + through * cloudKr * (1 - clear);
  }

  #addSpots(light: Float32Array, timeUs: number): void {
    const { camera } = this;
    for (const star of starSpots(camera, timeUs)) {
      const clear = camera.hasCloud ? cloudTransmission(secondsInto(timeUs), ...onCloudLayer(star)) : 1;
      addSpot(light, camera, { ...star, counts: clear * star.counts });
    }
    for (const spot of [...moonSpots(camera, timeUs), ...lampSpots(camera, timeUs)]) addSpot(light, camera, spot);
  }

  #recorded(light: Float32Array, timeUs: number): Uint16Array {
    const { dark, step, readNoise, photonNoise } = this.camera;
    const random = randomFor(this.#seed, this.camera.deviceUid, timeUs);
    const normal = this.#normal;
    const mask = normal.length - 1;
    const counts = new Uint16Array(light.length);
    const readVariance = readNoise * readNoise;
    for (let index = 0; index < light.length; index++) {
      const counted = light[index]!;
      const noise = Math.sqrt(readVariance + photonNoise * counted) * normal[random.bits() & mask]!;
      counts[index] = Math.min(brightest, Math.max(0, step * Math.round((dark + counted + noise) / step)));
    }
    return counts;
  }
}

export function spanOf(lonDeg: Iterable<number>): LonSpan {
  let [fromLonDeg, toLonDeg] = [Infinity, -Infinity];
  for (const lon of lonDeg) {
    if (lon < fromLonDeg) fromLonDeg = lon;
    if (lon > toLonDeg) toLonDeg = lon;
  }
  return { fromLonDeg, toLonDeg };
}

/** A bell of light; what of it falls beyond the picture is lost. */
export function addSpot(
  light: Float32Array,
  picture: { readonly height: number; readonly width: number },
  { row, column, counts, width }: Spot,
): void {
  const reach = Math.ceil(4 * width);
  const peak = counts / (2 * Math.PI * width * width);
  const [top, left] = [Math.floor(row), Math.floor(column)];
  for (let y = Math.max(0, top - reach); y <= Math.min(picture.height - 1, top + reach); y++)
    for (let x = Math.max(0, left - reach); x <= Math.min(picture.width - 1, left + reach); x++) {
      const square = (y + 0.5 - row) ** 2 + (x + 0.5 - column) ** 2;
      light[y * picture.width + x]! += peak * Math.exp(-square / (2 * width * width));
    }
}
