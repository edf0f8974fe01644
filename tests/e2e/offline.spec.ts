import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startAppServer, type AppServer } from './app-server';
import { expect, expectAccessible, inFirefox, screenshot } from './fixtures';
import { wordsFor } from './guards';
import { EventPage } from './event-page';
import { controlled, test as base } from './profile';

const link = 'event/?v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill';
const linkTitle = 'THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC · Nightside';

interface House {
  /** A copy of the build, for the test to change; at `below` of what is served. */
  readonly folder: string;
  serve(port?: number): Promise<AppServer>;
}

const test = base.extend<{ below: string; house: House }>({
  below: ['', { option: true }],

  house: async ({ buildFolder, below }, use) => {
    const root = await mkdtemp(path.join(tmpdir(), 'nightside-house-'));
    const folder = path.join(root, below);
    await cp(buildFolder, folder, { recursive: true });
    const servers: AppServer[] = [];
    await use({
      folder,
      async serve(port = 0) {
        const server = await startAppServer(root, { port });
        servers.push(server);
        return server;
      },
    });
    for (const server of servers) await server.kill();
    await rm(root, { recursive: true, force: true });
  },
});

for (const below of ['', 'repo/']) {
  test.describe(`the app at /${below}`, () => {
    test.use({ below });

    // Below a folder is as below none, but for its addresses: that waits for the long tests.
    test(
      'comes up with the browser closed in between and its server gone',
      below === '' ? {} : { tag: '@long' },
      async ({ house, profile, archive, guards }) => {
        const server = await house.serve();
        const home = server.url + below;
        const before = await profile.open();
        const first = await before.newPage();
        await first.goto(home);
        await controlled(first);
        await expect(first.getByText('Offline', { exact: true })).toHaveCount(0);
        await first.goto(home + link);
        const shown = new EventPage(first);
        await shown.settled(30_000);
        const keogram = await shown.keogramPixels();
        await before.close();

        await server.kill();
        expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
        archive.setFaults({ kind: 'refuse', pattern: '.' });
        guards.expect(...wordsFor.refused);

        const after = await profile.open();
        const start = await after.newPage();
        await start.goto(home);
        await expect(start.getByRole('heading', { name: 'Type a night' })).toBeVisible();
        await saysOffline(start);
        await expectAccessible(start);

        const event = await after.newPage();
        await event.goto(home + link);
        await expect(event).toHaveTitle(linkTitle);
        await saysOffline(event);
        expect(event.url()).toMatch(new RegExp(`^${home}event/\\?v=1&range=2014-03-10T06:00Z/`));
        // The night comes up from what the browser kept, keogram and sky, and says where it comes from.
        const night = new EventPage(event);
        await night.settled(30_000);
        const again = await night.keogramPixels();
        expect(again.width).toBe(keogram.width);
        expect(Buffer.from(again.red).equals(Buffer.from(keogram.red))).toBe(true);
        await expect.poll(() => night.frameUs()).toBeGreaterThan(0);
        await expect(event.locator('[data-from-memory]')).toContainText('this is what this browser keeps', {
          timeout: 30_000,
        });

        await event.goto(home + link.replace('event/', 'event'));
        await expect(event).toHaveTitle(linkTitle);
        expect(event.url()).toContain(`${home}event/?v=1&range=`);
        // Firefox calls it an error when a page is left while its workers are still being loaded.
        await night.settled(30_000);

        await event.goto(`${home}no/such/page/?t=1`);
        await expect(event).toHaveURL(home);
        await expect(event.getByRole('heading', { name: 'Type a night' })).toBeVisible();
      },
    );
  });
}

test('says so when the network goes and comes', async ({ page, context, guards }) => {
  guards.expect(...wordsFor.offline);
  await page.goto('./');
  await controlled(page);
  await context.setOffline(true);
  await expect(page.getByTitle('Offline: showing what this browser keeps.')).toBeVisible();
  await screenshot(page, 'offline');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('event/?track=THEMIS_ASI_RAW:gill');
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await screenshot(page, 'offline-390');
  await context.setOffline(false);
  // A page that was opened while Firefox only plays offline does not hear of the end of it.
  if (inFirefox()) await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(page.getByText('Offline', { exact: true })).toHaveCount(0);
});

