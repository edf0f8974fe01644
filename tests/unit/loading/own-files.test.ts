import { describe, expect, test } from 'vitest';
import { minuteUs } from '$lib/datasets/utc';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import { never } from '../services/counting-fetch';
import { createBench, fakeDecoder, minuteBytes, minuteFile, minuteOf, wish } from './bench';
import { camera, framesOf, ownBench, range, startUs } from './own-bench';

/** The person has minute 2, of other content than the archive's, and 3. */
function withOwn(options?: { archive?: boolean }) {
  const all = ownBench(options);
  for (const index of [2, 3])
    all.registry.addFrames(new Blob([new Uint8Array(100).fill(200 + index)]), framesOf(index));
  return all;
}

async function minutesListed(loading: ReturnType<typeof ownBench>['loading']) {
  const listing = await loading.listFiles(camera, range, never());
  if (!listing.ok) throw new Error(listing.failure.message);
  return { ...listing.value, minutes: listing.value.files.map(({ url }) => minuteOf(url)) };
}

test('without own files everything is the archive’s', async () => {
  const { loading, asked } = ownBench();
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
  const { loading, registry } = ownBench();
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

  const alone = ownBench({ archive: false });
  alone.registry.addFrames(new Blob([new Uint8Array(100).fill(202)]), framesOf(2), problem);
  const { files } = await minutesListed(alone.loading);
  const columns = await alone.loading.columns(files[0]!, wish());
  expect(columns.ok && columns.value.counts[0]).toBe(202);
});

test('what an earlier visit made of the archive’s minute is not shown in place of the own one', async () => {
  const first = ownBench();
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
  const { loading, registry } = ownBench();
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
  const { loading, registry } = ownBench();
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
    const { loading, registry } = ownBench();
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
    const { loading, registry, asked } = ownBench();
    registry.remember([minuteFile(3)]);
    const later = { startUs: startUs + 60 * minuteUs, endUs: startUs + 65 * minuteUs };
    expect((await loading.listFiles(camera, later, never())).ok).toBe(true);
    expect(await loading.keptListing({ ...camera, siteUid: 'rank' }, range, true)).toBeNull();
    expect(asked).toHaveLength(1);
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
