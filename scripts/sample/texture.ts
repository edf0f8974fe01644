import { randomFor } from './random';

/** The lattice repeats after so many steps: further than any aurora here reaches. */
const side = 256;

const lattice = (() => {
  const random = randomFor('texture');
  return Float32Array.from({ length: side * side }, () => random.uniform());
})();

/** Billows: four octaves of smooth noise, 0…1 and mostly near the middle; one step of `x` or `y` is the largest swell. */
export function textureAt(x: number, y: number): number {
  return (
    0.5 * swell(x, y) +
    0.27 * swell(2.03 * x + 17.3, 2.03 * y + 5.1) +
    0.15 * swell(4.11 * x + 3.7, 4.11 * y + 41.9) +
    0.08 * swell(8.3 * x + 29.1, 8.3 * y + 11.7)
  );
}

/** The same with nothing small in it: the two largest octaves. */
export function swellsAt(x: number, y: number): number {
  return 0.65 * swell(x, y) + 0.35 * swell(2.03 * x + 17.3, 2.03 * y + 5.1);
}

function swell(x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [eased(x - left), eased(y - top)];
  const upper = node(left, top) * (1 - right) + node(left + 1, top) * right;
  const lower = node(left, top + 1) * (1 - right) + node(left + 1, top + 1) * right;
  return upper * (1 - down) + lower * down;
}

function node(x: number, y: number): number {
  return lattice[(y & (side - 1)) * side + (x & (side - 1))]!;
}

function eased(part: number): number {
  return part * part * (3 - 2 * part);
}
