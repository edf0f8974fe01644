import { exceeds, tableOf, type BenchGroup, type BenchRow } from '../tests/bench/bench-row';
import { benchDecode } from '../tests/bench/decode';
import { benchHours } from '../tests/bench/hours';
import { benchMagnetic } from '../tests/bench/magnetic';
import { benchMosaic } from '../tests/bench/mosaic';
import { benchNight } from '../tests/bench/night';

// npm run bench [-- --only GROUP]: one table of figures, ratios first. Ends with 1 when a ratio is over what is promised.

const groups: readonly BenchGroup[] = [benchDecode(), benchHours(), benchNight(), benchMagnetic(), benchMosaic()];

const wanted = wantedGroups(process.argv.slice(2));
if (wanted) process.exitCode = await bench(wanted);
else process.exitCode = 2;

async function bench(chosen: readonly BenchGroup[]): Promise<number> {
  const rows: BenchRow[] = [];
  for (const group of chosen) {
    process.stderr.write(`Measuring: ${group.name} …\n`);
    rows.push(...(await group.run()));
  }
  process.stdout.write(`${tableOf(rows)}\n`);
  const missed = rows.filter(exceeds);
  for (const { what, where } of missed) process.stderr.write(`Over its limit: ${what}, ${where}\n`);
  return missed.length > 0 ? 1 : 0;
}

function wantedGroups(args: readonly string[]): readonly BenchGroup[] | null {
  if (args.length === 0) return groups;
  const [option, name] = args;
  const chosen = groups.filter((group) => option === '--only' && args.length === 2 && group.name === name);
  if (chosen.length > 0) return chosen;
  process.stderr.write(`Usage: npm run bench [-- --only ${groups.map((group) => group.name).join('|')}]\n`);
  return null;
}
