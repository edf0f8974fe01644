import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { samplePlace } from '../../scripts/sample/ensure';
import type { createTruth } from '../../scripts/sample/truth';

/* The sample event as `npm run sample` wrote it; `npm test` does so before these tests. */

export const sampleFolder = path.resolve(samplePlace);

if (!existsSync(path.join(sampleFolder, 'sample.json'))) throw new Error('there is no sample event: npm run sample');

export type Truth = ReturnType<typeof createTruth>;

export function readTruth(): Truth {
  return JSON.parse(readFileSync(path.join(sampleFolder, 'truth.json'), 'utf8')) as Truth;
}

/** A file of the sample event, by its path below the sample's folder; null where the event has none. */
export function sampleFile(name: string): Uint8Array | null {
  const file = path.join(sampleFolder, ...name.split('/'));
  return existsSync(file) ? new Uint8Array(readFileSync(file)) : null;
}
