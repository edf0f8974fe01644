import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directionOf, pointOf } from '../../../../scripts/sample/camera';
import { everyCamera } from '../../../../scripts/sample/colour-cameras';
import { cameras, cutOff, frameTimeUs, minutesOf, missing, sampleRange } from '../../../../scripts/sample/plan';
import { toMagnetic } from '../../../../scripts/sample/magnetic';
import { directionOfStar, starsOf } from '../../../../scripts/sample/stars';
import { moonOver } from '../../../../scripts/sample/lights';
import { cosDeg } from '$lib/geometry/angles';
import { moonElevationDeg } from '$lib/geometry/sun-moon';

const device = fc.constantFrom(...everyCamera);

describe('the lens', () => {
  test('a direction comes back from its point, and a point from its direction', () => {
    fc.assert(
      fc.property(
        device,
        fc.double({ min: 0, max: 359.9, noNaN: true }),
        fc.double({ min: 0, max: 89, noNaN: true }),
        ({ lens }, azimuthDeg, elevationDeg) => {
          const { row, column } = pointOf(lens, { azimuthDeg, elevationDeg });
          const back = directionOf(lens, row, column)!;
          expect(back.elevationDeg).toBeCloseTo(elevationDeg, 6);
          const turn = Math.abs(back.azimuthDeg - azimuthDeg);
          expect(Math.min(turn, 360 - turn)).toBeLessThan(1e-5);
        },
      ),
    );
  });

  test('north is towards row 0; east towards column 0, in TREx files away from it, up to the turn of the camera', () => {
    for (const { lens, dataset } of everyCamera) {
      const at = (azimuthDeg: number) => pointOf(lens, { azimuthDeg, elevationDeg: 30 });
      expect(at(0).row).toBeLessThan(lens.axisRow - 50);
      const side = dataset.startsWith('TREX') ? -1 : 1;
      expect(side * (lens.axisColumn - at(90).column)).toBeGreaterThan(50);
      expect(at(180).row).toBeGreaterThan(lens.axisRow + 50);
    }
  });

  test('the corners of the chip lie outside the lens', () => {
    for (const { lens, height, width } of everyCamera)
      for (const [row, column] of [
        [0.5, 0.5],
        [5.5, 5.5],
        [height - 0.5, width - 0.5],
        [height - 5.5, 5.5],
      ] as const)
        expect(directionOf(lens, row, column)).toBeNull();
  });
});

describe('the sky over the cameras', () => {
  const gill = cameras.find(({ deviceUid }) => deviceUid === 'themis96')!;
  const star = (name: string) => starsOf(sampleRange.startUs).find((one) => one.name === name)!;

  // By textbook formulas of its own (GMST of IAU 1982, precession of IAU 1976, Hipparcos): tests/independent/sky.py.
  test.each([
    ['Polaris', 0, 359.01, 56.107],
    ['Polaris', 3600, 359.17, 55.974],
    ['Arcturus', 0, 113.771, 37.225],
    ['Arcturus', 3600, 130.116, 44.286],
    ['Pollux', 0, 249.5, 46.354],
    ['Pollux', 3600, 263.797, 38.265],
  ])('%s stands where the sky has it, %i s after the start', (name, afterSec, azimuthDeg, elevationDeg) => {
    const found = directionOfStar(star(name), sampleRange.startUs + 1e6 * afterSec, gill);
    // Its catalogue goes to a minute of arc.
    expect(Math.abs(found.elevationDeg - elevationDeg)).toBeLessThan(0.02);
    expect(Math.abs(found.azimuthDeg - azimuthDeg) * cosDeg(elevationDeg)).toBeLessThan(0.02);
  });

  test('the Moon is low over one camera only', () => {
    for (const camera of everyCamera) {
      const { elevationDeg } = moonOver(camera, sampleRange.startUs);
      expect(Math.abs(elevationDeg - moonElevationDeg(sampleRange.startUs, camera))).toBeLessThan(0.01);
      if (camera.hasMoon) expect(elevationDeg).toBeGreaterThan(5);
      else expect(elevationDeg).toBeLessThan(1);
      expect(elevationDeg).toBeLessThan(10);
    }
  });

  test('magnetic latitude is highest at the pole of the dipole', () => {
    expect(toMagnetic(80.8, -72.8).latDeg).toBeCloseTo(90, 5);
    expect(toMagnetic(0, -72.8).latDeg).toBeCloseTo(9.2, 5);
    expect(toMagnetic(56.38, -94.64).lonDeg).toBeLessThan(0); // west of the pole's meridian
  });
});

describe('the plan', () => {
  test('six cameras in white light, two of the red line, one infrared, one in colour, each with a name of its own', () => {
    expect(cameras.filter(({ dataset }) => dataset === 'THEMIS_ASI_RAW')).toHaveLength(6);
    expect(cameras.filter(({ dataset }) => dataset === 'REGO_RAW')).toHaveLength(2);
    expect(everyCamera.map(({ dataset }) => dataset).slice(8)).toEqual(['TREX_NIR_RAW', 'TREX_RGB_RAW_NOMINAL']);
    expect(new Set(everyCamera.map(({ deviceUid }) => deviceUid)).size).toBe(10);
  });

  test('all minutes around the onset, every third of the others, and one that is missing', () => {
    const core = minutesOf(cameras[0]!, false);
    expect(core).toEqual([0, 3, 6, 7, 8, 9, 12, 15, 18]);
    expect(minutesOf(cameras[0]!, true)).toHaveLength(20);
    const lacking = cameras.find(({ deviceUid }) => deviceUid === missing.deviceUid)!;
    expect(minutesOf(lacking, false)).toEqual(core.filter((minute) => minute !== missing.minute));
    const cut = cameras.find(({ deviceUid }) => deviceUid === cutOff.deviceUid)!;
    expect(minutesOf(cut, false)).toContain(cutOff.minute);
    expect(cut.siteUid).not.toBe(lacking.siteUid);
    const colour = everyCamera.find(({ dataset }) => dataset === 'TREX_RGB_RAW_NOMINAL')!;
    expect(minutesOf(colour, false)).toEqual([6, 7, 8, 9]);
    expect(minutesOf(colour, true)).toHaveLength(20);
  });

  test('frames are as far apart as the array has them, within milliseconds, in whole microseconds', () => {
    for (const camera of everyCamera)
      for (let frame = 1; frame < 200; frame++) {
        const step = frameTimeUs(camera, frame) - frameTimeUs(camera, frame - 1);
        expect(Number.isInteger(step)).toBe(true);
        expect(Math.abs(step - (camera.dataset === 'TREX_NIR_RAW' ? 6e6 : 3e6))).toBeLessThan(6000);
      }
  });
});
