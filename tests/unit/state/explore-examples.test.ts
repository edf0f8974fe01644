import { expect, test } from 'vitest';
import { minuteUs, parseInstant } from '$lib/datasets/utc';
import { examplesOf } from '$lib/state/explore-examples';
import { formatExplore } from '$lib/state/explore-link';

test('fourteen nights up to this one; the sample event’s where there is one', () => {
  const nowUs = parseInstant('2026-03-05T23:59')!;
  const startUs = parseInstant('2030-02-08T08:00')!;
  const links = (sample: Parameters<typeof examplesOf>[1]) =>
    examplesOf(nowUs, sample).map(({ choice }) => formatExplore(choice));
  const last = 'days=2026-02-20/2026-03-05&array=trex/RGB+ASI';
  expect(links(null)).toEqual([last]);
  expect(links({ range: { startUs, endUs: startUs + 20 * minuteUs } })).toEqual([
    last,
    'days=2030-02-08/2030-02-08&array=themis-asi/panchromatic+ASI',
  ]);
});
