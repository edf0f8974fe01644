import { describe, expect, test } from 'vitest';
import { readProductTable } from '$lib/datasets/product-table';
import { dayUs, hourUs, minuteUs, parseInstant } from '$lib/datasets/utc';
import type { ProductTable } from '$lib/model/data-product';
import { KeogramWall } from '$lib/state/keogram-wall.svelte';
import { fakeWallLoading, offline, turn } from './keogram-wall-bench';
import { daily, firstUs, gill, rowsOfDays } from './wall-bench';

const rows = rowsOfDays(6);
const rgb = { program: 'trex', instrumentType: 'RGB ASI' };
const range = { startUs: firstUs, endUs: firstUs + 6 * dayUs };
const name = (day: number) => daily(day).name;

function bench(options?: Parameters<typeof fakeWallLoading>[0]) {
  const desk = fakeWallLoading(options);
  const wall = new KeogramWall(desk.loading);
  return { ...desk, wall, names: () => desk.asked.map(({ picture }) => picture.name) };
}

/** Records of a search: keograms of these days, and a movie. */
function found(days: readonly number[]): ProductTable {
  const source = { identifier: 1, program: 'trex', platform: 'gillam', instrument_type: 'RGB ASI' };
  const record = (day: number, type: string) => ({
    ...{ start: `2020-02-0${day}T00:00:00`, end: `2020-02-0${day}T23:59:00`, data_product_type: type },
    data_source: { ...source, source_type: 'ground', display_name: 'TREx RGB GILL' },
    ...{ url: `https://data.phys.ucalgary.ca/2020020${day}__gill_rgb-04_full-keogram.jpg`, metadata: {} },
  });
  const table = readProductTable(JSON.stringify([record(9, 'movie'), ...days.map((day) => record(day, 'keogram'))]));
  if (typeof table === 'string') throw new Error(table);
  return table;
}

describe('what hangs', () => {
  test('are the keograms that a search found', () => {
    const { wall } = bench();
    wall.show(found([1, 2]));
    expect(wall.pictures.map(({ camera, kind }) => [camera.siteUid, kind])).toEqual([
      ['gill', 'daily'],
      ['gill', 'daily'],
    ]);
    expect(wall.phase).toEqual({ kind: 'searched' });
    wall.show(found([]));
    expect([wall.pictures, wall.phase]).toEqual([[], { kind: 'empty' }]);
  });

  test('comes from the folders in portions, and why they were asked is told', async () => {
    const { wall, folders } = bench();
    const looking = wall.lookIntoFolders(rgb, ['gillam'], range, offline);
    expect(wall.phase).toEqual({ kind: 'folders', done: 0, total: 0, why: offline, isBesides: false });
    folders[0]!.watch.onPortion([daily(1)], 1, 2);
    expect([wall.isLooking, wall.pictures.length]).toEqual([true, 1]);
    folders[0]!.watch.onPortion([daily(0)], 2, 2);
    expect(wall.phase).toMatchObject({ done: 2, total: 2 });
    await folders[0]!.answer({ ok: true, value: { missed: [offline], asOfMs: 7 } });
    await looking;
    expect(wall.phase).toEqual({
      ...{ kind: 'looked', missed: [offline], why: offline },
      ...{ asOfMs: 7, isStopped: false, isBesides: false },
    });
    expect(wall.pictures.map((picture) => picture.name)).toEqual([name(1), name(0)]);
  });

  test('of kept searches stays while the folders are asked for the days that those do not know', async () => {
    const { wall, folders } = bench();
    wall.show(found([1, 2]));
    const looking = wall.lookIntoFolders(rgb, [], range, offline, true);
    expect([wall.pictures.length, wall.phase]).toMatchObject([2, { kind: 'folders', isBesides: true }]);
    // What hangs already does not hang twice.
    folders[0]!.watch.onPortion([daily(4), wall.pictures[0]!], 1, 1);
    await folders[0]!.answer({ ok: true, value: { missed: [], asOfMs: null } });
    await looking;
    expect([wall.pictures.length, wall.phase]).toMatchObject([3, { kind: 'looked', isBesides: true }]);
    // Nobody answers there, either: what hangs is no failure.
    wall.show(found([1, 2]));
    const again = wall.lookIntoFolders(rgb, [], range, offline, true);
    await folders[1]!.answer({ ok: false, failure: offline });
    await again;
    expect([wall.pictures.length, wall.phase]).toEqual([2, { kind: 'searched' }]);
  });

  test('cannot be told when no folder answers', async () => {
    const { wall, folders } = bench();
    const looking = wall.lookIntoFolders(rgb, [], range, null);
    await folders[0]!.answer({ ok: false, failure: offline });
    await looking;
    expect(wall.phase).toEqual({ kind: 'failed', failure: offline, why: null });
  });

  test('stays when looking is stopped; what comes later does not hang', async () => {
    const { wall, folders } = bench();
    const looking = wall.lookIntoFolders(rgb, [], range, null);
    const [asked] = folders;
    asked!.watch.onPortion([daily(0)], 1, 2);
    wall.stopLooking();
    expect(asked!.watch.signal.aborted).toBe(true);
    asked!.watch.onPortion([daily(1)], 2, 2);
    await asked!.answer({ ok: true, value: { missed: [], asOfMs: null } });
    await looking;
    expect(wall.pictures).toHaveLength(1);
    expect(wall.phase).toEqual({
      kind: 'looked',
      missed: [],
      why: null,
      asOfMs: null,
      isStopped: true,
      isBesides: false,
    });
  });

  test('is nothing once it is taken down, and nobody looks any more', async () => {
    const { wall, folders } = bench();
    const looking = wall.lookIntoFolders(rgb, [], range, null);
    folders[0]!.watch.onPortion([daily(0)], 1, 2);
    wall.close();
    await folders[0]!.answer({ ok: true, value: { missed: [], asOfMs: null } });
    await looking;
    expect([wall.pictures, wall.phase, wall.isLooking]).toEqual([[], { kind: 'empty' }, false]);
  });

  test('was computed where the sample event is', () => {
    const { wall } = bench();
    const startUs = parseInstant('2030-02-08')!;
    expect(wall.isSynthetic(rows[0]!)).toBe(false);
    expect(
      wall.isSynthetic({ ...rows[0]!, pictures: [daily(0, gill, { range: { startUs, endUs: startUs + 1 } })] }),
    ).toBe(true);
  });
});

