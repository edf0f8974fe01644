import { describe, expect, test } from 'vitest';
import type { DocumentStore } from '$lib/cache/document-store';
import { covers, createListingStore, joined } from '$lib/loading/kept-listing';
import type { ArchiveFile } from '$lib/model/dataset';

const hour = 3_600_000_000;
const day = Date.UTC(2014, 2, 10) * 1000;
const site = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill' };

function documents(): DocumentStore & { readonly size: number } {
  const kept = new Map<string, unknown>();
  return {
    get size() {
      return kept.size;
    },
    get: (key) => Promise.resolve(kept.has(key) ? { value: structuredClone(kept.get(key)), keptMs: 7 } : undefined),
    put: (key, value) => {
      kept.set(key, structuredClone(value));
      return Promise.resolve(true);
    },
    keys: (prefix) => Promise.resolve([...kept.keys()].filter((key) => key.startsWith(prefix)).reverse()),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

function file(startUs: number): ArchiveFile {
  const name = String(startUs);
  return { url: name, name, dataset: site.dataset, siteUid: 'gill', deviceUid: 'themis19', startUs, bytes: 5 };
}

/** A file every half hour. */
const filesOf = (startUs: number, endUs: number) =>
  Array.from({ length: (endUs - startUs) / (hour / 2) }, (_, index) => file(startUs + (index * hour) / 2));

describe('listings that outlive the tab', () => {
  test('any part of what was listed is found again, over midnight too', async () => {
    const store = createListingStore(documents());
    const range = { startUs: day - 3 * hour, endUs: day + 4 * hour };
    await store.write(site, range, filesOf(range.startUs, range.endUs), true);
    const part = { startUs: day - hour, endUs: day + hour };
    const kept = await store.read(site, part);
    expect(kept?.files.map(({ startUs }) => startUs)).toEqual(filesOf(part.startUs, part.endUs).map((f) => f.startUs));
    expect(kept?.known).toEqual([part]);
    expect(covers(kept!.known, part)).toBe(true);
  });

  test('beyond what was listed nothing is claimed', async () => {
    const store = createListingStore(documents());
    await store.write(site, { startUs: day, endUs: day + hour }, [file(day)], true);
    const kept = await store.read(site, { startUs: day, endUs: day + 2 * hour });
    expect(covers(kept!.known, { startUs: day, endUs: day + 2 * hour })).toBe(false);
    expect(await store.read(site, { startUs: day + hour, endUs: day + 2 * hour })).toBeNull();
    expect(await store.read({ ...site, siteUid: 'fsmi' }, { startUs: day, endUs: day + hour })).toBeNull();
  });

  test('two listings side by side become one; a new one takes the place of the old', async () => {
    const store = createListingStore(documents());
    await store.write(site, { startUs: day, endUs: day + hour }, [file(day), file(day + hour / 2)], true);
    await store.write(site, { startUs: day + hour, endUs: day + 2 * hour }, [file(day + hour)], true);
    await store.write(site, { startUs: day, endUs: day + hour }, [file(day)], false);
    const kept = await store.read(site, { startUs: day, endUs: day + 2 * hour });
    expect(kept?.files.map(({ startUs }) => startUs - day)).toEqual([0, hour]);
    expect([kept?.known.length, kept?.exactBytes]).toEqual([1, false]);
  });

  test('what is not a listing is taken for none', async () => {
    const strange = documents();
    await strange.put('files THEMIS_ASI_RAW gill 2014-03-10', { known: 'all' });
    expect(await createListingStore(strange).read(site, { startUs: day, endUs: day + hour })).toBeNull();
  });

  test('spans that touch are one', () => {
    const span = (startUs: number, endUs: number) => ({ startUs, endUs });
    expect(joined([span(5, 6), span(0, 2), span(2, 3), span(1, 2)])).toEqual([span(0, 3), span(5, 6)]);
  });
});
