import { minuteUs, parseInstant } from '$lib/datasets/utc';
import { placeAtAltitude } from '$lib/geometry/geodesy';
import { pixelOfPoint, viewThrough } from '$lib/geometry/map-camera';
import { createMapProjection } from '$lib/geometry/map-projection';
import { writeIdlSave } from '../../scripts/sample/idl-save-writer';
import { array, scalar, structure } from '../../scripts/sample/save-value';
import { EventPage } from './event-page';
import { expect, expectAccessible, screenshot, test } from './fixtures';
import { greyOf, sharedData } from './real-minutes';

/* Spectrograph slits over the map. The minute is a real one; where its bins look is made up, and so known here. */

test.skip(sharedData === null, 'SKIPPED: ../shared/data is missing');

const bins = 256;
const site = { latDeg: 51.15, lonDeg: -107.26, altitudeKm: 0.5 };
const altitudeKm = 110;
const folder = 'sort_by_project/TREx/spectrograph/skymaps/luck/luck_20230424';
const countsRange = [250, 1500] as const;

/** Column of the spectrum → where it looks: from the north over the zenith to the south, never lower than 12°. */
function sightOf(bin: number) {
  const zenithDeg = -78 + ((bin + 0.5) / bins) * 156;
  const elevationDeg = 90 - Math.abs(zenithDeg);
  return { elevationDeg, ...placeAtAltitude(site, zenithDeg < 0 ? 0 : 180, elevationDeg, altitudeKm)! };
}

/** Published skymaps of spectrographs have the last column first. */
function slitSkymap(): Uint8Array {
  const sights = Array.from({ length: bins }, (_, element) => sightOf(bins - 1 - element));
  const floats = (value: (sight: ReturnType<typeof sightOf>) => number) => Float32Array.from(sights, value);
  const skymap = structure({
    SITE_UID: scalar('STRING', 'luck'),
    IMAGER_UID: scalar('STRING', 'spect-02'),
    PROJECT_UID: scalar('STRING', 'spect'),
    SITE_MAP_LATITUDE: scalar('FLOAT', site.latDeg),
    SITE_MAP_LONGITUDE: scalar('FLOAT', site.lonDeg + 360),
    SITE_MAP_ALTITUDE: scalar('FLOAT', 1000 * site.altitudeKm),
    FULL_ELEVATION: array(
      [bins],
      floats(({ elevationDeg }) => elevationDeg),
    ),
    FULL_MAP_ALTITUDE: array([1], Float32Array.of(1000 * altitudeKm)),
    FULL_MAP_LATITUDE: array(
      [1, bins],
      floats(({ latDeg }) => latDeg),
    ),
    FULL_MAP_LONGITUDE: array(
      [1, bins],
      floats(({ lonDeg }) => lonDeg + 360),
    ),
  });
  const timestamp = { timeUs: parseInstant('2023-04-24')! + minuteUs, user: 'nightside', host: 'test' };
  return writeIdlSave({ variables: [['SKYMAP', skymap]], timestamp, notice: 'Made up for a test.' }, 'compressed');
}

test('bins of a slit are drawn where they look, as bright as they read, and nothing beside them', async ({
  page,
  archive,
}) => {
  test.setTimeout(120_000);
  await archive.addFile(`${folder}/spect_skymap_luck_20230424-+_v01.sav`, slitSkymap());
  const [centre, spanKm] = [{ latDeg: 51.15, lonDeg: -107.26 }, 1000] as const;
  const track = `TREX_SPECT_RAW:luck,counts:${countsRange.join('-')},colormap:gray`;
  const map = `map=centre:${centre.latDeg}/${centre.lonDeg},span:${spanKm}`;
  const event = new EventPage(page);
  await event.open(`v=1&range=2023-05-03T06:00Z/PT1M&at=2023-05-03T06:00:20Z&track=${track}&view=map&${map}`);
  const board = page.getByRole('img', { name: /^Map of 1 of 1 slit/ });
  await expect(board).toBeVisible({ timeout: 60_000 });
  await page.locator('[data-made="true"]').waitFor();

  const pixels = await event.pixels(page.locator('canvas[data-mosaic]'));
  const box = (await board.boundingBox())!;
  const size = { width: box.width, height: box.height };
  const projection = createMapProjection('stereographic', { latDeg: 90, lonDeg: Math.round(site.lonDeg) });
  const camera = {
    ...projection.forward(centre.latDeg, centre.lonDeg),
    metresPerPixel: (1000 * spanKm) / Math.min(size.width, size.height),
  };
  const pixelAt = ({ latDeg, lonDeg }: { readonly latDeg: number; readonly lonDeg: number }) =>
    pixelOfPoint(viewThrough(camera, size), projection.forward(latDeg, lonDeg));
  const painted = ({ x, y }: { readonly x: number; readonly y: number }) => {
    const at =
      Math.floor((y / size.height) * pixels.height) * pixels.width + Math.floor((x / size.width) * pixels.width);
    return { red: pixels.red[at]!, alpha: pixels.alpha[at]! };
  };
  const source = page.locator('[data-source="slit"]');
  const greys = new Set<number>();
  for (const bin of [8, 16, 24, 32, 223, 231, 239, 247]) {
    const place = sightOf(bin);
    const pixel = pixelAt(place);
    await board.hover({ position: pixel });
    await expect(source).toContainText(new RegExp(`${place.elevationDeg.toFixed(0)}° up, bin ${bin}$`));
    const counts = Number((await source.locator('[data-reading="source"]').innerText()).replace(/[^\d]/g, ''));
    const { red, alpha } = painted(pixel);
    expect(alpha, `bin ${bin}`).toBeGreaterThan(0);
    expect(red, `bin ${bin}`).toBe(greyOf(counts, countsRange));
    greys.add(red);
    // The band is 56 km wide.
    const aside = {
      latDeg: place.latDeg,
      lonDeg: place.lonDeg + 40 / (111 * Math.cos((place.latDeg * Math.PI) / 180)),
    };
    expect(painted(pixelAt(aside)).alpha, `beside bin ${bin}`).toBe(0);
  }
  expect(greys.size).toBeGreaterThan(3);
  await expectAccessible(page);
  await screenshot(page, 'map-slit');
});
