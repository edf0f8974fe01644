import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '$lib/model/failure';
import { download, type Downloaded } from '$lib/services/download';
import { createHostGate } from '$lib/services/host-gate';
import { directHosts, type Hosts } from '$lib/services/hosts';
import { pause, type Sleep } from '$lib/services/retry';
import { startArchive, type RunningArchive } from '../../archive/server';
import { minuteFiles, temporaryTree, type TemporaryTree } from '../archive/temporary-tree';
import { never } from './counting-fetch';

const minutes = Array.from({ length: 60 }, (_, minute) => `20230101_06${String(minute).padStart(2, '0')}`);
const paths = Object.keys(minuteFiles('THEMIS/asi/stream0', 'gill_themis19', '_full.pgm.gz', minutes));
const contentOf = (path: string) => Buffer.from(path.repeat(2000));

let tree: TemporaryTree;
let archive: RunningArchive;
let hosts: Hosts;
beforeAll(async () => {
  tree = await temporaryTree(Object.fromEntries(paths.map((path) => [path, contentOf(path)])));
  archive = await startArchive({ roots: [tree.root] });
  hosts = { ...directHosts, data: `${archive.url}/data`, srs: `${archive.url}/srs` };
});
afterAll(async () => {
  await archive.close();
  await tree.remove();
});
beforeEach(() => archive.reset());

/** Back-off a hundred times as fast; what a host asks for is not shortened. */
const hasty: Sleep = (ms, signal) => pause(ms >= 1000 && ms % 1000 === 0 ? ms : ms / 100, signal);

async function downloadAll(
  attempts = 4,
  request: typeof fetch = fetch,
  gate = createHostGate({ hosts }),
): Promise<Outcome<Downloaded>[]> {
  const outcomes: Outcome<Downloaded>[] = [];
  let next = 0;
  const work = async () => {
    while (next < paths.length) {
      const index = next++;
      outcomes[index] = await download(`${hosts.data}/${paths[index]!}`, {
        fetch: request,
        signal: never(),
        gate,
        attempts,
        sleep: hasty,
        stallMs: 200,
      });
    }
  };
  await Promise.all(Array.from({ length: 5 }, work));
  return outcomes;
}

async function wholeFiles(outcomes: readonly Outcome<Downloaded>[]): Promise<number> {
  let whole = 0;
  for (const [index, outcome] of outcomes.entries()) {
    if (!outcome.ok) continue;
    const bytes = Buffer.from(await outcome.value.blob.arrayBuffer());
    expect(bytes.equals(contentOf(paths[index]!))).toBe(true);
    whole += 1;
  }
  return whole;
}

test('an hour where three requests of ten fail, and bodies are cut and stall: whole files, or a named failure', async () => {
  archive.faults.set(
    { pattern: '\\.pgm\\.gz$', kind: 'refuse', probability: 0.3 },
    { pattern: '\\.pgm\\.gz$', kind: 'truncate', probability: 0.05 },
    { pattern: '\\.pgm\\.gz$', kind: 'stall', probability: 0.05 },
  );
  const outcomes = await downloadAll();
  const whole = await wholeFiles(outcomes);
  expect(whole).toBeGreaterThan(50);
  for (const outcome of outcomes) if (!outcome.ok) expect(outcome.failure).toMatchObject({ kind: 'refused' });
  // Every whole file was asked for until it came, and not again.
  const wholePaths = paths.filter((_, index) => outcomes[index]!.ok);
  const lastSent = () => wholePaths.map((path) => archive.log.seen('data', `/${path}`).at(-1)!.sentBytes);
  await expect.poll(lastSent).toEqual(wholePaths.map((path) => contentOf(path).length));
  for (const path of paths) expect(archive.log.seen('data', `/${path}`).length).toBeLessThanOrEqual(4);
  expect(archive.log.seen('data').length).toBeGreaterThan(paths.length);
});

test('with patience, all of them come', async () => {
  archive.faults.set({ pattern: '\\.pgm\\.gz$', kind: 'refuse', probability: 0.3 });
  expect(await wholeFiles(await downloadAll(12))).toBe(paths.length);
});

test('after a Retry-After nobody asks before it is over', async () => {
  archive.faults.set({ pattern: '_0610_', kind: 'rate-limited', retryAfterSec: 1, times: 1 });
  const left: number[] = [];
  let heardMs = Infinity;
  let sinceHeard = 0;
  const watched: typeof fetch = async (...call) => {
    left.push(performance.now());
    const response = await fetch(...call);
    if (response.status === 429) {
      heardMs = performance.now();
      // What leaves in the same turn of the event loop may not have heard.
      setImmediate(() => (sinceHeard = left.length));
    }
    return response;
  };
  expect(await wholeFiles(await downloadAll(4, watched))).toBe(paths.length);
  const later = left.slice(sinceHeard);
  expect(later.length).toBeGreaterThan(30);
  expect(later[0]! - heardMs).toBeGreaterThanOrEqual(1000);
});

test('a host that is down is left alone', async () => {
  archive.faults.set({ pattern: '.', kind: 'refuse' });
  // A hundred times as fast, as the back-off.
  const now = () => performance.now() * 100;
  const outcomes = await downloadAll(
    4,
    fetch,
    createHostGate({ hosts, now, sleep: (ms, stop) => pause(ms / 100, stop) }),
  );
  expect(outcomes.map((outcome) => outcome.ok)).toEqual(paths.map(() => false));
  expect(archive.log.seen('data').length).toBeLessThanOrEqual(20);
});
