/** Numbers that look random and are the same for the same seed, on every machine. */
export interface Random {
  /** Whole number, 0…2³² − 1. */
  bits(): number;
  /** 0 (included) to 1 (not included). */
  uniform(): number;
  between(low: number, high: number): number;
}

/** @param keys what the numbers are for: other keys, other numbers */
export function randomFor(...keys: readonly (number | string)[]): Random {
  // FNV-1a over the text of the keys fills the state of xorshift128.
  let state = 0x811c9dc5;
  const next = () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    state ^= state >>> 15;
    return state >>> 0 || 1;
  };
  for (const character of keys.join('/')) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  let [x, y, z, w] = [next(), next(), next(), next()];
  const bits = () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  const uniform = () => bits() / 2 ** 32;
  return { bits, uniform, between: (low, high) => low + (high - low) * uniform() };
}

const normalBits = 14;

/** Values of the standard normal distribution, to be picked from at random: mean 0, deviation 1 exactly enough. */
export function normalTable(random: Random): Float32Array {
  const table = new Float32Array(2 ** normalBits);
  for (let index = 0; index < table.length; index += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
    const angle = 2 * Math.PI * random.uniform();
    // Each value with its opposite, so that the mean is 0.
    table[index] = radius * Math.cos(angle);
    table[index + 1] = -table[index]!;
  }
  return table;
}
