import { describe, expect, test } from 'vitest';
import { reduceCurves } from '$lib/analysis/curve-pyramid';
import { swanHsr } from '$lib/datasets/swan-hsr-dataset';
import type { CurveListing } from '$lib/loading/loading';
import type { Curve, CurveFile, CurveSeries, ReducedCurves } from '$lib/model/curve';
import type { Outcome } from '$lib/model/failure';
import { CurveView } from '$lib/state/curve-view.svelte';
import { plainTrack } from '$lib/state/track-link';
import { FakeLoading, failed, missing, sampleOver, settled } from './fake-loading';

const second = 1_000_000;
const hour = 3600 * second;
const day = 24 * hour;
const firstUs = Date.parse('2024-02-03T00:00Z') * 1000;
const track = { dataset: swanHsr.name, siteUid: 'medo', deviceUid: null, ...plainTrack };
/** Two hours before midnight, and the two after. */
const range = { startUs: firstUs + 22 * hour, endUs: firstUs + 26 * hour };
const offline = { kind: 'offline', message: 'no network' } as const;

function fileOf(index: number): CurveFile {
  const name = `day ${index}`;
  return { url: name, name, dataset: swanHsr.name, siteUid: 'medo', startUs: firstUs + index * day, bytes: null };
}

function listing(...days: readonly number[]): CurveListing {
  const knownDays = [0, 1, 2].map((index) => firstUs + index * day);
  return { files: days.map(fileOf), found: 'listing service', knownDays, keptMs: null, serviceFailure: null };
}

const band = (id: string, values: number[], unit: string | null = null): Curve => ({
  ...{ id, unit, quantity: unit ?? 'raw power' },
  values: Float64Array.from(values),
});

/** A day with one sample each hour, which is its number: few enough to be looked at. */
function curvesOf(index: number, more: Partial<CurveSeries> = {}): { ok: true; value: ReducedCurves } {
  const hours = Array.from({ length: 24 }, (_, at) => at);
  const value = reduceCurves({
    ...{ dataset: swanHsr.name, siteUid: 'medo', header: [], synthetic: false, problem: null },
    timesUs: Float64Array.from(hours, (at) => firstUs + index * day + at * hour),
    curves: ['30.00 MHz', '20.00 MHz', '25.00 MHz'].map((id, at) =>
      band(
        id,
        hours.map((value) => value + 100 * at),
      ),
    ),
    ...more,
  });
  return { ok: true, value };
}

function viewOf(cursorUs: number | null = null) {
  const loading = new FakeLoading();
  // The same instrument, once an hour.
  const view = new CurveView(loading, { ...swanHsr, cadenceSec: 3600 }, track, range, cursorUs);
  const waiting = () =>
    loading.curvesAsked
      .filter(({ signal }) => !signal.aborted)
      .sort((a, b) => a.wish!.rank() - b.wish!.rank())
      .map(({ what }) => what);
  const answer = async (index: number, outcome: Outcome<ReducedCurves> = curvesOf(index)) => {
    const at = loading.curvesAsked.findIndex(({ what, signal }) => what === `day ${index}` && !signal.aborted);
    loading.curvesAsked.splice(at, 1)[0]!.answer(outcome);
    await settled();
  };
  const list = async (outcome: Outcome<CurveListing>) => {
    loading.curveListings.shift()!.answer(outcome);
    await settled();
  };
  return { loading, view, waiting, answer, list };
}

async function opened(cursorUs: number | null = null) {
  const bench = viewOf(cursorUs);
  void bench.view.open();
  await settled();
  await bench.list({ ok: true, value: listing(0, 1) });
  return bench;
}

const told = ({ view }: { view: CurveView }) =>
  view.gaps.map(({ kind, cause, startUs, endUs }) => [
    kind,
    cause,
    (startUs - firstUs) / hour,
    (endUs - firstUs) / hour,
  ]);

