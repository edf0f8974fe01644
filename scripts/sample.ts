import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromWhereTheyStand } from './command';
import { samplePlace, writeSample } from './sample/ensure';
import { defaultSeed } from './sample/plan';

const project = fileURLToPath(new URL('..', import.meta.url));

// `npm run sample`: writes the sample event anew, wherever it is wanted.
const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, seed: { type: 'string' }, out: { type: 'string' } },
});
const seed = values.seed === undefined ? defaultSeed : Number(values.seed);
if (!Number.isSafeInteger(seed)) {
  process.stderr.write(`--seed ${values.seed}: a seed is a whole number.\n`);
  process.exit(1);
}
const folder = values.out === undefined ? path.join(project, samplePlace) : fromWhereTheyStand(values.out);
const started = performance.now();
const say = (line: string) => process.stdout.write(`${line}\n`);
const { files, bytes } = await writeSample(project, { folder, seed, full: values.full }, say);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
say(`${files} files, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds} s: ${folder}`);
