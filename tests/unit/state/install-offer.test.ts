import { expect, test } from 'vitest';
import { InstallOffer } from '$lib/state/install-offer.svelte';

class Prompt extends Event {
  prompted = 0;

  constructor(private readonly outcome: 'accepted' | 'dismissed') {
    super('beforeinstallprompt', { cancelable: true });
  }

  prompt() {
    this.prompted += 1;
    return Promise.resolve({ outcome: this.outcome });
  }
}

function memory(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  } as Storage;
}

function watched(storage: () => Storage) {
  const browser = new EventTarget();
  const offer = new InstallOffer(storage);
  const stop = offer.watch(browser as Window);
  const fire = (event: Event) => {
    browser.dispatchEvent(event);
    return event;
  };
  return { offer, fire, stop };
}

test('is there once the browser says so, in place of the browser’s own banner', async () => {
  const { offer, fire } = watched(() => memory());
  expect(offer.offered).toBe(false);
  const prompt = new Prompt('accepted');
  expect(fire(prompt).defaultPrevented).toBe(true);
  expect(offer.offered).toBe(true);
  await offer.accept();
  await offer.accept();
  expect([prompt.prompted, offer.offered]).toEqual([1, false]);
});

test('declined once, it is not made again, neither here nor in the next tab', async () => {
  const storage = memory();
  const { offer, fire } = watched(() => storage);
  fire(new Prompt('dismissed'));
  await offer.accept();
  fire(new Prompt('dismissed'));
  expect(offer.offered).toBe(false);
  const next = watched(() => storage);
  next.fire(new Prompt('dismissed'));
  expect(next.offer.offered).toBe(false);
});

test('accepted, it may be made again after the app was removed', async () => {
  const { offer, fire } = watched(() => memory());
  fire(new Prompt('accepted'));
  await offer.accept();
  fire(new Prompt('accepted'));
  expect(offer.offered).toBe(true);
  fire(new Event('appinstalled'));
  expect(offer.offered).toBe(false);
});

test('without storage it is made, and only not remembered', async () => {
  const { offer, fire } = watched(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  fire(new Prompt('dismissed'));
  expect(offer.offered).toBe(true);
  await offer.accept();
  fire(new Prompt('dismissed'));
  expect(offer.offered).toBe(true);
});

test('an event of that name without a prompt is none', () => {
  const { offer, fire } = watched(() => memory());
  fire(new Event('beforeinstallprompt'));
  expect(offer.offered).toBe(false);
});

test('nothing is heard once the watch has ended', () => {
  const { offer, fire, stop } = watched(() => memory());
  stop();
  fire(new Prompt('accepted'));
  expect(offer.offered).toBe(false);
});
