/** Best times of several ways to do the same, in milliseconds. */
export type BestTimes<Name extends string> = Readonly<Record<Name, number>>;

/** Rounds at least; as many again, at most twice, as long as `enough` says no. */
const fewestRounds = 9;

/**
 * Time several ways to do the same work, cut into pieces. Each piece is done one way after the other (A B, B A, A B …),
 * so that load on the machine, and whatever one leaves behind for the next to clear away, hit all alike. Of each piece
 * the best time of all rounds counts, the one with the least of other things in it: short pieces find quiet moments
 * also on a busy machine.
 *
 * @param ways each does one piece of the work and answers how long that took, in milliseconds
 * @param enough whether the figures may stand; other load can only make them worse, so more rounds are fair
 * @returns sums over all pieces
 */
export async function bestOfRounds<Name extends string>(
  pieces: number,
  ways: Readonly<Record<Name, (piece: number) => Promise<number>>>,
  enough: (best: BestTimes<Name>) => boolean = () => true,
): Promise<BestTimes<Name>> {
  const names = Object.keys(ways) as Name[];
  const best = new Map(names.map((name) => [name, new Array<number>(pieces).fill(Infinity)]));
  const sums = () => Object.fromEntries([...best].map(([name, times]) => [name, sum(times)])) as Record<Name, number>;
  for (let round = 1; round <= 3 * fewestRounds; round++) {
    for (let piece = 0; piece < pieces; piece++) {
      const inTurn = (round + piece) % 2 === 0 ? names : names.toReversed();
      for (const name of inTurn) {
        const times = best.get(name)!;
        times[piece] = Math.min(times[piece]!, await ways[name](piece));
      }
    }
    if (round % fewestRounds === 0 && enough(sums())) break;
  }
  return sums();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
