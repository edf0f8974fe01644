import { describe, expect, test } from 'vitest';
import { ownWords } from '$lib/components/own-choice';
import { minuteUs } from '$lib/datasets/utc';
import { keyOf } from '$lib/loading/mosaic-tables';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import { file as fileAnswer, json, never } from '../services/counting-fetch';
import { createBench, minuteBytes } from './bench';
import { camera, ownBench, range, startUs } from './own-bench';

test('an own skymap is offered beside the archive’s; without one of the archive it is taken and says so', async () => {
  const { loading, registry } = ownBench();
  const skymap = { kind: 'skymap', siteUid: 'gill', imagerUid: 'themis19', version: 'v02' } as const;
  const blob = new Blob([minuteBytes(1)]);
  registry.addSkymap({ ...skymap, name: 'other.sav', imagerUid: 'rego-652', startUs: null, blob });
  expect(await loading.skymap(camera, range, never())).toEqual({ ok: true, value: null });
  registry.addSkymap({ ...skymap, name: 'later.sav', startUs: startUs + 1, blob });
  expect(await loading.skymap(camera, range, never())).toMatchObject({ value: { name: 'later.sav', rule: 'first' } });
  registry.addSkymap({ ...skymap, name: 'mine.sav', startUs: null, blob });
  const chosen = await loading.skymap(camera, range, never());
  expect(chosen).toMatchObject({ ok: true, value: { name: 'mine.sav', rule: 'valid', own: 'own:mine.sav' } });
});

test('a skymap that begins after the data is taken with a doubt where the archive gives no answer, or by hand', async () => {
  const { loading, registry } = ownBench({ archive: false });
  const skymap = { kind: 'skymap', siteUid: 'gill', imagerUid: 'themis19', version: 'v02' } as const;
  const later = startUs + 30 * 24 * 60 * minuteUs;
  registry.addSkymap({ ...skymap, name: 'later.sav', startUs: later, blob: new Blob([minuteBytes(1)]) });
  const found = await loading.skymap(camera, range, never());
  expect(found).toMatchObject({ value: { rule: 'first', startUs: later, own: 'own:later.sav' } });
  expect(found.ok && found.value && ownWords(found.value)).toContain('The data are older than it');
  const byHand = await loading.skymap(camera, range, never(), 'own:later.sav');
  expect(byHand).toMatchObject({ value: { rule: 'chosen', others: [{ own: 'own:later.sav' }] } });
});

test('a skymap that was edited and opened again is another one for who remembers it, though it is chosen by the same name', async () => {
  const { loading, registry } = ownBench();
  const skymap = { kind: 'skymap', siteUid: 'gill', imagerUid: 'themis19', version: 'v02', name: 'mine.sav' } as const;
  const chosen = async (blob: Blob) => {
    registry.addSkymap({ ...skymap, startUs: null, blob });
    const found = await loading.skymap(camera, range, never(), 'own:mine.sav');
    if (!found.ok || !found.value) throw new Error('the skymap was not found');
    return found.value;
  };
  const [first, edited] = [new Blob([minuteBytes(1)]), new Blob([minuteBytes(2)])];
  expect(first.size).toBe(edited.size);
  const [one, other] = [await chosen(first), await chosen(edited)];
  expect([one.own, other.own]).toEqual(['own:mine.sav', 'own:mine.sav']);
  expect(keyOf(other)).not.toBe(keyOf(one));
  expect(keyOf(await chosen(edited))).toBe(keyOf(other));
});