describe('what is in sight', () => {
  test('is asked for once, the first rows first', async () => {
    const { wall, asked, names } = bench();
    wall.want(rows.slice(1, 4), null, 32);
    wall.want(rows.slice(0, 3), null, 32);
    expect(names()).toEqual([name(1), name(2), name(3), name(0)]);
    expect(asked.map(({ wish }) => wish.rank())).toEqual([1, 2, Infinity, 0]);
    const before = wall.version;
    await asked[0]!.answer();
    expect(wall.version).toBe(before + 1);
    wall.want(rows.slice(0, 3), null, 32);
    expect(asked).toHaveLength(4);
    expect(wall.hung(daily(1), 32).kind).toBe('ready');
    expect(wall.hung(daily(2), 32).kind).toBe('coming');
  });

  test('and has left it is not waited for any more, and can be asked for anew', async () => {
    const { wall, asked, names } = bench();
    wall.want(rows.slice(0, 2), null, 32);
    wall.want(rows.slice(1, 3), null, 32);
    expect(asked.map(({ wish }) => wish.signal.aborted)).toEqual([true, false, false]);
    await asked[0]!.answer({ kind: 'cancelled', message: '' });
    expect(wall.hung(daily(0), 32)).toEqual({ kind: 'coming' });
    wall.want(rows.slice(0, 1), null, 32);
    expect(names()).toEqual([name(0), name(1), name(2), name(0)]);
  });

  test('at another height is made ready anew', async () => {
    const { wall, asked } = bench();
    wall.want(rows.slice(0, 1), null, 32);
    wall.want(rows.slice(0, 1), null, 128);
    expect(asked.map(({ mostRows, wish }) => [mostRows, wish.signal.aborted])).toEqual([
      [32, true],
      [128, false],
    ]);
    await asked[1]!.answer();
    expect([wall.hung(daily(0), 32).kind, wall.hung(daily(0), 128).kind]).toEqual(['coming', 'ready']);
  });

  test('stays in sight though memory keeps less, and is not asked for over and over', async () => {
    const { wall, asked } = bench({ mostHeld: 2 });
    wall.want(rows, null, 512);
    for (const { answer } of [...asked]) {
      await answer();
      wall.want(rows, null, 512);
    }
    expect(asked).toHaveLength(6);
    expect(rows.map((_, day) => wall.hung(daily(day), 512).kind)).toEqual(Array(6).fill('ready'));
    // Out of sight it is up to the memory.
    wall.want(rows.slice(5), null, 512);
    expect(rows.map((_, day) => wall.hung(daily(day), 512).kind)).toEqual([
      ...Array<string>(4).fill('coming'),
      'ready',
      'ready',
    ]);
  });
});

