import { describe, expect, test } from 'vitest';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { ownWords } from '$lib/components/own-choice';
import { minuteUs } from '$lib/datasets/utc';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { OwnFrames, OwnRiometer } from '$lib/model/own-file';
import { file as fileAnswer, json, never } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';

const camera = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };
const startUs = minuteFile(0).startUs;
const range = { startUs, endUs: startUs + 5 * minuteUs };

function framesOf(index: number): OwnFrames {
  const { dataset, siteUid, deviceUid, startUs: minuteStart, url } = minuteFile(index);
  const path = url.slice('https://data.phys.ucalgary.ca/sort_by_project/'.length);
  const times = { frames: 20, firstUs: minuteStart, lastUs: minuteStart + 57e6 };
  return { kind: 'frames', dataset, siteUid, deviceUid, startUs: minuteStart, path, ...times };
}

/** The archive has minutes 0, 1 and 2; the person has 2 (of other content) and 3. */
function bench({ archive = true } = {}) {
  const registry = new OwnFileRegistry();
  const parts = createBench({
    cache: createMemoryCache({ budgetBytes: 1e6 }),
    answer: (url) => {
      if (!archive) throw new TypeError('Failed to fetch');
      if (url.includes('SKYMAP')) return json({ urls: [], count: 0, total_bytes: null });
      if (url.includes('/api/'))
        return json({ urls: [0, 1, 2].map((index) => minuteFile(index).url), count: 3, total_bytes: 300 });
      return fileAnswer(minuteBytes(minuteOf(url)));
    },
  });
  const loading = createOwnFiles(parts.loading, registry, parts.decoder);
  return { ...parts, registry, loading };
}

function withOwn(options?: { archive?: boolean }) {
  const all = bench(options);
  for (const index of [2, 3])
    all.registry.addFrames(new Blob([new Uint8Array(100).fill(200 + index)]), framesOf(index));
  return all;
}

async function minutesListed(loading: ReturnType<typeof bench>['loading']) {
  const listing = await loading.listFiles(camera, range, never());
  if (!listing.ok) throw new Error(listing.failure.message);
  return { ...listing.value, minutes: listing.value.files.map(({ url }) => minuteOf(url)) };
}

test('without own files everything is the archive’s', async () => {
  const { loading, asked } = bench();
  expect(await minutesListed(loading)).toMatchObject({ minutes: [0, 1, 2], found: 'listing service' });
  expect(asked).toHaveLength(1);
});

test('own files join the archive’s and win over them; their bytes come from where they lie and are kept nowhere', async () => {
  const { loading, asked, cache, decoder } = withOwn();
  const listing = await minutesListed(loading);
  expect(listing).toMatchObject({ minutes: [0, 1, 2, 3], found: 'listing service', ownFiles: 2, known: [range] });
  const first = async (index: number) => {
    const columns = await loading.columns(listing.files[index]!, wish());
    const frames = await loading.frames(listing.files[index]!, wish());
    return columns.ok && frames.ok && [columns.value.counts[0], frames.value.counts[0]];
  };
  expect([await first(0), await first(2), await first(3)]).toEqual([
    [0, 0],
    [202, 202],
    [203, 203],
  ]);
  expect(asked.filter((url) => !url.includes('/api/')).map(minuteOf)).toEqual([0]);
  expect(await cache.files.has(minuteFile(2).url)).toBe(false);
  expect((await cache.products.getMany('columns', [minuteFile(2).url])).size).toBe(0);
  // Asked again, nothing is read again.
  const calls = decoder.calls.length;
  await first(2);
  expect(decoder.calls).toHaveLength(calls);
  // What is held by the browser or the person need not be agreed to.
  const held = await loading.keptFiles(listing.files, never());
  expect([...held].map(minuteOf).sort()).toEqual([0, 2, 3]);
});

