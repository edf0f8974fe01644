import { afterAll, describe, expect, test } from 'vitest';
import { pickMosaic } from '$lib/analysis/mosaic-pick';
import type { Outcome } from '$lib/model/failure';
import type { MosaicRequest, MosaicRequestSource, MosaicTable } from '$lib/model/mosaic';
import { createMosaicMaker } from '$lib/workers/mosaic-maker';
import { decodeApi } from '../../../workers/decode-api';
import type { ProjectionSpec } from '../../../workers/mosaic-projection';
import { viewOf } from '../analysis/toy-projections';
import { gakoName, gakoSkymapBytes } from '../datasets/gako-skymap';
import { sharedData } from '../shared-data';
import { FakeWorker } from './fake-worker';

const maker = createMosaicMaker(() => new FakeWorker(decodeApi).asWorker());
afterAll(() => maker.dispose());

const wish = { rank: () => 0, signal: new AbortController().signal };
const camera = {
  ...{ kind: 'skymap', id: 'gako', skymap: gakoName, altitudeKm: 110, minElevationDeg: 5, mask: null, layer: 0 },
} as const satisfies MosaicRequestSource;
const request: MosaicRequest<ProjectionSpec> = {
  view: viewOf(200, 140, 8000),
  projection: { kind: 'stereographic', centre: { latDeg: 62.4, lonDeg: -145.2 } },
  rule: 'highest',
  sources: [camera],
};

function good(outcome: Outcome<MosaicTable>): MosaicTable {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

describe.skipIf(!sharedData)('tables from the worker', () => {
  let asked: string[] = [];
  const file = (name: string) => {
    asked.push(name);
    return Promise.resolve({ ok: true, value: new Uint8Array(gakoSkymapBytes()).buffer } as const);
  };

  test('a skymap is asked for once, whatever changes afterwards', async () => {
    const [first] = pickMosaic(good(await maker.mosaicTable(request, file, wish)), 100, 70);
    expect(first).toMatchObject({ source: { id: 'gako' } });
    expect(first!.elevationDeg).toBeGreaterThan(85);
    expect(asked).toEqual([gakoName]);
    asked = [];
    const again = good(await maker.mosaicTable(request, file, wish));
    const higher = { ...camera, altitudeKm: 230, minElevationDeg: 30 };
    const other = good(await maker.mosaicTable({ ...request, sources: [higher] }, file, wish));
    const moved = good(await maker.mosaicTable({ ...request, view: viewOf(200, 140, 4000) }, file, wish));
    const back = good(await maker.mosaicTable(request, file, wish));
    expect(asked).toEqual([]);
    expect(back).toEqual(again);
    expect(pickMosaic(other, 130, 70)[0]!.elevationDeg).not.toBe(pickMosaic(again, 130, 70)[0]!.elevationDeg);
    expect(again.entries.length).toBeLessThan(200 * 140);
    expect(moved.entries.length).toBe(200 * 140); // half as far across, the camera sees all of it
  });

  test('a source more or less, another rule, a mask', async () => {
    const grid = { kind: 'grid', id: 'grid', height: 90, width: 180, layer: -1 } as const;
    const both = good(await maker.mosaicTable({ ...request, sources: [grid, camera], rule: 'order' }, file, wish));
    expect(pickMosaic(both, 100, 70).map(({ source }) => source.id)).toEqual(['gako', 'grid']);
    expect(pickMosaic(both, 0, 0).map(({ source }) => source.id)).toEqual(['grid']);
    const mask = new Uint8Array(65_536).fill(1, 0, 32_768);
    const masked = good(await maker.mosaicTable({ ...request, sources: [{ ...camera, mask }] }, file, wish));
    expect(pickMosaic(masked, 100, 10)).toEqual([]);
    expect(pickMosaic(masked, 100, 130)).toHaveLength(1);
    const whole = good(await maker.mosaicTable(request, file, wish));
    expect(pickMosaic(whole, 100, 10)).toHaveLength(1);
  });

  test('failures are data', async () => {
    const sources = [{ ...camera, skymap: 'themis_skymap_none.sav' }];
    const missing = { ok: false, failure: { kind: 'missing', message: 'no such file' } } as const;
    expect(await maker.mosaicTable({ ...request, sources }, () => Promise.resolve(missing), wish)).toEqual(missing);
    const page = () => Promise.resolve({ ok: true, value: new TextEncoder().encode('<html>').buffer } as const);
    expect((await maker.mosaicTable({ ...request, sources }, page, wish)).ok).toBe(false);
    const huge = { ...request, view: { ...request.view, width: 1e6, height: 1e6 } };
    expect(await maker.mosaicTable(huge, file, wish)).toMatchObject({ failure: { kind: 'unsupported' } });
    const none = { ...wish, signal: AbortSignal.abort() };
    expect(await maker.mosaicTable(request, file, none)).toMatchObject({ failure: { kind: 'cancelled' } });
  });
});
