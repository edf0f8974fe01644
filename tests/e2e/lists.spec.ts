import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { EventPage } from './event-page';
import { expect, expectAccessible, inFirefox, screenshot } from './fixtures';
import { wordsFor } from './guards';
import { controlled } from './profile';
import { needsRealSample, test } from './sample-app';

/* Saved events and tours. */

needsRealSample();

const night = 'v=1&range=2030-02-08T08:00Z/2030-02-08T08:20Z';
const arc = `${night}&at=2030-02-08T08:06Z&track=THEMIS_ASI_RAW:fsmi:themis93`;
const red = `${night}&at=2030-02-08T08:09Z&track=REGO_RAW:fsmi:rego-991`;

const entries = (page: Page) => page.locator('[data-entry]');
const titles = (page: Page) => entries(page).locator('.title a').allInnerTexts();
const bar = (page: Page) => page.getByRole('region', { name: 'Tour' });

async function save(page: Page, link: string, words: { title?: string; tags?: string } = {}): Promise<void> {
  const event = new EventPage(page);
  await event.open(link);
  await event.settled();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Save this event' });
  await expect(dialog.getByLabel('Title')).toHaveValue(/^2030-02-08 08:00–08:20 UTC, (THEMIS|REGO) FSMI$/);
  if (words.title) await event.type(dialog.getByLabel('Title'), words.title);
  if (words.tags) await event.type(dialog.getByLabel('Tags'), words.tags);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible();
}

