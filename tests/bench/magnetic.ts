import type { BenchGroup } from './bench-row';
import { mostOfOneByOne, side, timeMagnetic } from './magnetic-rounds';

/** The corners of a skymap brought into magnetic coordinates, in one thread of Node. */
export function benchMagnetic(): BenchGroup {
  return {
    name: 'magnetic',
    async run() {
      const { together, oneByOne } = await timeMagnetic();
      return [
        {
          what: `${side * side} corners of a skymap to AACGM`,
          where: 'Node',
          ratio: together / oneByOne,
          against: 'one by one',
          most: mostOfOneByOne,
          amounts: `${together.toFixed(1)} ms : ${oneByOne.toFixed(0)} ms`,
        },
      ];
    },
  };
}
