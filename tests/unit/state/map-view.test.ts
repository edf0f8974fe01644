import { describe, expect, test } from 'vitest';
import { createMagneticPolar } from '$lib/geometry/map-projection';
import type { MagneticFigures } from '$lib/geometry/magnetic-model';
import { createMagneticFigures } from '$lib/loading/magnetic-figures';
import type { ChosenSkymap } from '$lib/loading/loading';
import type { MosaicTables } from '$lib/loading/mosaic-tables';
import type { SkyEvent } from '$lib/model/event';
import type { Outcome } from '$lib/model/failure';
import type { MosaicTable } from '$lib/model/mosaic';
import type { TimeRange } from '$lib/model/time';
import { EventLooks } from '$lib/state/event-looks.svelte';
import { EventView } from '$lib/state/event-view.svelte';
import { isEmpty, shownText } from '$lib/state/map-shown';
import { MapView } from '$lib/state/map-view.svelte';
import { newEvent } from '$lib/state/new-event';
import { FakeLoading, minuteUs, settled } from './fake-loading';

const neverMade: MosaicTables = { make: () => new Promise(() => undefined), dispose: () => undefined };

function mapOf(
  range: TimeRange,
  change: Partial<SkyEvent['map']> = {},
  { figuresAt = createMagneticFigures(), tables = neverMade } = {},
) {
  const plain = newEvent('THEMIS_ASI_RAW', 'gill', range);
  const view = new EventView(new FakeLoading(), { ...plain, map: { ...plain.map, ...change } });
  const map = new MapView(view, new EventLooks(view, (whole) => whole), { tables, figuresAt });
  map.resize({ width: 400, height: 300 });
  return { view, map };
}

function hoursFrom(utc: string, hours: number): TimeRange {
  const startUs = Date.parse(`${utc}Z`) * 1000;
  return { startUs, endUs: startUs + hours * 60 * minuteUs };
}

describe('after a change of projection', () => {
  test('nothing of the other one is shown, nothing said to be, and that the new one is on its way', async () => {
    const tables: MosaicTables = { ...neverMade, make: () => Promise.resolve({ ok: true, value: {} as MosaicTable }) };
    const { view, map } = mapOf(hoursFrom('2014-03-10T06:00', 1), {}, { tables });
    expect([map.isMaking, shownText(map, [])]).toEqual([true, '1 camera']);
    map.makeTable();
    await settled();
    expect(map.shown).toBe(map.made);
    expect(shownText(map, [])).toBe('0 of 1 camera');
    view.setMap({ kind: 'equal-area' });
    expect([map.isMaking, map.shown, shownText(map, [])]).toEqual([true, null, '1 camera']);
    map.makeTable();
    await settled();
    expect(map.shown?.request.projection.kind).toBe('equal-area');
    // Elsewhere in the same projection the picture is moved along.
    view.setMap({ spanKm: 900 });
    expect(map.shown).toBe(map.made);
  });

  test('a map with nothing on it, and nothing to come, is empty', () => {
    const { map } = mapOf(hoursFrom('2014-03-10T06:00', 1));
    const absence = { look: map.cameras[0]!, name: 'THEMIS ASI GILL', reason: 'No file.' };
    expect(isEmpty(map, [{ ...absence, isComing: false }])).toBe(true);
    expect(isEmpty(map, [{ ...absence, isComing: true }])).toBe(false);
    expect(isEmpty(map, [])).toBe(false);
  });
});

