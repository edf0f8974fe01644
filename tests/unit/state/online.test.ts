import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Online, offlineSentence } from '$lib/state/online.svelte';
import { FakePage } from './fake-service-worker';

const browser = { hasNetwork: true, serverAnswers: true, answerAfterMs: 0, asked: 0 };
let tabWindow: EventTarget;
let page: FakePage;

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(browser, { hasNetwork: true, serverAnswers: true, answerAfterMs: 0, asked: 0 });
  tabWindow = new EventTarget();
  page = new FakePage();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched(openedFromKept: boolean): { online: Online; stop: () => void } {
  const online = new Online({
    window: tabWindow as Window,
    page,
    hasNetwork: () => browser.hasNetwork,
    reachServer: () => {
      browser.asked += 1;
      const { serverAnswers, answerAfterMs } = browser;
      return answerAfterMs === 0
        ? Promise.resolve(serverAnswers)
        : new Promise((resolve) => setTimeout(() => resolve(serverAnswers), answerAfterMs));
    },
    openedFromKept: () => openedFromKept,
  });
  return { online, stop: online.watch() };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

function network(on: boolean) {
  browser.hasNetwork = on;
  tabWindow.dispatchEvent(new Event(on ? 'online' : 'offline'));
}

test('a page that its server gave is online, and asks nothing', async () => {
  const { online } = watched(false);
  await settle();
  expect([online.online, online.missing, browser.asked]).toEqual([true, null, 0]);
});

test('follows what the browser says, once the server was asked', async () => {
  const { online } = watched(false);
  browser.serverAnswers = false;
  network(false);
  await settle();
  expect([online.online, online.missing]).toEqual([false, 'network']);
  browser.serverAnswers = true;
  network(true);
  await settle();
  expect([online.online, online.missing]).toEqual([true, null]);
});

test('without a network a server that answers is no reason to call the app offline', async () => {
  const { online } = watched(false);
  network(false);
  await settle();
  expect([online.online, online.missing]).toEqual([false, 'archive']);
  network(true);
  await settle();
  expect([online.online, online.missing]).toEqual([true, null]);
});

test('while the server is asked nothing changes, so that no word flashes up', async () => {
  browser.answerAfterMs = 3000;
  const { online } = watched(false);
  const seen: Online['missing'][] = [];
  const wait = async (ms: number) => {
    for (let waited = 0; waited < ms; waited += 100) {
      await vi.advanceTimersByTimeAsync(100);
      if (online.missing !== seen.at(-1)) seen.push(online.missing);
    }
  };
  network(false);
  await wait(4000);
  network(true);
  await wait(500);
  network(false); // the first answer is of no use any more
  await wait(4000);
  browser.serverAnswers = false;
  network(true);
  await wait(4000);
  expect(seen).toEqual([null, 'archive', 'server']);
});

test('in a hidden tab the network is back at once, so that downloads go on', async () => {
  browser.serverAnswers = false;
  const { online } = watched(false);
  network(false);
  await settle();
  page.show(false);
  expect([online.missing, browser.asked]).toEqual(['network', 1]);
  network(true);
  expect([online.missing, browser.asked]).toEqual([null, 1]);
  page.show(true);
  await settle();
  expect([online.missing, browser.asked]).toEqual(['server', 2]);
});

test.each([true, false])('a page without a network from the beginning says what is missing: %s', async (answers) => {
  Object.assign(browser, { hasNetwork: false, serverAnswers: answers });
  const { online } = watched(false);
  await settle();
  expect([online.missing, browser.asked]).toEqual([answers ? 'archive' : 'network', 1]);
});

test('a kept page whose server is gone is offline, although the browser thinks otherwise, until it answers', async () => {
  browser.serverAnswers = false;
  const { online } = watched(true);
  await settle();
  expect([online.online, online.missing]).toEqual([false, 'server']);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(browser.asked).toBe(1);
  browser.serverAnswers = true;
  await vi.advanceTimersByTimeAsync(1000);
  expect([online.online, browser.asked]).toEqual([true, 2]);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(browser.asked).toBe(2);
});

test('a hidden tab does not ask, and does so when it is looked at again', async () => {
  browser.serverAnswers = false;
  const { online } = watched(true);
  await settle();
  page.show(false);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(browser.asked).toBe(1);
  browser.serverAnswers = true;
  page.show(true);
  await settle();
  expect([online.online, browser.asked]).toEqual([true, 2]);
});

test('opened in the background, the server is asked when it is looked at for the first time', async () => {
  browser.serverAnswers = false;
  page.show(false);
  const { online } = watched(true);
  await settle();
  expect([online.online, browser.asked]).toEqual([true, 0]);
  page.show(true);
  await settle();
  expect([online.online, browser.asked]).toEqual([false, 1]);
  browser.serverAnswers = true;
  await vi.advanceTimersByTimeAsync(30_000);
  page.show(false);
  page.show(true); // nothing is owed any more
  await settle();
  expect([online.online, browser.asked]).toEqual([true, 2]);
});

test('nobody is asked any more once the watch has ended', async () => {
  browser.serverAnswers = false;
  const { online, stop } = watched(true);
  stop();
  await settle();
  network(false);
  await vi.advanceTimersByTimeAsync(600_000);
  expect([online.online, browser.asked]).toEqual([true, 1]);
});

test('has a sentence for what is missing', () => {
  expect(offlineSentence('archive')).toBe('No network: the archive cannot be reached.');
  expect(offlineSentence('network')).toBe('Offline: showing what this browser keeps.');
  expect(offlineSentence('server')).toMatch(/^Offline: the server of this app does not answer/);
  expect(offlineSentence(null)).toBeNull();
});