test('a damaged own file gives way to the archive’s, and is there where that cannot be had', async () => {
  const problem = { kind: 'truncated', format: 'gzip', offset: 9, message: 'cut off' } as const;
  const { loading, registry } = bench();
  for (const index of [2, 3])
    registry.addFrames(new Blob([new Uint8Array(100).fill(200 + index)]), { ...framesOf(index), frames: 8 }, problem);
  const early = await loading.keptListing(camera, range, true);
  expect(early?.files ?? []).toEqual([]);
  const listing = await minutesListed(loading);
  expect(listing).toMatchObject({ minutes: [0, 1, 2, 3], ownFiles: 1, ownFilesAside: 1 });
  const first = async (index: number) => {
    const columns = await loading.columns(listing.files[index]!, wish());
    return columns.ok && columns.value.counts[0];
  };
  expect([await first(2), await first(3)]).toEqual([minuteBytes(2)[0], 203]);
  // An intact one, opened then, is preferred to the archive's.
  registry.addFrames(new Blob([new Uint8Array(100).fill(99)]), framesOf(2));
  expect(await minutesListed(loading)).toMatchObject({ minutes: [0, 1, 2, 3], ownFiles: 2 });
  expect(await first(2)).toBe(99);

  const alone = bench({ archive: false });
  alone.registry.addFrames(new Blob([new Uint8Array(100).fill(202)]), framesOf(2), problem);
  const { files } = await minutesListed(alone.loading);
  const columns = await alone.loading.columns(files[0]!, wish());
  expect(columns.ok && columns.value.counts[0]).toBe(202);
});

test('what an earlier visit made of the archive’s minute is not shown in place of the own one', async () => {
  const first = bench();
  await first.loading.columns(minuteFile(2), wish());
  const registry = new OwnFileRegistry();
  registry.addFrames(new Blob([minuteBytes(9)]), framesOf(2));
  const loading = createOwnFiles(createBench({ cache: first.cache }).loading, registry, fakeDecoder());
  const portions: string[] = [];
  await loading.keptColumns([minuteFile(2)], never(), (portion) => portions.push(...portion.keys()));
  expect(portions).toEqual([]);
});

test('when the archive fails the own files are there all the same, and before it has answered', async () => {
  const { loading } = withOwn({ archive: false });
  const early = await loading.keptListing(camera, range, false);
  expect(early).toMatchObject({ found: 'own files', deviceUid: 'themis19', ownFiles: 2 });
  const listing = await minutesListed(loading);
  expect(listing).toMatchObject({ minutes: [2, 3], found: 'own files', totalBytes: 200 });
  expect(listing.serviceFailure).not.toBeNull();
  // Of the others it is not known whether they exist.
  expect(listing.known).toEqual([{ startUs: startUs + 2 * minuteUs, endUs: startUs + 4 * minuteUs }]);
  expect((await loading.columns(listing.files[0]!, wish())).ok).toBe(true);
});

test('a file that was moved on disk fails with a sentence, and is there again when it is back', async () => {
  const { loading, registry } = bench();
  const blob = new Blob([minuteBytes(7)]);
  const slice = blob.slice.bind(blob);
  blob.slice = () => ({ arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')) }) as Blob;
  registry.addFrames(blob, framesOf(3));
  const { files } = await minutesListed(loading);
  const outcome = await loading.columns(files.at(-1)!, wish());
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'browser', part: 'own file' } });
  blob.slice = slice;
  expect((await loading.columns(files.at(-1)!, wish())).ok).toBe(true);
});

test('closed and another file of the same minute opened, it is the other one that is seen', async () => {
  const { loading, registry } = bench();
  const first = async (fill: number) => {
    registry.addFrames(new Blob([new Uint8Array(100).fill(fill)]), framesOf(3));
    const [columns, frames] = [
      await loading.columns(minuteFile(3), wish()),
      await loading.frames(minuteFile(3), wish()),
    ];
    return columns.ok && frames.ok && [columns.value.counts[0], frames.value.counts[0]];
  };
  expect(await first(201)).toEqual([201, 201]);
  registry.clear();
  expect(await first(77)).toEqual([77, 77]);
});

