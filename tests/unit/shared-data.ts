import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = resolve(process.cwd(), '../shared/data');
const present = existsSync(resolve(folder, 'expected.json'));

if (!present && process.env.CI === 'true') throw new Error('the test data of ../shared/data are missing');
if (!present) console.warn('SKIPPED: tests on real files, since ../shared/data is missing');

/** Absolute path of the folder of real files, or null where it is missing: tests that need it skip then. */
export const sharedData: string | null = present ? folder : null;

const reference = resolve(process.cwd(), '../shared/reference');

/** Absolute path of the folder of reference texts with recorded answers (`examples/`), or null where it is missing. */
export const sharedReference: string | null = existsSync(resolve(reference, 'examples')) ? reference : null;

if (!sharedReference && process.env.CI === 'true')
  throw new Error('the recorded answers of ../shared/reference are missing');
if (!sharedReference) console.warn('SKIPPED: tests on recorded answers, since ../shared/reference is missing');
