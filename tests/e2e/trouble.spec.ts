import { gzipSync } from 'node:zlib';
import { concat, latin1 } from '../unit/formats/pgm-bytes';
import { EventPage } from './event-page';
import { expect, expectAccessible, test } from './fixtures';
import { wordsFor } from './guards';
import { bytesOf, gakoSkymap, gakoTwoMinutes, gill, gillTenMinutes, sharedData } from './real-minutes';

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

/** The real night with bad minutes laid between the good ones. */
const minutes = {
  html: { minute: '0603', cause: 'not on the server', sentence: /Not on the server\./ },
  zeroBytes: {
    minute: '0604',
    cause: 'corrupt file',
    sentence: /The file is empty\./,
  },
  hugeHeader: { minute: '0606', cause: 'corrupt file', sentence: /Corrupt pgm at byte \d+/ },
  cutOff: {
    minute: '0602',
    cause: 'cut off',
    sentence: /The file is cut off \(gzip at byte \d+ of the unpacked data\).*\d+ frames could be read/,
  },
  noGzip: { minute: '0608', cause: 'corrupt file', sentence: /Corrupt/ },
};

test('each bad minute says in its place what is wrong with it, and the good ones are there', async ({
  page,
  archive,
}) => {
  const good = await bytesOf(gill('0602'));
  await archive.addFile(gill(minutes.html.minute), latin1('<!doctype html><title>Welcome</title>'));
  await archive.addFile(gill(minutes.zeroBytes.minute), new Uint8Array());
  await archive.addFile(
    gill(minutes.hugeHeader.minute),
    new Uint8Array(gzipSync(concat(latin1('P5\n#"Site unique ID" gill\n31623 31623\n65535\n'), new Uint8Array(1000)))),
  );
  await archive.addFile(gill(minutes.cutOff.minute), good.slice(0, 900_000));
  await archive.addFile(
    gill(minutes.noGzip.minute),
    concat(Uint8Array.of(0x1f, 0x8b, 8), latin1('not deflate at all')),
  );

  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  const gaps = page.getByRole('complementary', { name: 'Camera' }).getByRole('listitem');
  for (const { minute, sentence } of Object.values(minutes)) {
    const start = `${minute.slice(0, 2)}:${minute.slice(2)}:`;
    await expect(gaps.filter({ hasText: new RegExp(`^\\s*${start}`) }), minute).toContainText(sentence);
  }
  expect(await event.causes()).toEqual(expect.arrayContaining(Object.values(minutes).map(({ cause }) => cause)));
  await expectAccessible(page);

  // The good minutes are drawn, and so is the good part of the one that is cut off.
  const { width, alpha } = await event.keogramPixels();
  const drawn = (minute: number) => alpha[Math.floor((minute / 10) * width)] === 255;
  expect([0.5, 1.5, 2.2, 2.8, 3.5, 4.5, 5.5, 6.5, 8.5].map(drawn)).toEqual([
    ...[true, true, true],
    ...[false, false, false],
    true,
    ...[false, false],
  ]);
  await page.getByRole('button', { name: '06:04:00–06:05:00', exact: true }).click();
  await expect(page.getByText('No picture at 06:04:30 UTC')).toBeVisible();
});

test('the archive’s home page instead of a file is no file', async ({ page, archive }) => {
  archive.setFaults({ kind: 'html', pattern: '_0601_' });
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled();
  await expect(page.getByText(/1 of 4 could not be had/)).toBeVisible();
  expect((await event.causes())[0]).toBe('not on the server');
  archive.setFaults();
  await page.getByRole('button', { name: 'Try these again' }).click();
  await expect(page.getByText('All here.')).toBeVisible();
  expect(await event.causes()).toEqual(['not on the server', 'not on the server']);
});

test('a refused connection is named, the rest goes on, and a try again heals it', async ({ page, archive, guards }) => {
  guards.expect(...wordsFor.refused);
  archive.setFaults({ kind: 'refuse', pattern: '_0602_' });
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await event.settled(45_000); // four attempts, further and further apart
  // The host was read from before, so nobody forbids it: there was no answer.
  expect((await event.causes())[0]).toBe('no answer');
  await expect(page.getByText(/answers others, but not this/).first()).toBeVisible();
  archive.setFaults();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'answers others' })
    .getByRole('button', { name: 'Try again' })
    .click();
  await expect.poll(() => event.causes()).toEqual(['not on the server', 'not on the server']);
});

test('a host that forbids reading from other pages: said, with what to do', async ({ page, archive, guards }) => {
  guards.expect(...wordsFor.crossOrigin);
  archive.setCors(false);
  const event = new EventPage(page);
  await event.open(gillTenMinutes);
  await expect(page.getByText(/npm start/).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/forbids reading from other web pages/).first()).toBeVisible();
  await expectAccessible(page);
});

test('a skymap whose records point in circles is refused, the night goes on', async ({ page, archive }) => {
  const skymap = (await bytesOf(gakoSkymap)).slice();
  new DataView(skymap.buffer).setUint32(8, 4); // the first record's `next` leads back to itself
  await archive.addFile(gakoSkymap, skymap);
  const event = new EventPage(page);
  await event.open(gakoTwoMinutes);
  await event.settled();
  await expect(page.getByText(/Corrupt idl save.*Directions are approximate/)).toBeVisible();
  await expect(event.sky).toBeVisible();
});

test('a site without files: said, with nothing to wait for', async ({ page }) => {
  const event = new EventPage(page);
  await event.open('range=2014-07-01T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill');
  await expect(page.getByText(/The archive has no files of this camera in this range/)).toBeVisible();
  // What the Sun says of it is reckoned in a worker, and told as soon as that is known.
  await expect.poll(() => event.causes()).toEqual(['outside the season']);
  await expect(page.getByText(/the cameras usually wait for −12°/).first()).toBeAttached();
  await expectAccessible(page);
});
