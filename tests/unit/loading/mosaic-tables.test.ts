import { expect, test } from 'vitest';
import { createMosaicTables } from '$lib/loading/mosaic-tables';
import type { ChosenSkymap } from '$lib/loading/loading';
import type { MapFrame } from '$lib/geometry/map-frame';
import type { MosaicRequest } from '$lib/model/mosaic';
import type { SampleEvent } from '$lib/model/sample';
import type { SkymapFile } from '$lib/workers/mosaic-maker';

const range = { startUs: 0, endUs: 60e6 };
const wish = { rank: () => 0, signal: new AbortController().signal };
const request: MosaicRequest<MapFrame> = {
  view: { width: 1, height: 1, fromPlane: [1, 0, 0, 0, 1, 0] },
  projection: { kind: 'stereographic', centre: { latDeg: 90, lonDeg: 0 } },
  rule: 'highest',
  sources: [],
};
const found = { name: 'a.sav', url: 'https://x/a.sav', dataset: 'd' } as ChosenSkymap;
const own = { ...found, url: '', own: 'own:a.sav', opening: 1 };

test('skymaps are read from where they were found, and the sample event has a thread of its own', async () => {
  const log: string[] = [];
  let sample: SampleEvent | null = null;
  const tables = createMosaicTables(
    {
      sampleOf: () => sample,
      skymapFile: ({ own: mine, url }) => {
        log.push(`read ${mine ?? url}`);
        return Promise.resolve({ ok: true, value: new ArrayBuffer(1) });
      },
    },
    () => {
      log.push('start');
      return {
        mosaicTable: async (_request, file: SkymapFile) => {
          for (const name of ['a.sav', 'own:a.sav 1', 'b.sav']) if (!(await file(name)).ok) log.push(`no ${name}`);
          return { ok: false, failure: { kind: 'cancelled', message: '' } };
        },
        dispose: () => void log.push('end'),
      };
    },
  );
  await tables.make(request, [found, own], range, wish);
  await tables.make(request, [found, own], range, wish);
  const once = ['read https://x/a.sav', 'read own:a.sav', 'no b.sav'];
  expect(log.splice(0)).toEqual(['start', ...once, ...once]);
  sample = {} as SampleEvent;
  await tables.make(request, [found], range, wish);
  tables.dispose();
  expect(log).toEqual(['end', 'start', 'read https://x/a.sav', 'no own:a.sav 1', 'no b.sav', 'end']);
});
