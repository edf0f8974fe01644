import type { Locator, Page } from '@playwright/test';
import { inFirefox } from './fixtures';

/** Fingers on the screen, each at its place across; all at one height. */
export interface Fingers {
  /** @param across of all that are down then, the new one last */
  down(across: readonly number[]): Promise<void>;
  move(across: readonly number[]): Promise<void>;
  up(): Promise<void>;
}

/** Puts fingers on an element. In Firefox the driver has none: there the events that they would make are made here. */
export async function fingersOn(page: Page, target: Locator, y: number): Promise<Fingers> {
  if (inFirefox()) return eventsOfFingers(target, y);
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', across: readonly number[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: across.map((x, id) => ({ x, y, id })) });
  return {
    down: async (across) => void (await touch('touchStart', across)),
    move: async (across) => void (await touch('touchMove', across)),
    up: async () => void (await touch('touchEnd', [])),
  };
}

async function eventsOfFingers(target: Locator, clientY: number): Promise<Fingers> {
  // A made event's finger is none that could be captured.
  await target.evaluate((element) => (element.setPointerCapture = () => undefined));
  let last: readonly number[] = [];
  const tell = (type: string, clientX: number, pointerId: number) =>
    target.dispatchEvent(type, { clientX, clientY, pointerId, pointerType: 'touch', isPrimary: pointerId === 0 });
  return {
    down: async (across) => {
      await tell('pointerdown', across.at(-1)!, across.length - 1);
      last = across;
    },
    move: async (across) => {
      for (const [finger, x] of across.entries()) await tell('pointermove', x, finger);
      last = across;
    },
    up: async () => {
      for (const [finger, x] of last.entries()) await tell('pointerup', x, finger);
      last = [];
    },
  };
}