/** What is saved under a button, as text; Firefox's driver hears of no download. */
async function downloaded(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

test('saved from its page, edited, moved, found, removed and put back; on the start page; as files', async ({
  page,
}) => {
  await save(page, arc, { title: 'Quiet arc', tags: 'arc, before' });
  await page.reload();
  await expect(page.getByRole('button', { name: 'Saved', exact: true })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible(); // another instant is another link
  await save(page, red);

  await page.goto('./');
  const saved = page.getByRole('region', { name: 'Saved' });
  await expect(saved.getByRole('link').first()).toHaveText('2030-02-08 08:00–08:20 UTC, REGO FSMI');
  await expect(saved.getByText('Synthetic')).toHaveCount(2);
  await saved.getByRole('link', { name: 'All your lists' }).click();

  await expect(page.getByRole('heading', { level: 2, name: 'Saved events' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Edit 2030-02-08 08:00–08:20 UTC, REGO FSMI' }).click();
  await new EventPage(page).type(page.getByLabel('Title', { exact: true }), 'Red line');
  await page.getByRole('button', { name: '+ arc' }).click();
  await page.getByLabel('Note').fill('=1+1\nblurred');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Move Red line up' }).click();
  await expect.poll(() => titles(page)).toEqual(['Red line', 'Quiet arc']);
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(['Red line', 'Quiet arc']);
  await expect(entries(page).first()).toContainText('2030-02-08 08:00–08:20 UTC · REGO FSMI');
  await screenshot(page, 'lists');

  await page.getByRole('searchbox', { name: 'Find in this list' }).fill('blurred');
  await expect.poll(() => titles(page)).toEqual(['Red line']);
  await page.getByRole('searchbox', { name: 'Find in this list' }).fill('');
  await page.getByRole('button', { name: 'before 1' }).click();
  await expect.poll(() => titles(page)).toEqual(['Quiet arc']);
  await page.getByRole('button', { name: 'Remove Quiet arc' }).click();
  await expect(page.getByText('“Quiet arc” was removed.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'before 1' }).click();
  await expect.poll(() => titles(page)).toEqual(['Red line', 'Quiet arc']);

  if (inFirefox()) return;
  const [json, csv] = [await downloaded(page, 'JSON'), await downloaded(page, 'CSV')];
  expect(csv).toContain(
    `,THEMIS ASI FSMI,${new URL(`event/?${arc}`, page.url().replace(/lists\/.*/, '')).href},"arc, before",`,
  );
  for (const [name, text] of Object.entries({
    'mine.json': json,
    'mine.csv': `${csv}nowhere,,,,,https://example.org/,,\r\n`,
  })) {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    await expect(page.getByText('2 events from a file; nothing of it is saved yet.')).toBeVisible();
    await expect(page.getByText('=1+1')).toBeVisible();
    await expect(page.getByText('leads to no event of this app')).toHaveCount(name === 'mine.csv' ? 1 : 0);
    await page.getByRole('button', { name: 'Close without keeping' }).click();
  }
});

test('a list as one link: seen by somebody else without being saved, kept on demand, and walked through @long', async ({
  page,
  browser,
  baseURL,
}) => {
  await save(page, arc, { title: 'Quiet arc' });
  await page.goto('lists/');
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.getByLabel('Link to this list').inputValue();
  expect(link).toContain('/lists/#v=1&title=Saved+events&event=range=2030-02-08T08:00Z/2030-02-08T08:20Z;at=');

  const other = await browser.newContext({ ...(baseURL === undefined ? {} : { baseURL }), ignoreHTTPSErrors: true });
  const theirs = await other.newPage();
  await theirs.goto(link.replace('count=1', 'count=2&colour=red'));
  await expect(theirs.getByText('One event from a link; nothing of it is saved yet.')).toBeVisible();
  await expect(theirs.getByText('“colour” is not part of a link to a list')).toBeVisible();
  await expect(theirs.getByText('it was cut off or changed on its way')).toBeVisible();
  await expectAccessible(theirs);
  await theirs.getByRole('button', { name: 'Walk through' }).click();
  await expect(bar(theirs)).toContainText('1 of 1');
  await theirs.reload();
  await expect(bar(theirs)).toContainText('Quiet arc');
  await theirs.goto('lists/');
  await expect(theirs.getByText('Nothing is saved yet.')).toBeVisible();
  await theirs.goto(link);
  await theirs.reload(); // the fragment alone has changed
  await theirs.getByRole('button', { name: 'Keep this list' }).click();
  await expect(theirs).toHaveURL(/\/lists\/\?list=/);
  await theirs.reload();
  await expect.poll(() => titles(theirs)).toEqual(['Quiet arc']);
  await other.close();
});

test('the tour of the sample event: each step shows what it tells, through reload and Back; the link that is shared is without it', async ({
  page,
}) => {
  await page.goto('./');
  await page.getByRole('link', { name: 'A tour of the sample event' }).click();
  const event = new EventPage(page);
  await event.settled();
  await expect(bar(page)).toContainText('1 of 6');
  await expect(bar(page)).toContainText('nothing of it was ever observed');
  await expect(page).toHaveURL(/event\/\?v=1&.*#tour=sample\/1$/);
  expect(await event.cursor()).toBe('08:06:00');
  await expectAccessible(page);
  await screenshot(page, 'tour');

  const next = bar(page).getByRole('link', { name: 'Next' });
  await next.click();
  await expect(bar(page)).toContainText('2 of 6');
  await expect(page.locator('.stage, .sky').getByText('every 15 s').first()).toBeVisible();
  await next.click();
  await expect(bar(page)).toContainText('3 of 6');
  await expect(page.getByRole('slider', { name: /^Time in the keogram/ })).toHaveCount(3);
  // What is done at a step belongs to it: the address keeps the step.
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(/at=2030-02-08T08:00[Z:].*#tour=sample\/3$/);
  await page.reload();
  await expect(bar(page)).toContainText('3 of 6');
  await next.click();
  await expect(page.getByText(/6 of 6 cameras/)).toBeVisible();
  await page.goBack();
  await expect(bar(page)).toContainText('3 of 6');
  await page.goForward();
  await expect(bar(page)).toContainText('4 of 6');
  await next.click();
  await next.click();
  await expect(bar(page)).toContainText('6 of 6');
  await event.settled();
  await expect(bar(page).getByRole('link', { name: 'Next' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Copy link' }).click();
  const copied = page.getByLabel('Link to this event');
  if (await copied.isVisible()) expect(await copied.inputValue()).not.toContain('#');
  await bar(page).getByRole('link', { name: 'End the tour' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(page).toHaveURL(/at=2030-02-08T08:18:30Z[^#]*$/);
});

test('lists and the tour are there without a network, and on a phone', async ({ page, context, guards }) => {
  await page.goto('./');
  await controlled(page);
  await context.setOffline(true);
  guards.expect(...wordsFor.offline);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('lists/');
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'A tour of the sample event' }).click();
  await expect(bar(page)).toContainText('1 of 6');
  await page.goto('event/#tour=sample/3'); // one that is zoomed, and so has a button more
  await expect(bar(page)).toContainText('3 of 6');
  await expect(page.getByRole('slider', { name: /^Time in the keogram/ })).toHaveCount(3);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole('button', { name: 'Pages' }).click();
  await expect(page.getByRole('navigation', { name: 'Pages' }).getByRole('link')).toHaveText([
    ...['Explore', 'Datasets', 'Lists', 'Library', 'Your files', 'Settings'],
  ]);
  await context.setOffline(false);
});

test('without the sample event on the server there is no tour of it, and its address says so', async ({ page }) => {
  await page.route('**/sample/', (route) => route.fulfill({ json: { sample: null } }));
  await page.goto('lists/');
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible();
  await expect(page.getByText('A tour of the sample event')).toHaveCount(0);
  await page.goto('event/#tour=sample/1');
  await expect(bar(page)).toContainText('The tour is of the sample event, and this server has none.');
});