describe('days', () => {
  test('until it is known which there are, all is on its way', () => {
    const bench = viewOf();
    expect(told(bench)).toEqual([['pending', 'on its way', 22, 26]]);
    expect(bench.view.reading).toEqual({ kind: 'loading' });
  });

  test('the day under the cursor is fetched first, then what is on screen', async () => {
    const { view, waiting } = await opened(range.endUs - hour);
    expect(waiting()).toEqual(['day 1', 'day 0']);
    view.look(range.startUs);
    expect(waiting()).toEqual(['day 0', 'day 1']);
  });

  test('what came is drawn, what failed or is not there says why', async () => {
    const bench = viewOf();
    void bench.view.open();
    await settled();
    await bench.list({ ok: true, value: listing(1) });
    await bench.answer(1, failed(missing));
    expect(told(bench)).toEqual([
      ['gap', 'not on the server', 22, 24],
      ['gap', 'not on the server', 24, 26],
    ]);
    expect(bench.view.gaps.map(({ sentence }) => sentence)).toEqual([
      'The archive has no file of this day.',
      'Not on the server.',
    ]);
    void bench.view.retry(bench.view.gaps.flatMap(({ retryDays }) => retryDays));
    await settled();
    expect(bench.loading.forgotten).toEqual(['day 1']);
    await bench.answer(1);
    expect(bench.view.series).toHaveLength(1);
  });

  test('another range keeps the days that belong to both, and drops what nobody wants', async () => {
    const { view, answer, waiting, list, loading } = await opened();
    await answer(1);
    view.setRange({ startUs: firstUs + 30 * hour, endUs: firstUs + 60 * hour });
    expect([view.series.length, waiting()]).toEqual([1, []]);
    await settled();
    expect(loading.curveListings).toHaveLength(1);
    await list({ ok: true, value: listing(1, 2) });
    expect(waiting()).toEqual(['day 2']);
    expect(view.series).toHaveLength(1);
  });

  test('closed: late answers change nothing', async () => {
    const { view, answer, waiting } = await opened();
    await answer(0);
    view.close();
    expect([waiting(), view.series.length]).toEqual([[], 1]);
  });

  test('cancelled, then taken up again', async () => {
    const bench = await opened();
    bench.view.cancel();
    expect(told(bench).map(([, cause]) => cause)).toEqual(['cancelled']);
    bench.view.fetchAll();
    expect(bench.waiting()).toEqual(['day 0', 'day 1']);
  });
});

describe('without the archive', () => {
  test('what an earlier visit found is shown', async () => {
    const bench = viewOf();
    bench.loading.keptCurves = { ...listing(0, 1), found: 'kept', keptMs: 7 };
    void bench.view.open();
    await settled();
    expect(bench.waiting()).toEqual(['day 0', 'day 1']);
    await bench.list(failed(offline));
    expect([bench.view.fromMemory, bench.waiting().length]).toEqual([true, 2]);
    await bench.answer(0);
    expect(bench.view.series).toHaveLength(1);
  });

  test('nothing known: the whole range says why; when the network is back all is asked for again', async () => {
    const bench = viewOf();
    void bench.view.open();
    await settled();
    await bench.list(failed(offline));
    expect(told(bench)).toEqual([['gap', 'network down', 22, 26]]);
    expect(bench.view.reading).toMatchObject({ kind: 'gap', cause: 'network down' });
    void bench.view.networkIsBack();
    await settled();
    await bench.list({ ok: true, value: listing(0, 1) });
    await bench.answer(0, failed(offline));
    void bench.view.networkIsBack();
    await settled();
    expect(bench.waiting()).toContain('day 0');
  });
});

