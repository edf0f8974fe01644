import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sharedData } from '../unit/shared-data';
import type { Round, RoundReport } from './fuzz-round';

const playMs = 120_000;
const patienceMs = 10_000;
const players = 2;

/** `FUZZ_SEED=…` plays the same rounds again. In CI they are always the same: a change is judged, not luck. */
const firstSeed = Number(process.env.FUZZ_SEED ?? (process.env.CI === 'true' ? 1 : Date.now() % 1_000_000_000));

test.skipIf(sharedData === null)(
  'no damage to a real file makes its reader throw, hang or contradict itself',
  { timeout: playMs + 60_000 },
  async () => {
    const files = await realFiles(sharedData ?? '');
    expect(files.length).toBeGreaterThan(20);
    const end = performance.now() + playMs;
    const failures: string[] = [];
    let rounds = 0;
    const play = async () => {
      let player = await startPlayer();
      while (performance.now() < end && failures.length < 5) {
        const seed = firstSeed + rounds++;
        const round = { file: files[seed % files.length]!, seed };
        const { done, troubles } = await ask(player, round);
        if (troubles.length > 0)
          failures.push(`FUZZ_SEED=${seed}: ${path.basename(round.file)}, ${done}: ${troubles.slice(0, 3).join('; ')}`);
        if (player.exitCode !== null || player.signalCode !== null) player = await startPlayer();
      }
      player.disconnect();
    };
    await Promise.all(Array.from({ length: players }, play));
    console.log(`${rounds} damaged files read, from FUZZ_SEED=${firstSeed} on`);
    expect(failures).toEqual([]);
    expect(rounds).toBeGreaterThan(200);
  },
);

async function startPlayer(): Promise<ChildProcess> {
  const player = fork(path.resolve('tests/long/fuzz-round.ts'), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=1024'],
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: path.resolve('tsconfig.node.json') },
  });
  await once(player, 'message'); // that it is ready
  return player;
}

/** One round; a player that says nothing for too long, or ends, is the reader's fault. */
async function ask(player: ChildProcess, round: Round): Promise<RoundReport> {
  const over = new AbortController();
  const { signal } = over;
  const patience = setTimeout(() => over.abort(), patienceMs);
  try {
    player.send(round);
    return await Promise.race([
      once(player, 'message', { signal }).then(([report]: unknown[]) => report as RoundReport),
      once(player, 'exit', { signal }).then(([code, how]: unknown[]) => {
        return { done: '', troubles: [`the process ended: ${String(code ?? how)}`] };
      }),
    ]);
  } catch (error) {
    if (!signal.aborted) throw error;
    player.kill('SIGKILL');
    await once(player, 'exit');
    return { done: '', troubles: [`no answer after ${patienceMs / 1000} s`] };
  } finally {
    clearTimeout(patience);
    over.abort(); // whoever still listens stops
  }
}

async function realFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  const readable = /\.(pgm|pgm\.gz|sav|h5|png|tar|txt)$/;
  return entries
    .filter((entry) => readable.test(entry))
    .sort()
    .map((entry) => path.join(root, entry));
}
