import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { gakoTwoMinutes, gillTenMinutes, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const;

/** The widest and the narrowest, dark and light, are looked at each time; the others in the long tests. */
function tagOf({ width }: { readonly width: number }, theme: 'dark' | 'light') {
  const now = (width === 1440 && theme === 'dark') || (width === 390 && theme === 'light');
  return now ? {} : { tag: '@long' };
}

for (const size of sizes)
  for (const theme of ['dark', 'light'] as const)
    test(
      `${size.width} × ${size.height}, ${theme}: nothing spills over, everything is accessible`,
      tagOf(size, theme),
      async ({ page }) => {
        await page.setViewportSize(size);
        await page.addInitScript((wanted) => localStorage.setItem('nightside.theme', wanted), theme);
        const wide = () => page.evaluate(() => document.documentElement.scrollWidth);

        await page.goto('./');
        await expect(page.getByRole('heading', { name: 'Type a night' })).toBeVisible();
        expect(await wide()).toBeLessThanOrEqual(size.width);
        await expectAccessible(page);
        await screenshot(page, `start-${size.width}-${theme}`);

        const event = new EventPage(page);
        for (const [name, query] of [
          ['gill', gillTenMinutes],
          ['gako', gakoTwoMinutes],
        ] as const) {
          await event.open(query);
          await event.settled();
          await expect(event.sky).toBeVisible();
          await event.pointAt(140, 150);
          expect(await wide()).toBeLessThanOrEqual(size.width);
          expect((await event.keogram.boundingBox())!.height).toBeGreaterThan(60);
          expect((await event.sky.boundingBox())!.width).toBeGreaterThan(170);
          await expectAccessible(page);
          await screenshot(page, `event-${name}-${size.width}-${theme}`);
        }

        if (size.width > 800) return;
        for (const sheet of ['Camera', 'Display'] as const) {
          await page.getByRole('button', { name: sheet, exact: true }).click();
          await expect(page.getByRole('complementary', { name: sheet })).toBeVisible();
          await expectAccessible(page);
          await screenshot(page, `sheet-${sheet.toLowerCase()}-${theme}`);
          await page.keyboard.press('Escape');
          await expect(page.getByRole('complementary', { name: sheet })).toBeHidden();
        }
      },
    );
