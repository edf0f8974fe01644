import { createMagneticModel, type MagneticModel } from '$lib/geometry/magnetic-model';
import { createMagneticFigures } from '$lib/loading/magnetic-figures';
import { bestOfRounds, type BestTimes } from './rounds';

/** What a skymap's corners may cost together, in conversions of as many places one by one. */
export const mostOfOneByOne = 0.2;

const timeUs = Date.UTC(2014, 2, 10, 6) * 1000;
const heightKm = 110;
/** Corners of 256 × 256 pixels. */
export const side = 257;

/** The corners of a skymap brought into magnetic coordinates, by a model that has not seen them yet. */
export async function timeMagnetic(): Promise<BestTimes<'together' | 'oneByOne'>> {
  const figures = await createMagneticFigures()(timeUs);
  if (!figures.ok) throw new Error(figures.failure.message);
  const corners = cornersAround(56.4, -94.6);
  let instantUs = timeUs;
  // Made anew for each round: a model keeps what it has computed for a height.
  const timed = (convert: (model: MagneticModel) => void) => () => {
    const model = createMagneticModel(figures.value, instantUs++);
    if (!model) throw new Error('there is no field for this instant');
    const started = performance.now();
    convert(model);
    return Promise.resolve(performance.now() - started);
  };
  return bestOfRounds(
    1,
    {
      together: timed((model) => model.toMagneticArrays(corners, heightKm)),
      oneByOne: timed((model) => {
        for (let corner = 0; corner < side * side; corner++)
          model.toMagnetic(corners.latDeg[corner]!, corners.lonDeg[corner]!, heightKm);
      }),
    },
    (best) => best.together <= mostOfOneByOne * best.oneByOne,
  );
}

/** A square of 20° in latitude and 40° in longitude, turned as no grid of the Earth lies. */
function cornersAround(middleLatDeg: number, middleLonDeg: number) {
  const latDeg = new Float64Array(side * side);
  const lonDeg = new Float64Array(side * side);
  for (let corner = 0; corner < side * side; corner++) {
    const right = (corner % side) / (side - 1) - 0.5;
    const up = Math.floor(corner / side) / (side - 1) - 0.5;
    latDeg[corner] = middleLatDeg + 16 * up + 8 * right;
    lonDeg[corner] = middleLonDeg + 36 * right - 12 * up;
  }
  return { latDeg, lonDeg };
}
