import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeNight } from '../bench/retimed-minutes';
import { EventPage } from '../e2e/event-page';
import { expect, test } from '../e2e/fixtures';
import { sharedData } from '../e2e/real-minutes';
import { keptFiles } from '../e2e/kept-files';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const startUs = Date.UTC(2014, 2, 10, 4, 0) * 1000;
const minutes = 120;
const query = 'v=1&range=2014-03-10T04:00Z/PT2H&track=THEMIS_ASI_RAW:gill';
const data = '/gill_themis19/.*_full\\.pgm\\.gz';

test('two hours through a storm: every good minute once, every bad one named, and trying again heals', async ({
  page,
  servers,
  archive,
  guards,
}) => {
  test.setTimeout(20 * 60_000);
  guards.expect(/Failed to load resource|ERR_|CORS|Cross-Origin|NS_/i);
  const root = path.join(servers.scratch, 'sort_by_project');
  const files = await writeNight(root, { startUs, minutes });
  // Two that are bad on the archive itself: no trying again can heal these.
  const spoilt = [17, 80];
  for (const minute of spoilt) {
    const place = path.join(root, files[minute]!);
    await writeFile(place, (await readFile(place)).subarray(0, 40));
  }
  archive.setFaults(
    { kind: 'bad-gateway', pattern: data, probability: 0.1 },
    { kind: 'refuse', pattern: data, probability: 0.1 },
    { kind: 'unavailable', retryAfterSec: 1, pattern: data, probability: 0.1 },
    { kind: 'truncate', pattern: data, probability: 0.05 },
    { kind: 'stall', pattern: data, probability: 0.05 },
  );

  const event = new EventPage(page);
  await event.open(query);
  await event.settled(15 * 60_000);
  const ready = async () => Number((await page.locator('[data-files-done]').getAttribute('data-files-done')) ?? NaN);
  const done = await ready();
  const named = await event.minutesInGaps();
  // What is not there is named, minute by minute, and nothing is both.
  expect(done + named.size).toBe(minutes);
  for (const minute of spoilt) expect(named.has(startUs + minute * 60e6), `minute ${minute}`).toBe(true);
  const before = await keptFiles(page);
  expect(before.filter(({ whole }) => whole).length).toBeGreaterThanOrEqual(done);
  // Nothing that came whole was fetched a second time.
  for (const [, times] of wholeAnswers(archive.seen('data'))) expect(times).toBe(1);

  archive.setFaults();
  for (let round = 0; round < 3 && (await ready()) < minutes - spoilt.length; round++) {
    await page.getByRole('button', { name: /^Try all/ }).click();
    await event.settled(5 * 60_000);
  }
  expect(await ready()).toBe(minutes - spoilt.length);
  expect([...(await event.minutesInGaps())].sort()).toEqual(spoilt.map((minute) => startUs + minute * 60e6));
  await expect(page.getByText(/Corrupt gzip at byte \d+/).first()).toBeVisible();
  for (const [url, times] of wholeAnswers(archive.seen('data')))
    expect(times, url).toBeLessThanOrEqual(
      spoilt.some((minute) => url.endsWith(path.basename(files[minute]!))) ? 9 : 1,
    );
});

/** How often each file was sent to its end. */
function wholeAnswers(
  seen: readonly { readonly path: string; readonly status: number | null; readonly outcome: string }[],
) {
  const times = new Map<string, number>();
  for (const { path: asked, status, outcome } of seen)
    if (status === 200 && outcome === 'finished' && asked.endsWith('_full.pgm.gz'))
      times.set(asked, (times.get(asked) ?? 0) + 1);
  return times;
}
