import { beforeEach, describe, expect, test } from 'vitest';
import { AppUpdate } from '$lib/state/app-update.svelte';
import { sentenceOf } from '$lib/state/sentences';
import { FakeContainer, FakePage, FakeWorker } from './fake-service-worker';

const hourMs = 3_600_000;
let container: FakeContainer;
let page: FakePage;
let nowMs: number;
let reloads: number;

beforeEach(() => {
  container = new FakeContainer();
  page = new FakePage();
  nowMs = 1_000_000;
  reloads = 0;
});

function tab(base = '/'): AppUpdate {
  return new AppUpdate({
    container: container.asContainer,
    script: new URL(`https://example.org${base}service-worker.js`),
    page,
    nowMs: () => nowMs,
    reload: () => (reloads += 1),
  });
}

/** A tab of a person who was here before. */
async function laterTab(): Promise<AppUpdate> {
  const { registration } = container;
  registration.active = container.controller = new FakeWorker('activated');
  const update = tab();
  await update.start();
  return update;
}

describe('the first visit', () => {
  test.each([
    ['/', 'https://example.org/'],
    ['/repo/', 'https://example.org/repo/'],
  ])('below %s the worker looks after that and no more', async (base, scope) => {
    await tab(base).start();
    expect(container.registered).toEqual([[`${scope}service-worker.js`, { scope }]]);
  });

  test('ends with the app ready for use offline, and with no word about a new version', async () => {
    const update = tab();
    await update.start();
    container.registration.find();
    container.registration.finish();
    expect(update.offlineReady).toBe(false);
    container.registration.activate();
    container.takeOver();
    expect([update.offlineReady, update.waiting, update.problem, reloads]).toEqual([true, false, null, 0]);
  });

  test('without service workers nothing happens', async () => {
    const update = new AppUpdate({
      container: undefined,
      script: new URL('http://host/service-worker.js'),
      page,
      nowMs: () => nowMs,
      reload: () => (reloads += 1),
    });
    await update.start();
    expect([update.offlineReady, update.waiting, update.problem]).toEqual([false, false, null]);
  });

  test('a browser that will not is a failure with a sentence, not a rejection', async () => {
    container.registerFails = new DOMException('The user denied permission to use Service Worker.', 'SecurityError');
    const update = tab();
    await update.start();
    expect(update.problem && sentenceOf(update.problem)).toBe(
      'The browser could not keep the app for use offline: The user denied permission to use Service Worker.',
    );
  });

  test('files that could not be fetched are a failure, gone when a second attempt brings them', async () => {
    const update = tab();
    await update.start();
    container.registration.find().becomes('redundant');
    expect(update.problem).toMatchObject({ kind: 'refused', host: 'example.org' });
    container.registration.find();
    container.registration.finish();
    expect(update.problem).toBeNull();
  });
});

describe('a new version', () => {
  test('is told of when all of it is here, and not before', async () => {
    const update = await laterTab();
    container.registration.find();
    expect(update.waiting).toBe(false);
    container.registration.finish();
    expect([update.waiting, reloads]).toEqual([true, 0]);
  });

  test('that was waiting already when the tab opened is told of too', async () => {
    container.registration.waiting = new FakeWorker('installed');
    expect((await laterTab()).waiting).toBe(true);
  });

  test('takes over when asked to, and then the tab reloads once', async () => {
    const update = await laterTab();
    container.registration.find();
    const worker = container.registration.finish();
    expect(worker.messages).toEqual([]);
    update.apply();
    update.apply();
    expect([worker.messages, reloads]).toEqual([[{ type: 'SKIP_WAITING' }], 0]);
    container.registration.activate();
    container.takeOver();
    container.takeOver();
    expect(reloads).toBe(1);
  });

  test('that took over in another tab is told of here, and reloads only when asked', async () => {
    const update = await laterTab();
    container.registration.waiting = new FakeWorker('installed');
    container.registration.activate();
    container.takeOver();
    expect([update.waiting, reloads]).toEqual([true, 0]);
    update.apply();
    expect(reloads).toBe(1);
  });

  test('put off stays put off until yet another one comes', async () => {
    const update = await laterTab();
    container.registration.find();
    container.registration.finish();
    update.postpone();
    container.registration.activate();
    container.takeOver();
    expect([update.waiting, update.postponed]).toEqual([true, true]);
    container.registration.find();
    expect(update.postponed).toBe(true);
    container.registration.finish();
    expect(update.postponed).toBe(false);
  });
});

describe('looking for one', () => {
  test('happens when the tab is looked at again, at most once an hour', async () => {
    await laterTab();
    const { registration } = container;
    const lookAgain = () => {
      page.show(false);
      page.show(true);
      return registration.updates;
    };
    expect(lookAgain()).toBe(0);
    nowMs += hourMs - 1;
    expect(lookAgain()).toBe(0);
    nowMs += 1;
    page.show(false);
    expect(registration.updates).toBe(0);
    expect(lookAgain()).toBe(1);
    expect(lookAgain()).toBe(1);
    nowMs += hourMs;
    expect(lookAgain()).toBe(2);
  });

  test('may fail: that is said, and forgotten when it works again', async () => {
    const update = await laterTab();
    container.registration.updateFails = new TypeError('Failed to fetch');
    nowMs += hourMs;
    page.show(true);
    await expect
      .poll(() => update.problem?.message)
      .toBe('The browser could not look for a new version: Failed to fetch');
    container.registration.updateFails = null;
    nowMs += hourMs;
    page.show(true);
    await expect.poll(() => update.problem).toBeNull();
  });
});