test('a server that comes back is noticed when the tab is looked at again', async ({ house, profile, guards }) => {
  const server = await house.serve();
  const context = await profile.open();
  const page = await context.newPage();
  await page.goto(server.url);
  await controlled(page);
  await server.kill();
  guards.expect(...wordsFor.refused);
  await page.reload();
  await saysOffline(page);
  await house.serve(server.port);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByText('Offline', { exact: true })).toHaveCount(0);
});

test('the shell is kept, whole; relay and archive are not, and are asked each time', async ({
  page,
  house,
  archive,
}) => {
  const minute =
    'sort_by_project/THEMIS/asi/stream0/2031/01/01/made_themis99/ut06/20310101_0600_made_themis99_full.pgm';
  await archive.addFile(minute, new Uint8Array(1000));
  const server = await house.serve();
  await page.goto(server.url);
  await controlled(page);

  const texts = (address: string) =>
    page.evaluate(async (url) => {
      const text = async () => (await fetch(url, { cache: 'no-store' })).text(); // past the browser's own memory
      return [await text(), await text()];
    }, address);
  await texts('relay/');
  await writeFile(path.join(house.folder, 'relay', 'index.html'), '{"relay":"another"}');
  expect(await texts('relay/')).toEqual(['{"relay":"another"}', '{"relay":"another"}']);
  await texts(`https://data.phys.ucalgary.ca/${minute}`);
  expect(archive.seen('data', `/${minute}`)).toHaveLength(2);

  const kept = await keptAddresses(page);
  expect(kept).toEqual((await listed(house)).map((url) => new URL(url, server.url).href).sort());
  expect(kept).toContain(`${server.url}event/`);
  expect(kept.some((url) => url.includes('/_app/immutable/workers/'))).toBe(true);
  expect(kept.some((url) => url.includes('relay') || url.includes('sort_by_project'))).toBe(false);
});

test('with nothing kept and no server there is an error, not an endless redirect', async ({ page, house, guards }) => {
  await rewrite(house, 'service-worker.js', (text) => text.replace(/\[\{"url".*?\}\]/, '[]'));
  expect(await listed(house)).toEqual([]);
  const server = await house.serve();
  await page.goto(server.url, { waitUntil: 'networkidle' }); // an answer cut off by the end would be another error
  await controlled(page);
  expect(await keptAddresses(page)).toEqual([]);
  await server.kill();
  guards.expect(...wordsFor.refused);
  for (const address of ['', 'event/', 'event', 'no/such/page/'])
    await expect(page.goto(server.url + address)).rejects.toThrow(/ERR_FAILED|ERR_CONNECTION_REFUSED|NS_ERROR/);
});

