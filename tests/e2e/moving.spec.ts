import { EventPage } from './event-page';
import { fingersOn } from './fingers';
import { expect, test } from './fixtures';
import { framesOf, gill, gillTenMinutes, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

test.beforeEach(async ({ page }) => {
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  await expect(event.sky).toBeVisible();
});

test('the keyboard steps by frames, minutes and ten minutes, and over gaps', async ({ page }) => {
  const event = new EventPage(page);
  const times = [...(await framesOf(gill('0600'))).timesUs];
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => event.frameUs()).toBe(times[1]);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => event.frameUs()).toBe(times[2]);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => event.frameUs()).toBe(times[1]);
  await page.keyboard.press('Shift+ArrowRight');
  expect(await event.cursor()).toBe('06:01:03');
  await expect.poll(async () => new Date((await event.frameUs()) / 1000).toISOString().slice(11, 19)).toBe('06:01:03');
  await page.keyboard.press('End'); // the last frame there is
  expect(await event.cursor()).toBe('06:05:57');
  await page.keyboard.press('Control+ArrowRight');
  expect(await event.cursor()).toBe('06:09:59');
  await expect(page.getByText('No picture at 06:09:59 UTC')).toBeVisible();
  await expect(page.getByText('The archive has no file here.').first()).toBeVisible();
  await page.keyboard.press('ArrowLeft'); // over the gap, four minutes back
  expect(await event.cursor()).toBe('06:05:57');
  await page.keyboard.press('PageUp');
  expect(await event.cursor()).toBe('06:00:00');
  await page.keyboard.press('Control+ArrowRight');
  expect(await event.cursor()).toBe('06:09:59');
  await page.keyboard.press('Home');
  expect(await event.cursor()).toBe('06:00:00');
});

test('keys typed into a field move nothing', async ({ page }) => {
  const event = new EventPage(page);
  await page.getByRole('searchbox').fill('2014');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.keyboard.press('m');
  expect(await event.cursor()).toBe('06:00:00');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sky', exact: true })).toHaveAttribute('aria-pressed', 'true');
});

test('dragging in the keogram scrubs, and the sky follows', async ({ page }) => {
  const event = new EventPage(page);
  const box = (await event.keogram.boundingBox())!;
  const at = (minutes: number) => box.x + (minutes / 10) * box.width;
  const y = box.y + box.height / 2;
  await page.mouse.move(at(0.5), y);
  await page.mouse.down();
  await page.mouse.move(at(1.51), y, { steps: 4 });
  await page.mouse.up();
  expect(await event.cursor()).toBe('06:01:30');
  await expect.poll(async () => new Date((await event.frameUs()) / 1000).toISOString().slice(11, 19)).toBe('06:01:30');
  await page.mouse.click(at(3.5), y);
  await expect(page.getByText(/^No picture at 06:03:\d\d UTC$/)).toBeVisible();
  await page.mouse.click(at(5.5), y); // a file that is not compressed
  await expect.poll(async () => new Date((await event.frameUs()) / 1000).toISOString().slice(11, 16)).toBe('06:05');
});

test('the wheel zooms about the pointer, Shift pans, a double click shows all', async ({ page }) => {
  const event = new EventPage(page);
  const box = (await event.keogram.boundingBox())!;
  const window = async () => [
    Number(await event.keogram.getAttribute('aria-valuemin')),
    Number(await event.keogram.getAttribute('aria-valuemax')),
  ];
  const [start, end] = await window();
  await page.mouse.move(box.x + box.width * 0.1, box.y + 20); // one minute in
  for (let turn = 0; turn < 6; turn++) await page.mouse.wheel(0, -120);
  await expect.poll(async () => (await window())[1]! - (await window())[0]!).toBeLessThan(200);
  const [zoomedStart, zoomedEnd] = await window();
  const pointed = zoomedStart! + 0.1 * (zoomedEnd! - zoomedStart!);
  expect(Math.abs(pointed - (start! + 60))).toBeLessThanOrEqual(2); // seconds
  await page.keyboard.down('Shift');
  await page.mouse.wheel(0, 400);
  await page.keyboard.up('Shift');
  await expect.poll(async () => (await window())[0]).toBeGreaterThan(zoomedStart!);
  await expect(page).toHaveURL(/zoom=/);
  const cursor = await event.cursor();
  await event.doubleClick(event.keogram, box.x + box.width / 2, box.y + 20);
  await expect.poll(window).toEqual([start, end]);
  expect(await event.cursor()).toBe(cursor); // it shows all, and moves nothing
});

test('two fingers zoom', async ({ page }) => {
  const event = new EventPage(page);
  const length = async () =>
    Number(await event.keogram.getAttribute('aria-valuemax')) -
    Number(await event.keogram.getAttribute('aria-valuemin'));
  expect(await length()).toBe(600);
  const box = (await event.keogram.boundingBox())!;
  const y = box.y + box.height / 2;
  const fingers = await fingersOn(page, event.keogram, y);
  const middle = box.x + box.width / 2;
  await fingers.down([middle - 50]);
  await fingers.down([middle - 50, middle + 50]);
  for (const spread of [70, 100, 140, 200]) await fingers.move([middle - spread, middle + spread]);
  await fingers.up();
  await expect.poll(length).toBeLessThan(200);
  expect(await event.cursor()).toBe('06:00:00');
});

test('it plays and pauses, at its speed, from frame to frame', async ({ page }) => {
  const event = new EventPage(page);
  await page.getByLabel('Speed').selectOption('20');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const { frames, playedMs, passedMs } = await event.watch(3000);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  expect(frames).toBeGreaterThan(8);
  expect(playedMs / passedMs).toBeGreaterThan(15);
  expect(playedMs / passedMs).toBeLessThan(22);
  const paused = await event.cursor();
  await expect(page).toHaveURL(new RegExp(`at=2014-03-10T${paused}`));
});
