import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { EventPage } from './event-page';
import { expect, expectAccessible, inFirefox, screenshot, test } from './fixtures';
import { bytesOf, gill, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const minutes = ['0600', '0601', '0602'];
const link = 'v=1&range=2014-03-10T06:00Z/PT3M&track=THEMIS_ASI_RAW:gill';

test('a night is seen in the library, taken along, pinned, read again, exported as it came, and forgotten', async ({
  page,
  archive,
}) => {
  // The way of browsers that let nobody choose where to write.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const event = new EventPage(page);
  await event.open(link);
  await event.settled(20_000);

  await page.goto('library/');
  const row = page.locator('tr', { has: page.getByRole('link', { name: '2014-03-10' }) });
  const files = await Promise.all(minutes.map((minute) => bytesOf(gill(minute))));
  const sizeMb = (files.reduce((sum, { length }) => sum + length, 0) / 1e6).toFixed(1);
  await expect(row.getByRole('cell').nth(1)).toHaveText('3');
  await expect(row.getByRole('cell').nth(2)).toHaveText(`${sizeMb} MB`);
  await expect(row.getByRole('link')).toHaveAttribute(
    'href',
    /range=2014-03-10T06:00Z\/2014-03-10T06:03Z&track=THEMIS/,
  );
  await expectAccessible(page);

  // The whole night, as far as the archive has it: what is here is not fetched again.
  archive.forget();
  await row.getByRole('button', { name: /^Take the whole night with you: THEMIS ASI GILL/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Here already')).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, 'library-pack');
  await dialog.getByRole('button', { name: /^(Fetch and pin|Pin)$/ }).click();
  const pack = page.locator('[data-pack]');
  await expect(pack).toHaveAttribute('data-pack', 'ended', { timeout: 20_000 });
  for (const minute of minutes) expect(archive.seen('data', `/${gill(minute)}`)).toEqual([]);
  await expect(row.getByRole('button', { name: 'Unpin GILL, 2014-03-10' })).toBeVisible();
  await pack.getByRole('button', { name: 'Let go' }).click();
  await expect(pack).toHaveCount(0);

  await row.getByRole('button', { name: 'Pin GILL, 2014-03-10' }).click();
  await expect(row.getByRole('cell').nth(3)).toHaveText('all');
  await expect(page.getByText(/The browser (was asked|has promised)/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^Pinned files/ })).toBeVisible();
  await screenshot(page, 'library');

  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText(/^\d+ files read again: all as they were kept \(size and checksum\)\.$/)).toBeVisible();

  // Firefox saves it as well, but its driver hears of no download: what is in the zip is read in Chromium.
  const coming = inFirefox() ? null : page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as zip' }).click();
  await expect(page.getByText(/^Exported: \d+ files\.$/)).toBeVisible();
  if (coming !== null) await expectWholeNight(await (await coming).path());

  // Pinned files stay until that is said, too.
  await page.getByRole('button', { name: 'Forget …', exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Forget' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: /pinned, too/ }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Forget' }).click();
  await expect(page.getByText('Nothing is kept yet.')).toBeVisible();
});

/** The minutes in the zip are the archive's, byte for byte, and the credit travels with them. */
async function expectWholeNight(zipFile: string): Promise<void> {
  const { 'CREDIT.txt': credit, ...entries } = unzipSync(new Uint8Array(await readFile(zipFile)));
  for (const minute of minutes) expect(Object.keys(entries)).toContain(gill(minute).replace('sort_by_project/', ''));
  for (const [name, bytes] of Object.entries(entries))
    expect(Buffer.from(bytes).equals(await bytesOf(`sort_by_project/${name}`)), name).toBe(true);
  expect(new TextDecoder().decode(credit)).toContain('NASA contract NAS5-02099');
}
