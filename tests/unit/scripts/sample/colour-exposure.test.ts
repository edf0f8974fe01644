import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isSynthetic } from '$lib/datasets/header';
import { readColourSeries } from '$lib/datasets/colour-series';
import { decode } from 'jpeg-js';
import { colourCameras } from '../../../../scripts/sample/colour-cameras';
import { ColourExposure } from '../../../../scripts/sample/colour-exposure';
import { colourMinute } from '../../../../scripts/sample/colour-minute';
import { rawPath } from '../../../../scripts/sample/paths';
import { frameTimeUs } from '../../../../scripts/sample/plan';
import { summaryPicture } from '../../../../scripts/sample/summary-picture';

const full = colourCameras[0]!;
/** The same sky on an eighth of the rows and columns: this is about what a pixel is, not about how many there are. */
const camera = {
  ...full,
  ...{ height: 60, width: 69 },
  lens: {
    ...full.lens,
    axisRow: full.lens.axisRow / 8,
    axisColumn: full.lens.axisColumn / 8,
    radius: full.lens.radius / 8,
  },
};
const exposure = new ColourExposure(camera, 2030);
const timeUs = frameTimeUs(camera, 6 * 20 + 3);
const hash = (counts: Uint8Array) => createHash('sha256').update(counts).digest('hex');

describe('a colour exposure', () => {
  test('is the same for the same seed, whatever was exposed before, and another for another seed', () => {
    const first = hash(exposure.frame(timeUs));
    exposure.frame(frameTimeUs(camera, 0));
    expect(hash(exposure.frame(timeUs))).toBe(first);
    expect(hash(new ColourExposure(camera, 2031).frame(timeUs))).not.toBe(first);
  });

  test('counts what its mixture of lines and the lens make of them; blue belongs to green', () => {
    const aurora = exposure.auroraAt(timeUs);
    const index = 40 * camera.width + 34;
    const { green, red, blue } = exposure.krAt(aurora, index);
    const earlier = exposure.auroraAt(frameTimeUs(camera, 0));
    const before = exposure.krAt(earlier, index);
    const [now, then] = [exposure.countsAt(aurora, index), exposure.countsAt(earlier, index)];
    const zenithDeg = 90 - exposure.geometry.elevationDeg[index]!;
    const through = 1 - (1 - 0.45) * (zenithDeg / 90) ** 2;
    for (const channel of [0, 1, 2] as const) {
      const { response } = camera;
      const change =
        response.green[channel] * (green - before.green) +
        response.red[channel] * (red - before.red) +
        response.blue[channel] * (blue - before.blue);
      expect(now[channel] - then[channel]).toBeCloseTo(through * change, 3);
    }
    expect(green).toBeGreaterThan(red);
    expect(green).toBeGreaterThan(blue);
  });

  test('one column is that of the frame, without stars and noise', () => {
    const column = exposure.column(timeUs, 20);
    const frame = exposure.frame(timeUs);
    expect(column).toHaveLength(3 * 60);
    const apart = Array.from(column, (count, at) => {
      return Math.abs(count - frame[3 * (Math.floor(at / 3) * camera.width + 20) + (at % 3)]!);
    });
    expect(apart.sort((a, b) => a - b)[90]).toBeLessThan(0.6);
  });
});

test('a file is read back by the app: every count of every frame, times, and that it is synthetic', async () => {
  const frames = [4, 5, 6].map((frame) => {
    return { timeUs: frameTimeUs(camera, frame), counts: exposure.frame(frameTimeUs(camera, frame)) };
  });
  const bytes = colourMinute(camera, frames);
  expect(colourMinute(camera, frames)).toEqual(bytes);
  const outcome = await readColourSeries(bytes, { dataset: null, name: rawPath(camera, 0) });
  if (!outcome.ok) throw new Error(outcome.failure.message);
  const { value } = outcome;
  const of = { dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'fsmi', deviceUid: 'rgb-94', height: 60, width: 69 };
  expect(value).toMatchObject({ ...of, synthetic: true, problem: null });
  expect(isSynthetic(value.header)).toBe(true);
  expect([...value.timesUs]).toEqual(frames.map((frame) => frame.timeUs));
  const size = 3 * 60 * 69;
  frames.forEach(({ counts }, at) =>
    expect(hash(Uint8Array.from(value.values.subarray(at * size, (at + 1) * size)))).toBe(hash(counts)),
  );
  expect(Object.fromEntries(value.frameHeaders[1]!)).toMatchObject({
    image_effective_exposure_length: '00:00:02.559847 ms',
    image_request_start_timestamp: expect.stringMatching(/^2030-02-08 08:00:15\.\d{6} UTC$/) as string,
  });
});

test('the keogram picture of a day is in colour', () => {
  const { width, height, data } = decode(summaryPicture(exposure, 'daily'), { useTArray: true });
  expect([width, height]).toEqual([720, 60]);
  let greener = 0;
  for (let row = 0; row < height; row++) {
    const at = 4 * (row * width + 243);
    if (data[at + 1]! > data[at]! + 20 && data[at + 1]! > data[at + 2]! + 20) greener += 1;
  }
  expect(greener).toBeGreaterThan(2);
});