describe('after a reload', () => {
  test('minutes that came from own files say so, where the archive has none; opened again, they are back', async () => {
    const { loading, registry } = bench();
    registry.remember([minuteFile(2), minuteFile(3)]);
    const listing = await minutesListed(loading);
    expect(listing).toMatchObject({ minutes: [0, 1, 2, 3], ownFiles: 0 });
    // Minute 2 is the archive's own.
    expect((await loading.columns(listing.files[2]!, wish())).ok).toBe(true);
    const lost = await loading.columns(listing.files[3]!, wish());
    expect(lost.ok ? '' : lost.failure.message).toContain('Open it again under “Your files”');
    registry.addFrames(new Blob([minuteBytes(9)]), framesOf(3));
    expect((await loading.columns(listing.files[3]!, wish())).ok).toBe(true);
  });

  test('another camera and another time are not touched', async () => {
    const { loading, registry, asked } = bench();
    registry.remember([minuteFile(3)]);
    const later = { startUs: startUs + 60 * minuteUs, endUs: startUs + 65 * minuteUs };
    expect((await loading.listFiles(camera, later, never())).ok).toBe(true);
    expect(await loading.keptListing({ ...camera, siteUid: 'rank' }, range, true)).toBeNull();
    expect(asked).toHaveLength(1);
  });
});