describe('own calibrations', () => {
  const redline = { dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: 'rego-651' };
  const at = Date.UTC(2022, 5, 1) * 1000;
  const year = { startUs: at, endUs: at + minuteUs };
  const folder = 'https://data.phys.ucalgary.ca/sort_by_project/GO-Canada/REGO/calibration';
  const ofArchive = 'REGO_Rayleighs_15651_20210908-+_v02.sav';

  function withOwnCalibrations({ archive = true } = {}) {
    const registry = new OwnFileRegistry();
    const parts = createBench({
      answer: (url) => {
        if (!archive) throw new TypeError('Failed to fetch');
        if (!url.includes('/api/')) return fileAnswer(minuteBytes(13));
        const urls = url.includes('RAYLEIGHS') ? [`${folder}/${ofArchive}`] : [];
        return json({ urls, count: urls.length, total_bytes: null });
      },
    });
    const add = (name: string, of: 'rayleighs' | 'flatfield', detectorUid: string | null, value = 20) =>
      registry.addCalibration({
        ...{ kind: 'calibration', of, detectorUid, startUs: null, name },
        blob: new Blob([new Uint8Array(100).fill(value)]),
      });
    return { ...parts, registry, add, loading: createOwnFiles(parts.loading, registry, parts.decoder) };
  }

  test('fit a detector, are offered, and taken when chosen; nothing of them is asked of the archive', async () => {
    const { loading, add, asked } = withOwnCalibrations();
    add('my factor.sav', 'rayleighs', '15651');
    add('another.sav', 'rayleighs', '15655');
    add('unknown.sav', 'rayleighs', null);
    const found = await loading.calibration('rayleighs', redline, year, never());
    expect(found).toMatchObject({ ok: true, value: { name: ofArchive, rule: 'valid' } });
    expect(found.ok && found.value?.others.map(({ name, own }) => [name, own])).toEqual([
      [ofArchive, undefined],
      ['my factor.sav', 'own:my_factor.sav'],
    ]);
    const chosen = await loading.calibration('rayleighs', redline, year, never(), 'own:my_factor.sav');
    expect(chosen).toMatchObject({
      value: { name: 'my factor.sav', rule: 'chosen', url: '', calibration: { rayleighsPerCountPerSecond: 20 } },
    });
    expect(asked.join(' ')).not.toMatch(/my.factor/);
    expect(await loading.calibration('rayleighs', { ...redline, dataset: 'THEMIS_ASI_RAW' }, year, never())).toEqual({
      ok: true,
      value: null,
    });
  });

  test('where the archive has none, or gives no answer, are taken and say so', async () => {
    const { loading, add } = withOwnCalibrations();
    add('flat_flatfield.sav', 'flatfield', '15651');
    const found = await loading.calibration('flatfield', redline, year, never());
    expect(found).toMatchObject({ value: { rule: 'valid', own: 'own:flat_flatfield.sav' } });
    const offline = withOwnCalibrations({ archive: false });
    offline.add('mine.sav', 'rayleighs', '15651');
    const alone = await offline.loading.calibration('rayleighs', redline, year, never());
    expect(alone).toMatchObject({ ok: true, value: { name: 'mine.sav', own: 'own:mine.sav' } });
  });

  test('of a name that is not open here, the published rule chooses, and the name is told', async () => {
    const { loading } = withOwnCalibrations();
    const found = await loading.calibration('rayleighs', redline, year, never(), 'own:theirs.sav');
    expect(found).toMatchObject({ ok: true, value: { name: ofArchive, rule: 'valid', lacking: 'theirs.sav' } });
  });

  test('two of one name are told apart; the same one opened again takes its own place', () => {
    const { registry, add } = withOwnCalibrations();
    for (const size of [1, 2, 1])
      registry.addCalibration({
        ...{ kind: 'calibration', of: 'rayleighs', detectorUid: '15651', startUs: null, name: 'a/ü.sav' },
        blob: new Blob([new Uint8Array(size)]),
      });
    add('b.sav', 'rayleighs', null);
    expect(registry.calibrations.map(({ choice, blob }) => [choice, blob.size])).toEqual([
      ['own:a__.sav.2', 2],
      ['own:a__.sav', 1],
      ['own:b.sav', 100],
    ]);
    expect([registry.hasChoice('own:b.sav'), registry.hasChoice('own:c.sav')]).toEqual([true, false]);
  });
});
