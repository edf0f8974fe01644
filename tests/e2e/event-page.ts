import type { Locator, Page } from '@playwright/test';
import { expect, inFirefox } from './fixtures';

/** The event page as a person meets it: what stands where, read back from the screen. */
export class EventPage {
  readonly keogram: Locator;
  readonly sky: Locator;

  constructor(readonly page: Page) {
    this.keogram = page.getByRole('slider', { name: /^Time in the keogram/ });
    this.sky = page.getByRole('img', { name: /^Sky over/ });
  }

  async open(query: string): Promise<void> {
    await this.page.goto(`event/?${query}`);
  }

  /** Waits until nothing is on its way any more. */
  async settled(timeout?: number): Promise<void> {
    const options = timeout === undefined ? {} : { timeout };
    await expect(this.keogram).toHaveAttribute('data-listed', 'true', options);
    await expect(this.page.locator('.gap.pending')).toHaveCount(0, options);
    await expect(this.page.getByRole('progressbar', { name: 'Download' })).toHaveCount(0, options);
  }

  /** Starts of the minutes that the list of gaps names, UTC microseconds, all of them shown. */
  async minutesInGaps(): Promise<Set<number>> {
    const more = this.page.getByRole('button', { name: /^Show all/ });
    if (await more.isVisible()) await more.click();
    await expect(more).toHaveCount(0);
    const gaps = await this.page
      .locator('[data-gap][data-kind="gap"]')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-gap')!.split('/').map(Number)));
    const minuteUs = 60e6;
    const starts = new Set<number>();
    for (const [startUs, endUs] of gaps as [number, number][])
      for (let us = startUs; us < endUs; us += minuteUs) starts.add(us);
    return starts;
  }

  /** The cursor, UTC, as `06:02:27`. */
  async cursor(): Promise<string> {
    return new Date((await this.cursorUs()) / 1000).toISOString().slice(11, 19);
  }

  async cursorUs(): Promise<number> {
    return Number(await this.page.locator('[data-cursor]').getAttribute('data-cursor'));
  }

  /** Start of the frame on screen, UTC microseconds. */
  async frameUs(): Promise<number> {
    return Number(await this.page.locator('[data-frame-time]').getAttribute('data-frame-time'));
  }

  /** What the page shows in a while, seen from within it: different frames, and how far the cursor went. */
  async watch(forMs: number): Promise<{ frames: number; playedMs: number; passedMs: number }> {
    return this.page.evaluate(async (ms) => {
      const cursorMs = () => Number(document.querySelector('[data-cursor]')?.getAttribute('data-cursor')) / 1000;
      const frames = new Set<string | null | undefined>();
      await new Promise(requestAnimationFrame); // what was late before is drawn now
      const [began, from] = [performance.now(), cursorMs()];
      while (performance.now() - began < ms) {
        await new Promise(requestAnimationFrame);
        frames.add(document.querySelector('[data-frame-time]')?.getAttribute('data-frame-time'));
      }
      return { frames: frames.size, playedMs: cursorMs() - from, passedMs: performance.now() - began };
    }, forMs);
  }

  async reading(name: string): Promise<string> {
    return (await this.page.locator(`[data-reading="${name}"]`).innerText()).trim();
  }

  /** Causes of the gaps drawn in the keogram, in order. */
  async causes(): Promise<string[]> {
    return this.page
      .locator('[data-cause]')
      .evaluateAll((gaps) => gaps.map((gap) => gap.getAttribute('data-cause') ?? ''));
  }

  /**
   * Replaces what stands in a field, key by key as a person does. (In Firefox, Playwright's `fill` appends to a field of
   * numbers, and what it fills in is no change that leaving the field or Enter would tell.)
   */
  async type(field: Locator, text: string): Promise<void> {
    await field.focus();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.type(text);
  }

  /** In Firefox, two clicks of Playwright's are never a double one: there the event that they make is made here. */
  async doubleClick(target: Locator, x: number, y: number): Promise<void> {
    await this.page.mouse.dblclick(x, y);
    if (inFirefox()) await target.dispatchEvent('dblclick', { clientX: x, clientY: y });
  }

  /** Puts the pointer on a pixel of the picture as drawn: row 0 on top, column 0 on the left. */
  async pointAt(row: number, column: number, size = 256): Promise<void> {
    const box = await this.sky.boundingBox();
    if (!box) throw new Error('no sky on screen');
    await this.page.mouse.move(box.x + ((column + 0.5) / size) * box.width, box.y + ((row + 0.5) / size) * box.height);
  }

  /** The red channel and alpha of a canvas, row by row; the pictures here are grey. */
  async pixels(canvas: Locator): Promise<{ width: number; height: number; red: Uint8Array; alpha: Uint8Array }> {
    const { width, height, data } = await canvas.evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) throw new Error('not a canvas');
      const { width, height } = element;
      // A copy is read, so that the page's own canvas stays one that is only painted.
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
      copy.drawImage(element, 0, 0);
      const bytes = copy.getImageData(0, 0, width, height).data;
      let text = '';
      for (let from = 0; from < bytes.length; from += 0x8000)
        text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
      return { width, height, data: btoa(text) };
    });
    const bytes = Buffer.from(data, 'base64');
    const every = (channel: number) => Uint8Array.from({ length: width * height }, (_, at) => bytes[4 * at + channel]!);
    return { width, height, red: every(0), alpha: every(3) };
  }

  keogramPixels() {
    return this.pixels(this.keogram.locator('canvas'));
  }

  skyPixels() {
    return this.pixels(this.sky.locator('canvas'));
  }
}