describe('a magnetic map', () => {
  test('of a night at the end of an epoch keeps the field of its start, and takes no field lines after midnight', async () => {
    const range = hoursFrom('2019-12-31T22:00', 4);
    const { view, map } = mapOf(range, { kind: 'magnetic' });
    await map.field.find(range.startUs);
    view.goTo(range.startUs + 3 * 60 * minuteUs);
    const before = performance.now();
    const latDeg = Float64Array.from({ length: 4000 }, (_, at) => 55 + at / 400);
    const { x } = map.projection!.forwardArrays({ latDeg, lonDeg: latDeg.map((lat) => -60 - lat) });
    expect(x.every(Number.isFinite)).toBe(true);
    // By field lines some four seconds.
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('of another year waits for its own coefficients; those of the year before that come late change nothing', async () => {
    const known = createMagneticFigures();
    const answers: (() => void)[] = [];
    const figuresAt = (timeUs: number) =>
      new Promise<Outcome<MagneticFigures>>((resolve) => answers.push(() => void known(timeUs).then(resolve)));
    const [first, second] = [hoursFrom('2014-03-10T06:00', 1), hoursFrom('2021-11-04T06:00', 1)];
    const { view, map } = mapOf(first, { kind: 'magnetic' }, { figuresAt });
    const found = [map.field.find(first.startUs)];
    expect(map.magnetic).toBeNull();
    view.setRange(second);
    found.push(map.field.find(second.startUs));
    answers[1]!();
    await found[1];
    expect(map.magnetic?.year).toBeCloseTo(2021.84, 2);
    answers[0]!();
    await found[0];
    await settled();
    expect(map.field.figures?.aacgm.map(({ epoch }) => epoch)).toEqual([2020, 2025]);
    expect(Number.isFinite(map.projection?.forward(65, -100).x)).toBe(true);
    // Back again, until its coefficients are here there is no map, rather than one by field lines.
    view.setRange(first);
    expect([map.magnetic, map.frame, map.field.note]).toEqual([null, null, null]);
  });

  test('of the year after the last coefficients takes those, and says so; a later one has none', async () => {
    const { view, map } = mapOf(hoursFrom('2030-02-08T08:00', 1), { kind: 'magnetic' });
    await map.field.find(view.range.startUs);
    expect(map.magnetic?.year).toBeCloseTo(2030, 3);
    expect(map.field.note).toMatch(/end of 2029: its coordinates of that day are used/);
    expect(Number.isFinite(map.projection!.forward(65, -100).x)).toBe(true);
    const later = mapOf(hoursFrom('2031-02-08T08:00', 1), { kind: 'magnetic' });
    await later.map.field.find(later.view.range.startUs);
    expect([later.map.magnetic, later.map.field.note]).toEqual([null, expect.stringMatching(/2000 to 2029 only/)]);
  });

  test('has the ring of a camera at the altitude of its pixels, whatever that of the map is', async () => {
    const range = hoursFrom('2019-11-04T06:00', 1);
    const { map } = mapOf(range, { kind: 'magnetic' });
    await map.field.find(range.startUs);
    const { frame, magnetic } = map;
    if (frame?.kind !== 'magnetic' || !magnetic) throw new Error('there is no magnetic map');
    const polar = createMagneticPolar('north', magnetic.magneticLongitudeOf(12, frame.timeUs));
    for (const heightKm of [110, 230, 230]) {
      const { magLatDeg, magLonDeg } = magnetic.toMagnetic(56.4, -94.6, heightKm);
      const [is, should] = [map.projectionAt(heightKm)!.forward(56.4, -94.6), polar.forward(magLatDeg, magLonDeg)];
      expect(Math.hypot(is.x - should.x, is.y - should.y)).toBeLessThan(1);
    }
    const [low, high] = [110, 230].map((heightKm) => map.projectionAt(heightKm)!.forward(56.4, -94.6));
    expect(Math.hypot(low!.x - high!.x, low!.y - high!.y)).toBeGreaterThan(20_000);
  });
});

describe('a globe', () => {
  const range = hoursFrom('2014-03-10T06:00', 1);

  test.each([
    { latDeg: -90, lonDeg: 0 },
    { latDeg: -42, lonDeg: 179 },
    { latDeg: 13, lonDeg: 66 },
  ])('is turned to what a link has in its middle: %j', (centre) => {
    for (const spanKm of [12_000, null]) {
      const { map } = mapOf(range, { kind: 'orthographic', centre, spanKm });
      const { x, y, metresPerPixel } = map.camera!;
      const middle = map.projection!.inverse(x, y);
      expect(middle.latDeg).toBeCloseTo(centre.latDeg, 6);
      if (centre.latDeg > -90) expect(middle.lonDeg).toBeCloseTo(centre.lonDeg, 6);
      expect(metresPerPixel).toBeGreaterThan(100);
    }
  });

  test('dragged, shows in its middle what was there when it was let go, and a little further on is laid out as before', () => {
    const { map } = mapOf(range, { kind: 'orthographic' });
    const { camera, projection } = map;
    map.moveTo({ ...camera!, x: camera!.x + 3_000_000 });
    const there = projection!.inverse(camera!.x + 3_000_000, camera!.y);
    const middle = map.projection!.inverse(map.camera!.x, map.camera!.y);
    expect(middle.lonDeg).toBeCloseTo(there.lonDeg, 1);
    expect(middle.latDeg).toBeCloseTo(there.latDeg, 1);
    const turned = map.frame;
    map.moveTo({ ...map.camera!, x: map.camera!.x + 50_000 });
    expect(map.frame).toEqual(turned);
  });
});

describe('a table that cannot be made', () => {
  const range = hoursFrom('2019-11-04T06:00', 1);
  const offline = { kind: 'offline', url: 'https://data.test/skymap.sav', message: 'no network' } as const;
  const made = { ok: true, value: { entries: [] } as unknown as MosaicTable } as const;

  function failing() {
    const answers: Outcome<MosaicTable>[] = [made];
    const make: MosaicTables['make'] = () => Promise.resolve(answers.at(-1)!);
    return { answers, ...mapOf(range, {}, { tables: { make, dispose: () => undefined } }) };
  }

  test('leaves what was painted where it is in its place, and takes it away on another projection', async () => {
    const { answers, view, map } = failing();
    map.makeTable();
    await settled();
    expect(map.made).not.toBeNull();
    answers.push({ ok: false, failure: offline });
    view.setMap({ kind: 'orthographic' });
    map.makeTable();
    await settled();
    expect([map.made, map.failure]).toEqual([null, offline]);
  });

  test('is asked for again when there is a network again', async () => {
    const { answers, map } = failing();
    answers.push({ ok: false, failure: offline });
    map.makeTable();
    await settled();
    expect([map.made, map.failure]).toEqual([null, offline]);
    answers.push(made);
    map.networkIsBack();
    await settled();
    expect([map.made?.table, map.failure]).toEqual([made.value, null]);
  });
});

test('a camera whose skymap does not say where it stands leaves the map its middle', async () => {
  const range = hoursFrom('2019-11-04T06:00', 1);
  const loading = new FakeLoading();
  const [gill, other] = ['gill', 'zzzz'].map((siteUid) => newEvent('THEMIS_ASI_RAW', siteUid, range));
  const view = new EventView(loading, { ...gill!, tracks: [...gill!.tracks, ...other!.tracks] });
  const looks = new EventLooks(view, (whole) => whole);
  await settled();
  for (const { what, answer } of loading.skymapsAsked)
    if (what.includes('zzzz'))
      answer({ ok: true, value: { skymap: { site: { latDeg: NaN, lonDeg: NaN } } } as ChosenSkymap });
  await settled();
  const map = new MapView(view, looks, { tables: neverMade, figuresAt: createMagneticFigures() });
  expect(map.cameras.map(({ track }) => track.skymap.phase)).toContain('ready');
  expect(map.sites).toHaveLength(1);
  expect(map.frame).toMatchObject({ centre: { lonDeg: -95 } });
});
