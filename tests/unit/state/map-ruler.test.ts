import { describe, expect, test } from 'vitest';
import { measured, rulerLine } from '$lib/state/map-ruler';
import { at, modelAt } from '../geometry/magnetic-figures';

const gill = { latDeg: 56.377, lonDeg: -94.644 };
const fsmi = { latDeg: 60.026, lonDeg: -111.933 };
const model = modelAt(at('2014-03-10T06:00'));

describe('a ruler from Gillam to Fort Smith', () => {
  const reading = measured([gill, fsmi], 110, model);

  test('is as long as the reference has it, and longer higher up', () => {
    expect(reading.way!.distanceKm).toBeCloseTo(1090.85, 1);
    expect(reading.way!.startDeg).toBeCloseTo(299, 1);
    expect(reading.distanceAtHeightKm! / reading.way!.distanceKm).toBeCloseTo(1 + 110 / 6390, 4);
    expect(measured([gill, fsmi], 0, model).distanceAtHeightKm).toBe(reading.way!.distanceKm);
  });

  test('tells the differences, second less first', () => {
    expect(reading.geographic.latDeg).toBeCloseTo(3.649, 6);
    expect(reading.geographic.lonDeg).toBeCloseTo(-17.289, 6);
    const there = model.toMagnetic(fsmi.latDeg, fsmi.lonDeg, 110);
    const here = model.toMagnetic(gill.latDeg, gill.lonDeg, 110);
    expect(reading.magnetic!.latDeg).toBeCloseTo(there.magLatDeg - here.magLatDeg, 9);
    // To the west, magnetic local time is earlier.
    expect(reading.magnetic!.mltHours).toBeCloseTo((there.magLonDeg - here.magLonDeg) / 15, 9);
    expect(reading.magnetic!.mltHours).toBeLessThan(-1);
    expect(measured([gill, fsmi], 110, null).magnetic).toBeNull();
  });

  test('is drawn from end to end', () => {
    const line = rulerLine(reading);
    expect(line[0]!.latDeg).toBeCloseTo(gill.latDeg, 9);
    expect(line[0]!.lonDeg).toBeCloseTo(gill.lonDeg, 9);
    expect(line.at(-1)!.latDeg).toBeCloseTo(fsmi.latDeg, 6);
    expect(line.at(-1)!.lonDeg).toBeCloseTo(fsmi.lonDeg, 6);
    expect(line.length).toBeGreaterThan(20);
  });
});

test('across the 180° meridian longitudes differ by little', () => {
  const { geographic, way } = measured(
    [
      { latDeg: 66, lonDeg: 179 },
      { latDeg: 66, lonDeg: -179 },
    ],
    110,
    null,
  );
  expect(geographic.lonDeg).toBe(2);
  expect(way!.distanceKm).toBeCloseTo(90.8056, 3);
});

test('near the magnetic equator nothing is said of AACGM', () => {
  expect(measured([{ latDeg: 5, lonDeg: 0 }, gill], 110, model).magnetic).toBeNull();
});

test('places opposite each other have no shortest way', () => {
  const reading = measured([gill, { latDeg: -gill.latDeg, lonDeg: gill.lonDeg + 180 }], 110, null);
  expect([reading.way, reading.distanceAtHeightKm, rulerLine(reading)]).toEqual([null, null, []]);
});
