import { readdir, readFile } from 'node:fs/promises';

/** Ids of all processes below one whose command line names a profile folder; Linux only. */
export async function processesWith(profile: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = new Map<number, number>();
  const roots = new Set<number>();
  for (const id of ids) {
    // A process may end while it is looked at.
    const [stat, command] = await Promise.all([
      readFile(`/proc/${id}/stat`, 'latin1').catch(() => ''),
      readFile(`/proc/${id}/cmdline`, 'latin1').catch(() => ''),
    ]);
    // The name in parentheses may hold anything, even parentheses: the numbers follow the last one.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (Number.isFinite(parent)) parents.set(id, parent);
    if (command.includes(profile)) roots.add(id);
  }
  const belongs = (id: number): boolean => {
    for (let at: number | undefined = id; at !== undefined && at > 1; at = parents.get(at))
      if (roots.has(at)) return true;
    return false;
  };
  return ids.filter(belongs);
}

/**
 * Memory of processes in bytes, what several share divided between them (proportional set size); those that have ended
 * count nothing.
 */
export async function memoryOf(ids: readonly number[]): Promise<number> {
  let bytes = 0;
  for (const id of ids) {
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, 'latin1').catch(() => '');
    bytes += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) * 1024;
  }
  return bytes;
}

/** Watches the largest memory of a changing set of processes until told to stop. */
export function watchMemory(ids: () => Promise<readonly number[]>, everyMs = 300) {
  let most = 0;
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      most = Math.max(most, await memoryOf(await ids()));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return async (): Promise<number> => {
    ended = true;
    await watching;
    return most;
  };
}

/** Ticks of the processor in a second: Linux tells all programs this figure, whatever the kernel's own clock does. */
const ticksPerSecond = 100;
const [calmShare, calmPatienceMs] = [0.05, 30_000];

/** Waits until processes that have just been started are done with what nobody asked them for. */
export async function untilCalm(ids: () => Promise<readonly number[]>): Promise<void> {
  const end = Date.now() + calmPatienceMs;
  let before = await busySeconds(await ids());
  while (Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await busySeconds(await ids());
    if (now - before < calmShare) return;
    before = now;
  }
}

async function busySeconds(ids: readonly number[]): Promise<number> {
  let ticks = 0;
  for (const id of ids) {
    const stat = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => '');
    // After the name in parentheses: state and 10 more fields, then the time in programs and in the kernel.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks / ticksPerSecond;
}