test.describe('a new version', () => {
  test('waits until it is asked for, then the page reloads once, and the old one is gone', async ({ page, house }) => {
    const server = await house.serve();
    await page.goto(server.url);
    await controlled(page);
    await mark(page);
    const notice = page.getByRole('status', { name: 'About this app' });
    await expect(notice).toBeEmpty();

    await makeNewVersion(house, {});
    await lookForNewVersion(page);
    await expect(notice).toContainText('A new version is ready.');
    await expectAccessible(page);
    await screenshot(page, 'new-version');
    await notice.getByRole('button', { name: 'Later' }).click();
    await expect(notice).toBeEmpty();
    expect([await version(page), await marked(page)]).toEqual(['A', true]);

    await page.reload();
    expect(await version(page)).toBe('A');
    await expect(notice).toContainText('A new version is ready.');
    await mark(page);
    let loads = 0;
    page.on('load', () => (loads += 1));
    await notice.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => version(page).catch(() => null)).toBe('B');
    await controlled(page);
    await expect(page.getByRole('heading', { name: 'Type a night' })).toBeVisible();
    await expect(notice).toBeEmpty();
    expect([loads, await marked(page)]).toEqual([1, false]);
    const kept = await keptAddresses(page, true);
    expect(kept.filter((url) => url.startsWith(`${server.url}?`))).toEqual([`${server.url}?__WB_REVISION__=b00b`]);
  });

  test('asked for in one tab leaves the other alone, with all that it still needs', async ({
    page: first,
    context,
    house,
    archive,
    guards,
  }) => {
    const server = await house.serve();
    await first.goto(server.url);
    await controlled(first);
    const second = await context.newPage();
    await second.goto(server.url);
    await mark(second);

    const chunk = await eventChunk(house);
    await makeNewVersion(house, { without: chunk });
    await lookForNewVersion(first);
    const noticeOf = (page: Page) => page.getByRole('status', { name: 'About this app' });
    await expect(noticeOf(second)).toContainText('A new version is ready.');
    await noticeOf(first).getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => version(first).catch(() => null)).toBe('B');

    // The server has forgotten the script of the event page; the tab that was opened before can go there all the same.
    expect((await context.request.get(server.url + chunk)).status()).toBe(404);
    // "reload" passes by what the browser's ordinary cache still has.
    const again = (address: string) =>
      second.evaluate(async (url) => (await fetch(url, { cache: 'reload' })).status, address);
    expect(await again(server.url + chunk)).toBe(200);
    archive.setFaults({ kind: 'refuse', pattern: '.' });
    guards.expect(...wordsFor.refused);
    await second.bringToFront();
    await second.getByRole('link', { name: 'THEMIS ASI GILL, 2014-03-10 06:00–06:10 UTC' }).click();
    await expect(second).toHaveTitle(linkTitle);
    expect([await version(second), await marked(second)]).toEqual(['A', true]);
    await second.goBack();
    await noticeOf(second).getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => version(second).catch(() => null)).toBe('B');
    await expect(noticeOf(second)).toBeEmpty();
  });
});

async function saysOffline(page: Page): Promise<void> {
  await expect(page.getByText('Offline', { exact: true })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('status')).toContainText('the server of this app does not answer');
}

/** Addresses of everything in the browser's caches, sorted. */
async function keptAddresses(page: Page, withRevision = false): Promise<string[]> {
  const urls = await page.evaluate(async () => {
    const requests = (await caches.keys()).map(async (name) => (await caches.open(name)).keys());
    return (await Promise.all(requests)).flat().map(({ url }) => url);
  });
  return urls.map((url) => (withRevision ? url : url.replace(/\?__WB_REVISION__=.*$/, ''))).sort();
}

/** What the service worker of the copy is told to keep. */
async function listed({ folder }: House): Promise<string[]> {
  const worker = await readFile(path.join(folder, 'service-worker.js'), 'utf8');
  return [...worker.matchAll(/"url":"([^"]*)"/g)].map(([, url = '']) => url);
}

async function rewrite({ folder }: House, name: string, change: (text: string) => string): Promise<void> {
  const file = path.join(folder, name);
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** Version B: another start page and, where wanted, one script less, on the server as in the worker's list. */
async function makeNewVersion(house: House, { without }: { without?: string }): Promise<void> {
  await rewrite(house, 'index.html', (text) => text.replace('<head>', '<head><meta name="version" content="B" />'));
  await rewrite(house, 'service-worker.js', (text) => {
    const next = text.replace(/("url":"\.\/","revision":)"[^"]*"/, '$1"b00b"');
    return without === undefined ? next : next.replace(`{"url":"${without}","revision":null},`, '');
  });
  if (without !== undefined) await rm(path.join(house.folder, without));
}

/** The script that only the event page needs. */
async function eventChunk({ folder }: House): Promise<string> {
  const scripts = async (page: string) =>
    [...(await readFile(path.join(folder, page), 'utf8')).matchAll(/_app\/immutable\/nodes\/[^"]+\.js/g)].map(
      ([name]) => name,
    );
  const start = await scripts('index.html');
  const own = (await scripts('event/index.html')).filter((name) => !start.includes(name));
  expect(own).toHaveLength(1);
  return own[0]!;
}

async function lookForNewVersion(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
}

async function version(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('meta[name="version"]')?.getAttribute('content') ?? 'A');
}

/** A page that is reloaded forgets its mark. */
async function mark(page: Page): Promise<void> {
  await page.evaluate(() => Object.assign(window, { marked: true }));
}

async function marked(page: Page): Promise<boolean> {
  return page.evaluate(() => 'marked' in window);
}
