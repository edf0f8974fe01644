import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fromWhereTheyStand } from './command';
import { ensureSample, samplePlace, writeSample } from './sample/ensure';
import { defaultSeed } from './sample/plan';
import { copyForStaticHost } from './sample/static-copy';

const project = fileURLToPath(new URL('..', import.meta.url));

const say = (line: string) => process.stdout.write(`${line}\n`);
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string' },
    out: { type: 'string' },
    static: { type: 'string' },
  },
});
process.exitCode = values.static === undefined ? await write() : await copy(fromWhereTheyStand(values.static));

/** `npm run sample`: writes the sample event anew, wherever it is wanted. */
async function write(): Promise<number> {
  const seed = values.seed === undefined ? defaultSeed : Number(values.seed);
  if (!Number.isSafeInteger(seed)) {
    process.stderr.write(`--seed ${values.seed}: a seed is a whole number.\n`);
    return 1;
  }
  const folder = values.out === undefined ? path.join(project, samplePlace) : fromWhereTheyStand(values.out);
  const started = performance.now();
  const { files, bytes } = await writeSample(project, { folder, seed, full: values.full }, say);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(`${files} files, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds} s: ${folder}`);
  return 0;
}

/** `npm run sample -- --static build/sample`: the same sample event, for a host that only serves files. */
async function copy(target: string): Promise<number> {
  const folder = await ensureSample(project, say);
  if (folder === null) return 1;
  try {
    await copyForStaticHost(folder, target);
    say(`The sample event is in ${target}`);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}
