import type { PlainPage } from './plain-browser';

/** What the page noted about itself since it was opened, milliseconds since then. */
export interface PageNotes {
  /** When the keogram showed its first column. */
  readonly firstColumnMs: number | null;
  /** When nothing was on its way any more and the keogram was painted. */
  readonly completeMs: number | null;
}

interface Watching {
  nightsideBench?: {
    firstColumnMs: number | null;
    completeMs: number | null;
  };
}

/** Has every page of this tab watch itself from its very beginning. */
export async function watchPage(page: PlainPage): Promise<void> {
  // What runs TypeScript here marks functions with a helper that a page does not have.
  await page.addInitScript(`globalThis.__name ??= (given) => given; (${String(watch)})();`);
}

/** Runs in the page. */
function watch(): void {
  const notes = {
    firstColumnMs: null,
    completeMs: null,
  } as NonNullable<Watching['nightsideBench']>;
  (window as Window & Watching).nightsideBench = notes;
  // Pixels of the keogram, read from a copy: reading the canvas itself would make the browser keep it elsewhere.
  const probe = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const look = () => {
    const canvas = document.querySelector<HTMLCanvasElement>('[role="slider"] canvas');
    if (canvas && canvas.width > 1 && notes.firstColumnMs === null) {
      // As wide as the picture: a minute of a long night is a pixel or two.
      probe.canvas.width = canvas.width;
      probe.drawImage(canvas, 0, -Math.floor(canvas.height / 2));
      if (probe.getImageData(0, 0, canvas.width, 1).data.some((value, at) => at % 4 === 3 && value > 0))
        notes.firstColumnMs = performance.now();
    }
    const isComplete =
      document.querySelector('[data-listed="true"]') !== null &&
      document.querySelector('.gap.pending') === null &&
      document.querySelector('progress') === null &&
      document.querySelector('[data-files]') !== null &&
      ![...document.querySelectorAll('button')].some(({ textContent }) => /^Fetch \d/.test(textContent ?? ''));
    if (!isComplete) notes.completeMs = null;
    else notes.completeMs ??= performance.now();
  };
  setInterval(() => requestAnimationFrame(look), 40);
}

const everyMs = 100;

/** Agrees to a large download if the page asks within some seconds. @returns when, since the page was opened */
export async function agreeToDownload(page: PlainPage, patienceMs: number): Promise<number> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += everyMs) {
    const clickedMs = await page.evaluate(`(${String(clickFetch)})()`);
    if (clickedMs !== null) return clickedMs as number;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return 0; // a short one is fetched without asking
}

/** Runs in the page. */
function clickFetch(): number | null {
  const agree = [...document.querySelectorAll('button')].find(({ textContent }) => /^Fetch \d/.test(textContent));
  agree?.click();
  return agree ? performance.now() : null;
}

/** Waits until nothing is on its way any more. */
export async function untilComplete(page: PlainPage, timeoutMs: number): Promise<PageNotes> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const notes = (await page.evaluate(`(${String(settledNotes)})()`)) as PageNotes | null;
    if (notes) return notes;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`the page was not complete within ${timeoutMs / 1000} s`);
}

/** Runs in the page. Stable for a moment: between a listing and its files nothing is on its way either. */
function settledNotes(): PageNotes | null {
  const notes = (window as Window & Watching).nightsideBench;
  return notes && performance.now() - (notes.completeMs ?? Infinity) > 500 ? notes : null;
}
