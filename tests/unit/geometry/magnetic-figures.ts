import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AacgmFigures } from '$lib/geometry/aacgm-coefficients';
import type { IgrfFigures } from '$lib/geometry/igrf';
import { createMagneticModel, type MagneticModel } from '$lib/geometry/magnetic-model';

const folder = resolve(process.cwd(), 'src/lib/geometry/figures');

export const igrf = read<IgrfFigures>('igrf-14');
export const aacgm = [2000, 2005, 2010, 2015, 2020, 2025, 2030].map((epoch) => read<AacgmFigures>(`aacgm-${epoch}`));

/** Integer microseconds of an instant, UTC. */
export function at(utc: string): number {
  return Date.parse(`${utc}Z`) * 1000;
}

/** A model from all figures that there are. */
export function modelAt(timeUs: number): MagneticModel {
  const model = createMagneticModel({ aacgm, igrf }, timeUs);
  if (!model) throw new Error('there is no field for this instant');
  return model;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(folder, `${name}.json`), 'utf8')) as T;
}
