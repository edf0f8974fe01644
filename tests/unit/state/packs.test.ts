import { expect, test } from 'vitest';
import type { Expeditions, PackRun } from '$lib/loading/expedition';
import type { Pack, PackProgress } from '$lib/model/pack';
import { LastingPromise } from '$lib/state/lasting.svelte';
import { Packs } from '$lib/state/packs.svelte';
import { settle } from '../services/counting-fetch';

const range = { startUs: 0, endUs: 60_000_000 };
function packOf(id: string, state: Pack['state'], createdMs = 1): Pack {
  const files = [{ url: 'a', name: 'a', dataset: 'D', bytes: null }];
  const listing = { files, listedBytes: null, listedFiles: 1, exactBytes: true };
  return { id, dataset: 'D', siteUid: 'gill', range, ...listing, createdMs, state, failures: {} };
}

/** Runs that end when a test says so. */
function stage(kept: Pack[], elsewhere: ReadonlySet<string> = new Set()) {
  const runs: { pack: Pack; signal: AbortSignal; tell: (done: number) => void; end: (run: PackRun) => void }[] = [];
  const progress = (filesHere: number): PackProgress => ({ filesHere, bytesHere: 0, bytesComing: 0, failures: {} });
  const expeditions: Expeditions = {
    plan: () => Promise.resolve({ ok: false, failure: { kind: 'offline', message: '' } }),
    run: (pack, signal, onProgress) =>
      new Promise((end) => runs.push({ pack, signal, end, tell: (done) => onProgress(progress(done)) })),
    list: () => Promise.resolve(kept),
    progressOf: () => Promise.resolve(progress(0)),
    release: ({ id }) => {
      const isFree = !elsewhere.has(id);
      if (isFree) kept.splice(kept.findIndex((pack) => pack.id === id));
      return Promise.resolve(isFree);
    },
  };
  let asked = 0;
  const lasting = new LastingPromise(
    () => Promise.resolve('not promised'),
    () => Promise.resolve((asked += 1) > 0 ? 'promised' : 'unknown'),
  );
  const packs = new Packs(expeditions, lasting, () => 0);
  const seen = () => packs.shown?.map(({ pack, phase }) => `${pack.id} ${phase}`);
  return { packs, runs, lasting, seen, asked: () => asked };
}

test('a pack that was under way when its tab ended goes on; one that was stopped does not', async () => {
  const { packs, runs, seen } = stage([packOf('old', 'stopped', 1), packOf('new', 'under way', 2)]);
  await packs.look();
  expect(runs.map(({ pack }) => pack.id)).toEqual(['new']);
  expect(seen()).toEqual(['new elsewhere', 'old stopped']);
  runs[0]!.tell(0);
  expect(seen()).toEqual(['new running', 'old stopped']);
  await packs.look();
  expect(runs).toHaveLength(1); // once is enough
  expect(seen()).toEqual(['new running', 'old stopped']);
  runs[0]!.end('ended');
  await settle();
  expect(seen()).toEqual(['new ended', 'old stopped']);
});

test('one that another tab is at is left to it, and asked for again at the next look', async () => {
  const { packs, runs, seen } = stage([packOf('one', 'under way')]);
  await packs.look();
  runs[0]!.end('elsewhere');
  await settle();
  expect(seen()).toEqual(['one elsewhere']);
  await packs.look();
  expect(runs).toHaveLength(2);
});

test('begun, stopped and let go; the browser is asked for its promise the first time only', async () => {
  const kept: Pack[] = [];
  const { packs, runs, seen, asked, lasting } = stage(kept);
  await packs.look();
  const pack = packOf('one', 'stopped');
  packs.start(pack);
  packs.start(pack);
  expect(runs).toHaveLength(1);
  kept.push(pack);
  runs[0]!.tell(0);
  expect(packs.busy).toBe(true);
  packs.stop('one');
  expect(runs[0]!.signal.aborted).toBe(true);
  runs[0]!.end('stopped');
  await settle();
  expect(seen()).toEqual(['one stopped']);
  expect(packs.like({ dataset: 'D', siteUid: 'GILL', deviceUid: null, range })?.pack.id).toBe('one');
  packs.start(pack);
  await settle();
  expect([asked(), lasting.answer]).toEqual([1, 'promised']);
  await packs.release('one'); // it is running: not now
  expect(kept).toHaveLength(1);
  runs[1]!.end('ended');
  await settle();
  await packs.release('one');
  expect([kept.length, seen()]).toEqual([0, []]);
});

test('let go while another tab is at it, it stays and is shown as it is', async () => {
  const kept = [packOf('one', 'stopped')];
  const { packs, runs, seen } = stage(kept, new Set(['one']));
  await packs.look();
  kept[0] = packOf('one', 'under way');
  await packs.release('one');
  expect(seen()).toEqual(['one elsewhere']);
  runs[0]!.end('elsewhere');
  await settle();
  expect(seen()).toEqual(['one elsewhere']);
});
