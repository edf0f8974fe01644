import { expect, test } from 'vitest';
import { formatDate, formatRange } from '$lib/datasets/utc';
import type { LibraryFile } from '$lib/loading/library';
import { creditText } from '$lib/state/credit-text';
import { groupNights, KeptIndex } from '$lib/state/kept-nights';
import { unusedFor } from '$lib/state/library-view.svelte';

function file(name: string, dataset: string, change: Partial<LibraryFile> = {}): LibraryFile {
  const origin = { address: name, etag: null, lastModified: null };
  const times = { keptMs: 1000, usedMs: 2000, pin: null };
  return { key: name, url: name, name, dataset, bytes: 100, isSample: false, ...origin, ...times, ...change };
}

const pin = { sinceMs: 1, sha256: 'aa' };
const files = [
  file('20161029_0400_gill_rego-652_6300.pgm.gz', 'REGO_RAW'),
  file('20140310_2359_gill_themis19_full.pgm.gz', 'THEMIS_ASI_RAW', { usedMs: 9000 }),
  file('20140311_0000_gill_themis19_full.pgm.gz', 'THEMIS_ASI_RAW', { keptMs: 500, pin }),
  file('20140310_0600_gill_themis19_full.pgm.gz', 'THEMIS_ASI_RAW'),
  file('20140311__gill_themis19_full-keogram.pgm.jpg', 'THEMIS_ASI_RAW summary'),
  file('themis_skymap_gill_20110305-+_vXX.sav', 'THEMIS_ASI_SKYMAP_IDLSAV'),
  file('20140310_0600_atha_themis02_full.pgm.gz', 'THEMIS_ASI_RAW'),
  file('20300208_0800_gill_themis96_full.pgm.gz', 'THEMIS_ASI_RAW', { isSample: true }),
  file('something.dat', 'UNKNOWN'),
];

function nights() {
  const index = new KeptIndex();
  index.add(files.slice(0, 4));
  index.add(files.slice(4));
  return index.nights();
}

test('by dataset, site and night, in the order in which people look for them', () => {
  const seen = groupNights(nights()).map(({ title, sites }) => [
    title,
    sites.map(({ siteUid, nights: own }) => [
      siteUid,
      own.map(({ nightUs, files: kept }) => `${nightUs === null ? '-' : formatDate(nightUs)} ${kept.length}`),
    ]),
  ]);
  expect(seen).toEqual([
    [
      'THEMIS ASI',
      [
        ['atha', ['2014-03-10 1']],
        ['gill', ['2014-03-11 3', '2014-03-10 1', '- 1']],
      ],
    ],
    ['REGO', [['gill', ['2016-10-29 1']]]],
    ['UNKNOWN', [[null, ['- 1']]]],
    ['Sample event (synthetic): THEMIS ASI', [['gill', ['2030-02-08 1']]]],
  ]);
});

test('twenty years of nights are sorted in a moment', () => {
  const [night] = nights();
  const many = Array.from({ length: 30_000 }, (_, index) => ({ ...night!, id: String(index), nightUs: index }));
  const beganMs = performance.now();
  const [dataset] = groupNights(many);
  // Some 20 ms; copied for each night it would be many seconds.
  expect(performance.now() - beganMs).toBeLessThan(1000);
  expect(dataset?.sites[0]?.nights).toHaveLength(30_000);
});

test('a night sums up its files, across midnight', () => {
  const night = nights().find(({ files: kept }) => kept.length === 3)!;
  expect(night).toMatchObject({ bytes: 300, pinnedFiles: 1, pinnedBytes: 100, keptMs: 500, usedMs: 9000 });
  expect(formatRange(night.range!)).toBe('2014-03-10 23:59 – 2014-03-11 00:01');
});

test('what nobody has used for long, pinned files aside', () => {
  const dayMs = 86_400_000;
  const names = (days: number, nowMs: number) => unusedFor(nights(), days, nowMs).length;
  expect([names(7, 2000 + 7 * dayMs), names(7, 2001 + 7 * dayMs), names(7, 9001 + 7 * dayMs)]).toEqual([0, 7, 8]);
});

test('whom to thank, once for each dataset, and nobody for what was computed', () => {
  const text = creditText(nights());
  expect(text.match(/NASA contract NAS5-02099/g)).toHaveLength(1);
  expect(text).toContain('https://doi.org/10.11575/Z7X6-5C42');
  expect(text).toContain('Sample event (synthetic): THEMIS ASI\nComputed by Nightside, not observed.');
});
