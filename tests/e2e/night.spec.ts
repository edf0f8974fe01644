import path from 'node:path';
import { writeNight } from '../bench/retimed-minutes';
import { EventPage } from './event-page';
import { expect, expectAccessible, test } from './fixtures';
import { wordsFor } from './guards';
import { gillTenMinutes, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const files = '/sort_by_project/THEMIS/asi/stream0/';
const fortyMinutes = 'v=1&range=2014-03-10T04:00Z/PT40M&track=THEMIS_ASI_RAW:gill';

function layNight(scratch: string, minutes: number): Promise<string[]> {
  const startUs = Date.UTC(2014, 2, 10, 4, 0) * 1000;
  return writeNight(path.join(scratch, 'sort_by_project'), { startUs, minutes });
}

test('a second visit shows the same without fetching a single file again', async ({
  page,
  context,
  archive,
  guards,
}) => {
  const first = new EventPage(page);
  await first.open(gillTenMinutes);
  await first.settled();
  const before = await first.keogramPixels();
  await page.close();

  archive.forget();
  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: '_full\\.pgm\\.gz' });
  const second = new EventPage(await context.newPage());
  await second.open(gillTenMinutes);
  await second.settled();
  await expect(second.page.getByText('All here, kept in this browser.')).toBeVisible();
  const after = await second.keogramPixels();
  expect([after.width, after.height]).toEqual([before.width, before.height]);
  expect(Buffer.from(after.red).equals(Buffer.from(before.red))).toBe(true);
  // The sky comes from the kept file, whole.
  expect(await second.frameUs()).toBeGreaterThan(0);
  expect(archive.seen('data', files)).toEqual([]);
});

test('two tabs fetch each file once between them', async ({ page, context, archive, servers }) => {
  await layNight(servers.scratch, 20);
  archive.setFaults({ kind: 'delay', ms: 150, pattern: '_full\\.pgm\\.gz' });
  const [one, two] = [new EventPage(page), new EventPage(await context.newPage())];
  const query = 'v=1&range=2014-03-10T04:00Z/PT20M&track=THEMIS_ASI_RAW:gill';
  await Promise.all([one.open(query), two.open(query)]);
  for (const tab of [one, two]) {
    await tab.settled(40_000);
    await expect(tab.page.getByText(/^All here/)).toBeVisible();
  }
  const asked = archive.seen('data', files).map((request) => request.path);
  expect(asked.length).toBe(20);
  expect(new Set(asked).size).toBe(20);
  expect(archive.maxConcurrent('data', files)).toBeLessThanOrEqual(5);
});

test('paused, nothing new is fetched; resumed, it goes on to the end', async ({ page, archive, servers }) => {
  await layNight(servers.scratch, 40);
  archive.setFaults({ kind: 'delay', ms: 300, pattern: '_full\\.pgm\\.gz' });
  const event = new EventPage(page);
  await event.open(fortyMinutes);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/· paused/)).toBeVisible();
  await page.waitForTimeout(1500); // what was under way ends
  const asked = archive.seen('data', files).length;
  expect(asked).toBeLessThan(40);
  await page.waitForTimeout(1500); // that nothing happens can only be waited for
  expect(archive.seen('data', files).length).toBe(asked);
  archive.setFaults();
  await page.getByRole('button', { name: 'Go on' }).click();
  await event.settled(40_000);
  expect(new Set(archive.seen('data', files).map((request) => request.path)).size).toBe(40);
});

test('a night comes in coarsely first, with the archive’s own picture beneath, said to be that', async ({
  page,
  archive,
  servers,
}) => {
  await layNight(servers.scratch, 120);
  await page.goto('');
  const jpeg = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(720, 256);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#999';
    context.fillRect(0, 0, 720, 256);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
  });
  await archive.addFile(
    'sort_by_project/THEMIS/asi/stream2/2014/03/10/gill_themis19/20140310__gill_themis19_full-keogram.pgm.jpg',
    Uint8Array.from(jpeg),
  );
  archive.setFaults({ kind: 'delay', ms: 700, pattern: '_full\\.pgm\\.gz' });
  const event = new EventPage(page);
  await event.open('v=1&range=2014-03-10T04:00Z/PT2H&track=THEMIS_ASI_RAW:gill');
  await expect(page.getByText(/archive.s summary picture until/).first()).toBeVisible({ timeout: 15_000 });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Cancel' }).click();
  // The first files are spread over the whole range, not the first minutes of it.
  const minutes = archive
    .seen('data', files)
    .slice(0, 16)
    .map((request) => /_0(\d)(\d\d)_/.exec(request.path)!)
    .map(([, hour, minute]) => 60 * (Number(hour) - 4) + Number(minute));
  expect(Math.max(...minutes)).toBeGreaterThan(90);
  expect((await event.causes()).some((cause) => cause === 'cancelled')).toBe(true);
});

test('the ends of the range are moved by keyboard and pointer; what is loaded stays', async ({
  page,
  archive,
  servers,
}) => {
  await layNight(servers.scratch, 40);
  const event = new EventPage(page);
  await event.open('v=1&range=2014-03-10T04:10Z/PT10M&track=THEMIS_ASI_RAW:gill');
  await event.settled();
  archive.forget();
  const end = page.getByRole('slider', { name: /end/i }).first();
  await end.focus();
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/range=2014-03-10T04:10Z\/2014-03-10T04:30Z/);
  await event.settled();
  await expect(page.locator('[data-files="20"]')).toBeVisible();
  const asked = archive.seen('data', files).map((request) => /_04(\d\d)_/.exec(request.path)?.[1]);
  expect(asked.sort()).toEqual(['20', '21', '22', '23', '24', '25', '26', '27', '28', '29']);
  await page.goBack();
  await expect(page.locator('[data-files="10"]')).toBeVisible();
});

test('a date and a site without a time open the whole night, after asking', async ({ page, servers }) => {
  await layNight(servers.scratch, 200);
  await page.goto('');
  const search = page.getByRole('combobox').or(page.getByRole('searchbox')).first();
  await search.fill('2014-03-10 gill themis');
  await search.press('Enter');
  await expect(page.getByText(/That is a lot/)).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('button', { name: /^Fetch \d+ files/ })).toBeVisible();
  const range = new URL(page.url()).searchParams.get('range')!;
  const [startMs, endMs] = range.split('/').map((instant) => Date.parse(instant));
  expect((endMs! - startMs!) / 3_600_000).toBeGreaterThan(9);
  await expect(page.getByText('daylight').first().or(page.locator('[data-gap-summary]'))).toBeVisible();
});

test('playing at a thousand times real time keeps its pace', { tag: '@long' }, async ({ page, servers }) => {
  await layNight(servers.scratch, 60);
  const event = new EventPage(page);
  await event.open('v=1&range=2014-03-10T04:00Z/PT1H&track=THEMIS_ASI_RAW:gill');
  await event.settled(50_000);
  await page.getByLabel('Speed').selectOption('1000');
  await page.getByRole('button', { name: 'Play' }).click();
  const { playedMs, passedMs } = await event.watch(2000);
  await page.getByRole('button', { name: 'Pause' }).click();
  const ratio = playedMs / passedMs;
  expect(ratio).toBeGreaterThan(850);
  expect(ratio).toBeLessThan(1050);
});