describe('a picture that cannot be had', () => {
  test('is not asked for again before that is wished', async () => {
    const { wall, asked } = bench();
    wall.want(rows.slice(0, 1), null, 32);
    await asked[0]!.answer(offline);
    wall.want(rows.slice(0, 1), null, 32);
    expect(asked).toHaveLength(1);
    expect(wall.hung(daily(0), 32)).toEqual({ kind: 'failed', failure: offline });
    expect([wall.failureOf(rows[0]!, null), wall.hasFailures]).toEqual([offline, true]);
    const before = wall.version;
    wall.tryAgain();
    expect([wall.version > before, wall.hasFailures, wall.failureOf(rows[0]!, null)]).toEqual([true, false, null]);
    wall.want(rows.slice(0, 1), null, 32);
    expect(asked).toHaveLength(2);
  });

  test('because there is none is no failure that may pass', async () => {
    const { wall, asked } = bench();
    wall.want(rows.slice(0, 1), null, 32);
    await asked[0]!.answer({ kind: 'missing', message: 'none' });
    expect([wall.hasFailures, wall.failureOf(rows[0]!, null)?.kind]).toEqual([false, 'missing']);
  });

  test('because it must not be read is shown all the same, where that is allowed', async () => {
    const { wall, asked, showAt } = bench();
    wall.want(rows.slice(0, 1), null, 32);
    await asked[0]!.answer({ kind: 'refused', host: 'host', reason: 'cross-origin', message: '' });
    expect([wall.hung(daily(0), 32).kind, wall.failureOf(rows[0]!, null)?.kind]).toEqual(['failed', 'refused']);
    showAt('https://host/a');
    expect(wall.hung(daily(0), 32)).toEqual({ kind: 'shown only', address: 'https://host/a' });
    expect(wall.failureOf(rows[0]!, null)).toBeNull();
  });

  test('is told of only where a row has no other', async () => {
    const { wall, asked } = bench();
    const both = { ...rows[0]!, pictures: [daily(0), daily(0, gill, { url: 'https://host/b' })] };
    wall.want([both], null, 32);
    await asked[0]!.answer(offline);
    expect(wall.failureOf(both, null)).toBeNull();
    await asked[1]!.answer(offline);
    expect(wall.failureOf(both, null)).toEqual(offline);
  });
});

describe('pictures of hours', () => {
  const three = { startUs: 6 * hourUs, endUs: 9 * hourUs };
  const hour = (at: number) => {
    const startUs = firstUs + at * hourUs;
    const hours = { startUs, endUs: startUs + hourUs };
    return daily(0, gill, { range: hours, span: 'hourly', kind: 'hourly', url: `https://host/${at}` });
  };

  test('are looked for where three hours are shown at most, once for each whole hour', async () => {
    const { wall, hours } = bench();
    wall.want(rows, null, 32);
    wall.want(rows, { ...three, endUs: 9 * hourUs + 1e6 }, 32);
    expect(hours).toEqual([]);
    wall.want(rows.slice(0, 2), three, 32);
    wall.want(rows.slice(0, 2), { startUs: three.startUs + minuteUs, endUs: three.endUs - minuteUs }, 32);
    expect(hours).toHaveLength(2);
    const answers = hours.map(({ hours: length }) => length);
    expect(answers).toEqual([3, 3]);
    await hours[0]!.answer({ ok: true, value: [hour(6), hour(8)] });
    // Painted over that of the day.
    expect(wall.picturesOf(rows[0]!, three).map(({ span }) => span)).toEqual(['daily', 'hourly', 'hourly']);
    const last = { startUs: 8 * hourUs, endUs: 9 * hourUs };
    expect(wall.picturesOf(rows[0]!, last)).toHaveLength(1);
    expect(wall.picturesOf(rows[0]!, null)).toHaveLength(1);
  });

  test('of rows that have left the sight are not waited for any more, and can be asked for anew', async () => {
    const { wall, hours } = bench();
    wall.want(rows.slice(0, 2), three, 32);
    wall.want(rows.slice(1, 3), three, 32);
    expect(hours.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
    await hours[0]!.answer({ ok: false, failure: { kind: 'cancelled', message: '' } });
    wall.want(rows.slice(0, 1), three, 32);
    expect(hours).toHaveLength(4);
    await hours[3]!.answer({ ok: true, value: [hour(6)] });
    expect(wall.picturesOf(rows[0]!, three)).toHaveLength(2);
    // Of whole nights nobody needs them.
    wall.want(rows.slice(0, 3), three, 32);
    wall.want(rows.slice(0, 3), null, 32);
    expect(hours.slice(4).map(({ signal }) => signal.aborted)).toEqual([true, true]);
  });

  test('come although looking through the folders was stopped', async () => {
    const { wall, hours } = bench();
    void wall.lookIntoFolders(rgb, [], range, null);
    wall.stopLooking();
    wall.want(rows.slice(0, 1), three, 32);
    expect(hours[0]!.signal.aborted).toBe(false);
    await hours[0]!.answer({ ok: true, value: [hour(6)] });
    expect(wall.picturesOf(rows[0]!, three)).toHaveLength(2);
  });

  test('that cannot be had leave that of the day, and are looked for again when that is wished', async () => {
    const { wall, hours } = bench();
    wall.want(rows.slice(0, 1), three, 32);
    await hours[0]!.answer({ ok: false, failure: offline });
    wall.want(rows.slice(0, 1), three, 32);
    expect([hours.length, wall.picturesOf(rows[0]!, three).length]).toEqual([1, 1]);
    wall.tryAgain();
    wall.want(rows.slice(0, 1), three, 32);
    expect(hours).toHaveLength(2);
  });

  test('of a wall that was taken down are not waited for', async () => {
    const { wall, hours, asked } = bench();
    wall.want(rows.slice(0, 1), three, 32);
    wall.close();
    expect([hours[0]!.signal.aborted, asked[0]!.wish.signal.aborted]).toEqual([true, true]);
    await hours[0]!.answer({ ok: true, value: [hour(6)] });
    await turn();
    expect(wall.picturesOf(rows[0]!, three)).toHaveLength(1);
  });
});
