import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findChromium } from './chromium';

// Run by hand when the mark has changed: node scripts/run.mjs icons. The pictures are kept with the sources.

interface Icon {
  readonly name: string;
  readonly size: number;
  /** How much of the width the mark takes. */
  readonly share: number;
  /** Systems cut the icon to a shape of their own, or put black behind what is transparent: then it is filled. */
  readonly filled: boolean;
}

const icons: readonly Icon[] = [
  { name: 'icon-192.png', size: 192, share: 1, filled: false },
  { name: 'icon-512.png', size: 512, share: 1, filled: false },
  // What is certain to be seen of a maskable icon is a circle of 80 % of its width.
  { name: 'maskable-512.png', size: 512, share: 0.76, filled: true },
  { name: 'apple-touch-icon.png', size: 180, share: 0.84, filled: true },
];

/** The ground that the mark itself has. */
const ground = '#0b0e11';

const folder = fileURLToPath(new URL('../static', import.meta.url));
const mark = await readFile(path.join(folder, 'favicon.svg'), 'utf8');
const executablePath = await findChromium();
if (executablePath === null) throw new Error('There is no Chromium to draw the icons with.');
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  await mkdir(path.join(folder, 'icons'), { recursive: true });
  for (const { name, size, share, filled } of icons) {
    await page.setViewportSize({ width: size, height: size });
    const width = Math.round(size * share);
    await page.setContent(`<style>
      body { display: grid; place-items: center; height: 100vh; margin: 0; background: ${filled ? ground : 'none'} }
      svg { width: ${width}px; height: ${width}px }
    </style>${mark}`);
    const picture = await page.screenshot({ omitBackground: true });
    await writeFile(path.join(folder, 'icons', name), picture);
  }
} finally {
  await browser.close();
}
