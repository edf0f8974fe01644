import { pixelGeometry, transmission, type PixelGeometry } from './camera';
import { bluePart, colourLayerKm, type ColourCamera, type ColourLine } from './colour-cameras';
import { AuroraMap, type LonSpan } from './emission';
import { addSpot, spanOf } from './exposure';
import { starSpots, townGlow } from './lights';
import { airglowKr } from './lines';
import { normalTable, randomFor } from './random';
import { openSky } from './skyline';
import { patches as patchesOf, type Patch } from './substorm';

const brightest = 255;
/** Pixels of one colour that count without light. */
const hotPixels = 150;

/** The aurora of an instant in the lines that a colour camera sees; the blue one follows from the green one. */
export interface ColourAurora {
  readonly green: AuroraMap;
  readonly red: AuroraMap;
}

/**
 * What a colour camera records, as `SampleExposure` does it for one line: of every line as much as it shows on its own
 * layer in the direction of the pixel, in the mixture that each colour counts. Channels are `[row][column][channel]`.
 */
export class ColourExposure {
  readonly camera: ColourCamera;
  /** On the layer of the green and the blue line. */
  readonly geometry: PixelGeometry;
  readonly #redGeometry: PixelGeometry;
  readonly #seed: number;
  readonly #patches: readonly Patch[];
  readonly #span: LonSpan;
  readonly #normal: Float32Array;
  /** What the lens lets through, 0…1, `[row][column]`. */
  readonly #lens: Float32Array;
  /** Counts that are the same in every frame. */
  readonly #steady: Float32Array;

  constructor(camera: ColourCamera, seed: number) {
    this.camera = camera;
    this.#seed = seed;
    this.#patches = patchesOf(seed);
    this.#normal = normalTable(randomFor(seed, 'normal'));
    this.geometry = pixelGeometry(camera, colourLayerKm.green);
    this.#redGeometry = pixelGeometry(camera, colourLayerKm.red);
    this.#span = spanOf(this.#longitudes());
    this.#lens = new Float32Array(camera.height * camera.width);
    this.#steady = new Float32Array(3 * this.#lens.length);
    this.#setSteady();
    const random = randomFor(seed, camera.deviceUid, 'hot pixels');
    for (let hot = 0; hot < hotPixels; hot++)
      this.#steady[Math.floor(random.between(0, this.#steady.length))]! += 45 * random.uniform() ** 3;
  }

