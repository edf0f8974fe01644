import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromWhereTheyStand } from './command';
import { copySample, samplePlace, writeSample } from './sample/ensure';
import { parseSampleOrder, sampleHelp, type SampleOrder } from './sample/options';

const project = fileURLToPath(new URL('..', import.meta.url));

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

process.exitCode = await obey(parseSampleOrder(process.argv.slice(2))).catch((error: unknown) => {
  // Errors with a name of their own are faults of the program: where they arose helps to mend them.
  complain(error instanceof Error ? ((error.name === 'Error' ? null : error.stack) ?? error.message) : String(error));
  return 1;
});

/** @returns the exit code: 2 where the command line cannot be understood */
async function obey(order: SampleOrder): Promise<number> {
  switch (order.kind) {
    case 'help':
      process.stdout.write(sampleHelp);
      return 0;
    case 'wrong':
      complain(order.sentence);
      return 2;
    case 'write': {
      const folder = order.out === null ? path.join(project, samplePlace) : fromWhereTheyStand(order.out);
      await writeSample(project, { ...order, folder }, say);
      say(`It is in ${folder}`);
      return 0;
    }
    case 'copy': {
      const target = fromWhereTheyStand(order.target);
      if (!(await copySample(project, target, say))) return 1;
      say(`The sample event is in ${target}`);
      return 0;
    }
  }
}
