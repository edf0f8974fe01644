import { access, rm } from 'node:fs/promises';
import { expect, expectAccessible, screenshot, test } from './fixtures';

test('the guard sees console errors, warnings and uncaught errors, and forgives only what was named', async ({
  page,
  guards,
}) => {
  await page.goto('./');
  await page.evaluate(() => {
    console.error('one');
    console.warn('two');
    setTimeout(() => {
      throw new Error('three');
    });
  });
  await expect.poll(() => guards.troubles).toHaveLength(3);
  expect(guards.troubles.join('\n')).toMatch(/^console error: one .*\nconsole warning: two .*\npage error: three$/s);
  guards.expect(/error: one/, /warning: two/);
  expect(guards.troubles).toEqual(['page error: three']);
  guards.expect(/three/);
});

test('the guard sees a request to a stranger', async ({ page, guards }) => {
  await page.setContent('<img src="https://example.org/pixel.png" alt="">');
  await expect.poll(() => guards.troubles).toContain('foreign request: https://example.org/pixel.png');
  guards.expect(/example\.org/);
  guards.expect(/ERR_NAME_NOT_RESOLVED/);
});

test('the guard sees what a worker says and where it asks', async ({ page, guards }) => {
  await page.goto('about:blank'); // without a policy, so that a worker may come from a blob
  await page.evaluate(async () => {
    const code = `console.error('four'); fetch('https://example.org/worker').catch(() => postMessage(0));`;
    const worker = new Worker(URL.createObjectURL(new Blob([code])));
    await new Promise((resolve) => (worker.onmessage = resolve));
  });
  await expect
    .poll(() => guards.troubles)
    .toEqual(
      expect.arrayContaining([
        expect.stringContaining('console error: four'),
        'foreign request: https://example.org/worker',
      ]),
    );
  guards.expect(/four/, /example\.org/, /ERR_NAME_NOT_RESOLVED/);
});

test('what a screen reader cannot use is found', async ({ page }) => {
  const body = '<main><h1>Sky</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" ALT></main>';
  const document = (image: string) => `<html lang="en"><head><title>Sky</title></head><body>${image}</body></html>`;
  await page.setContent(document(body.replace('ALT', '')));
  await expect(expectAccessible(page)).rejects.toThrow('image-alt');
  await page.setContent(document(body.replace('ALT', 'alt="The sky"')));
  await expectAccessible(page);
});

test('pictures for people go to screenshots/', async ({ page }) => {
  await page.goto('./');
  await screenshot(page, 'guards-spec');
  await expect(access('screenshots/guards-spec.png')).resolves.toBeUndefined();
  await rm('screenshots/guards-spec.png');
});