test('an own skymap is offered beside the archive’s; without one of the archive it is taken and says so', async () => {
  const { loading, registry } = bench();
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
  const { loading, registry } = bench({ archive: false });
  const skymap = { kind: 'skymap', siteUid: 'gill', imagerUid: 'themis19', version: 'v02' } as const;
  const later = startUs + 30 * 24 * 60 * minuteUs;
  registry.addSkymap({ ...skymap, name: 'later.sav', startUs: later, blob: new Blob([minuteBytes(1)]) });
  const found = await loading.skymap(camera, range, never());
  expect(found).toMatchObject({ value: { rule: 'first', startUs: later, own: 'own:later.sav' } });
  expect(found.ok && found.value && ownWords(found.value)).toContain('The data are older than it');
  const byHand = await loading.skymap(camera, range, never(), 'own:later.sav');
  expect(byHand).toMatchObject({ value: { rule: 'chosen', others: [{ own: 'own:later.sav' }] } });
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

describe('own days of a riometer', () => {
  const day = 86_400_000_000;
  const firstUs = Date.UTC(2018, 4, 3) * 1000;
  const site = { dataset: 'NORSTAR_RIOMETER_K0_TXT', siteUid: 'fsim' };
  const midnight = { startUs: firstUs + day - 3600e6, endUs: firstUs + day + 3600e6 };
  const urlOf = (index: number) =>
    `https://data.phys.ucalgary.ca/sort_by_project/GO-Canada/GO-Rio/txt/2018/05/0${3 + index}/norstar_k0_rio-fsim_2018050${3 + index}_v01.txt`;

  function contentOf(index: number): OwnRiometer {
    const from = firstUs + index * day;
    return {
      ...{ kind: 'riometer', ...site, startUs: from, measurements: 100, firstUs: from, lastUs: from + day - 1 },
      path: urlOf(index).slice('https://data.phys.ucalgary.ca/sort_by_project/'.length),
    };
  }

  /** The archive has the first day; the person has what is named. */
  function withDays(...own: readonly number[]) {
    const registry = new OwnFileRegistry();
    const parts = createBench({
      answer: (url) =>
        url.includes('/api/')
          ? json({ urls: [urlOf(0)], count: 1, total_bytes: null })
          : fileAnswer(new Uint8Array(100).fill(7)),
    });
    for (const index of own) registry.curves.add(new Blob([new Uint8Array(100).fill(50 + index)]), contentOf(index));
    return { ...parts, registry, loading: createOwnFiles(parts.loading, registry, parts.decoder) };
  }

  async function valuesOf({ loading }: ReturnType<typeof withDays>) {
    const listing = await loading.curveFiles(site, midnight, never());
    if (!listing.ok) throw new Error(listing.failure.message);
    const days = await Promise.all(listing.value.files.map((one) => loading.curves(one, wish())));
    return { ...listing.value, values: days.map((one) => (one.ok ? one.value.curves[0]!.values[0] : one.failure)) };
  }

  test('stand beside the archive’s and win over them; their bytes go nowhere', async () => {
    const joined = withDays(1);
    expect(await valuesOf(joined)).toMatchObject({ values: [7, 51], found: 'listing service', ownFiles: 1 });
    expect(await joined.cache.files.has(urlOf(1))).toBe(false);
    const both = withDays(0, 1);
    expect(await valuesOf(both)).toMatchObject({ values: [50, 51], ownFiles: 2 });
    expect(both.asked.filter((url) => !url.includes('/api/'))).toEqual([]);
    expect(await both.loading.keptCurveFiles(site, midnight)).toMatchObject({ ownFiles: 2 });
    // Closed, and a mended file of the same day opened: that one is read.
    both.registry.clear();
    both.registry.curves.add(new Blob([new Uint8Array(100).fill(90)]), contentOf(1));
    expect((await valuesOf(both)).values).toEqual([7, 90]);
  });

  test('are there without the archive, too', async () => {
    const registry = new OwnFileRegistry();
    const parts = createBench({ answer: () => Promise.reject(new TypeError('Failed to fetch')) });
    registry.curves.add(new Blob([new Uint8Array(100).fill(51)]), contentOf(1));
    const loading = createOwnFiles(parts.loading, registry, parts.decoder);
    const found = await valuesOf({ ...parts, registry, loading });
    expect(found).toMatchObject({ values: [51], found: 'own files', knownDays: [firstUs + day] });
    expect(found.serviceFailure).not.toBeNull();
  });

  test('of an earlier visit say so, where the archive has none', async () => {
    const after = withDays();
    after.registry.curves.remember(
      [0, 1].map((index) => ({
        ...contentOf(index),
        url: urlOf(index),
        name: `day ${index}`,
        bytes: null,
        siteUid: 'fsim',
      })),
    );
    const { values, ownFiles } = await valuesOf(after);
    expect([values[0], ownFiles]).toEqual([7, 0]);
    expect(values[1]).toMatchObject({
      part: 'own file',
      message: expect.stringContaining('This day came from') as string,
    });
  });

  test('another site, another file of the same day, and a site that nobody knows', () => {
    const { registry } = withDays(1);
    const blob = new Blob(['x']);
    expect(registry.curves.add(blob, contentOf(1))).toBe(false);
    expect(registry.curves.add(blob, { ...contentOf(0), siteUid: null, path: null })).toBe(false);
    expect(registry.curves.filesOf({ ...site, siteUid: 'gill' }, midnight)).toEqual([]);
  });
});

test('two files of one minute: the more complete one is used, of equal ones the later', () => {
  const registry = new OwnFileRegistry();
  expect(registry.addFrames(new Blob(['a']), framesOf(1))).toBeNull();
  const fewer = { ...framesOf(1), frames: 8 };
  expect(registry.addFrames(new Blob(['b']), fewer)).toEqual({ used: 'the other one', because: 'more frames' });
  const last = new Blob(['c']);
  expect(registry.addFrames(last, framesOf(1))).toEqual({ used: 'this one', because: 'opened later' });
  expect(registry.files).toHaveLength(1);
  expect(registry.blobOf(registry.files[0]!.url)).toBe(last);
  expect(registry.filesOf(camera, range)).toHaveLength(1);
});