describe('values at the cursor', () => {
  test('of the nearest sample; each curve its own', async () => {
    const { view, answer } = await opened(firstUs + 22.4 * hour);
    await answer(0);
    expect(view.reading).toMatchObject({ kind: 'values', timeUs: firstUs + 22 * hour });
    expect(view.reading.kind === 'values' && [...view.reading.values]).toEqual([
      ['30.00 MHz', 22],
      ['20.00 MHz', 122],
      ['25.00 MHz', 222],
    ]);
    view.look(firstUs + 24.5 * hour);
    expect(view.reading).toEqual({ kind: 'loading' });
    expect(view.neighbour(firstUs + 22 * hour, 1)).toBe(firstUs + 23 * hour);
    expect(view.neighbour(firstUs + 22 * hour, -1)).toBe(firstUs + 21 * hour);
    expect(view.neighbour(firstUs + 23 * hour, 1)).toBeNull();
  });

  test('samples that are missing, and samples that say that nothing was measured', async () => {
    const bench = await opened(firstUs + 22.5 * hour);
    const hours = [0, 24, 25, 26, 27, 28];
    const timesUs = Float64Array.from([0, 1, ...hours.slice(1)], (at) => firstUs + at * hour);
    await bench.answer(0, curvesOf(0, { timesUs: timesUs.slice(0, 2), curves: [band('a', [1, 2])] }));
    const values = [1, NaN, NaN, 4, 5];
    await bench.answer(1, curvesOf(1, { timesUs: timesUs.slice(2), curves: [band('a', values)] }));
    expect(told(bench)).toEqual([
      ['gap', 'no samples', 22, 24],
      ['gap', 'no value', 25, 26],
    ]);
    expect(bench.view.reading).toMatchObject({ kind: 'gap', cause: 'no samples' });
  });

  test('a damaged file tells so, and what is missing in it is blamed on the damage', async () => {
    const bench = await opened();
    const problem = { kind: 'truncated', format: 'riometer text', offset: 9, message: 'it ends' } as const;
    const whole = curvesOf(0).value;
    const cut = { timesUs: whole.timesUs.slice(0, 23), curves: [band('a', [...whole.curves[0]!.values.slice(0, 23)])] };
    await bench.answer(0, curvesOf(0, { ...cut, problem }));
    await bench.answer(1);
    expect(told(bench)).toEqual([
      ['damage', 'cut off', 22, 24],
      ['gap', 'cut off', 23, 24],
    ]);
    expect(bench.view.gaps[0]!.sentence).toContain('23 samples could be read');
  });

  test('the sample event has none, and what says that it was computed is called so', async () => {
    const bench = viewOf();
    bench.loading.sample = sampleOver(range);
    void bench.view.open();
    await settled();
    await bench.list({ ok: true, value: listing() });
    expect([bench.view.synthetic, told(bench)]).toEqual([true, [['gap', 'not in the sample event', 22, 26]]]);
    const other = await opened();
    await other.answer(0, curvesOf(0, { synthetic: true }));
    expect(other.view.synthetic).toBe(true);
  });
});

describe('which curves', () => {
  test('the dataset’s own choice until another is made; the last one stays', async () => {
    const { view, answer } = await opened();
    await answer(0);
    const ids = () => view.shown.map(({ id }) => id);
    expect(view.names).toHaveLength(3);
    expect(ids()).toEqual(['30.00 MHz', '20.00 MHz']);
    view.setCurves(view.toggled('30.00 MHz'));
    view.setCurves(view.toggled('20.00 MHz'));
    expect(ids()).toEqual(['20.00 MHz']);
    view.setCurves(view.toggled('25.00 MHz'));
    expect(ids()).toEqual(['20.00 MHz', '25.00 MHz']);
  });

  test('curves of another unit take the place of the others, and with them the axis', async () => {
    const { view, answer } = await opened();
    const curves = [
      band('absorption', Array<number>(24).fill(1), 'dB'),
      band('raw signal', Array<number>(24).fill(3), 'V'),
    ];
    await answer(0, curvesOf(0, { curves }));
    expect(view.shown.map(({ id }) => id)).toEqual(['absorption']);
    expect(view.usualBounds).toEqual([0.9, 1.1]);
    view.setCurves({ shown: null, axis: [0, 2] });
    view.setCurves(view.toggled('raw signal'));
    expect([view.shown.map(({ id }) => id), view.chosen.axis]).toEqual([['raw signal'], null]);
  });
});