  /** @param span only between these dipole longitudes, which is quicker */
  auroraAt(timeUs: number, span: LonSpan = this.#span): ColourAurora {
    const map = (line: 'green' | 'red') => new AuroraMap(line, timeUs, this.#patches, span);
    return { green: map('green'), red: map('red') };
  }

  /** Kilorayleigh of each line that reach a pixel's middle without a lens, aurora and airglow; for the truth. */
  krAt({ green, red }: ColourAurora, index: number): Record<ColourLine, number> {
    const elevationDeg = this.geometry.elevationDeg[index]!;
    const greenKr = this.#auroraKr(green, this.geometry, index);
    return {
      green: greenKr + airglowKr('green', elevationDeg),
      red: this.#auroraKr(red, this.#redGeometry, index) + airglowKr('red', elevationDeg),
      blue: bluePart * greenKr,
    };
  }

  /** What a pixel's channels count without stars and noise, not rounded; for the truth. */
  countsAt(aurora: ColourAurora, index: number): [red: number, green: number, blue: number] {
    const counts = new Float64Array(3);
    this.#addLight(counts, 0, aurora, index);
    return [0, 1, 2].map((channel) => this.camera.dark[channel]! + counts[channel]!) as [number, number, number];
  }

  /** All counts of one frame. */
  frame(timeUs: number): Uint8Array {
    const light = new Float32Array(this.#steady.length);
    const aurora = this.auroraAt(timeUs);
    for (let index = 0; index < this.#lens.length; index++) this.#addLight(light, 3 * index, aurora, index);
    this.#addStars(light, timeUs);
    return this.#recorded(light, timeUs);
  }

  /** The counts of one column only, `[row][channel]`, without stars and noise: for an overview. */
  column(timeUs: number, column: number): Float32Array {
    const { height, width } = this.camera;
    const aurora = this.auroraAt(timeUs, spanOf(this.#longitudes((index) => index % width === column)));
    return Float32Array.from(
      Array.from({ length: height }, (_, row) => this.countsAt(aurora, row * width + column)).flat(),
    );
  }

  /** Of all places that pixels see on both layers. */
  #longitudes(isMeant: (index: number) => boolean = () => true): Float32Array {
    const [lower, upper] = [this.geometry, this.#redGeometry].map(({ magneticLonDeg }) =>
      magneticLonDeg.filter((_, index) => isMeant(index)),
    );
    return Float32Array.of(...spanEnds(lower!), ...spanEnds(upper!));
  }

  #setSteady(): void {
    const { camera } = this;
    const { response, skyCounts, townColour } = camera;
    const zenithKr = airglowKr('green', 90);
    for (let index = 0; index < this.#lens.length; index++) {
      const elevationDeg = this.geometry.elevationDeg[index]!;
      if (!(elevationDeg > 0)) continue;
      const direction = { elevationDeg, azimuthDeg: this.geometry.azimuthDeg[index]! };
      const through = transmission(camera.lens, elevationDeg) * openSky(camera, direction);
      this.#lens[index] = through;
      const [greenKr, redKr] = [airglowKr('green', elevationDeg), airglowKr('red', elevationDeg)];
      const town = townGlow(camera, direction);
      for (let channel = 0; channel < 3; channel++) {
        const lines = greenKr * response.green[channel]! + redKr * response.red[channel]!;
        // All of the sky brightens towards the horizon, not as much as a layer so low.
        const sky = skyCounts[channel]! * Math.sqrt(greenKr / zenithKr);
        this.#steady[3 * index + channel] = through * (lines + sky + town * townColour[channel]!);
      }
    }
  }

  #auroraKr(map: AuroraMap, { magneticLatDeg, magneticLonDeg }: PixelGeometry, index: number): number {
    return map.krAt(magneticLatDeg[index]!, magneticLonDeg[index]!);
  }

  /** Adds the counts of a pixel's three channels from `at` on. */
  #addLight(into: Float32Array | Float64Array, at: number, aurora: ColourAurora, index: number): void {
    const through = this.#lens[index]!;
    const { response } = this.camera;
    const greenKr = through && through * this.#auroraKr(aurora.green, this.geometry, index);
    const redKr = through && through * this.#auroraKr(aurora.red, this.#redGeometry, index);
    for (let channel = 0; channel < 3; channel++) {
      const perGreen = response.green[channel]! + bluePart * response.blue[channel]!;
      into[at + channel]! += this.#steady[3 * index + channel]! + greenKr * perGreen + redKr * response.red[channel]!;
    }
  }

  /** White ones, as they are but for the brightest. */
  #addStars(light: Float32Array, timeUs: number): void {
    const { camera } = this;
    const stars = new Float32Array(this.#lens.length);
    for (const star of starSpots(camera, timeUs)) addSpot(stars, camera, star);
    for (let index = 0; index < stars.length; index++) {
      const counts = stars[index]!;
      if (counts === 0) continue;
      for (let channel = 0; channel < 3; channel++) light[3 * index + channel]! += counts;
    }
  }

  #recorded(light: Float32Array, timeUs: number): Uint8Array {
    const { dark, readNoise, photonNoise } = this.camera;
    const random = randomFor(this.#seed, this.camera.deviceUid, timeUs);
    const normal = this.#normal;
    const mask = normal.length - 1;
    const counts = new Uint8Array(light.length);
    const readVariance = readNoise * readNoise;
    for (let index = 0; index < light.length; index++) {
      const counted = light[index]!;
      const noise = Math.sqrt(readVariance + photonNoise * counted) * normal[random.bits() & mask]!;
      counts[index] = Math.min(brightest, Math.max(0, Math.round(dark[index % 3]! + counted + noise)));
    }
    return counts;
  }
}

function spanEnds(lonDeg: Float32Array): [number, number] {
  const { fromLonDeg, toLonDeg } = spanOf(lonDeg);
  return [fromLonDeg, toLonDeg];
}
