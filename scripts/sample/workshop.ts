import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/*
 * Where a sample event is made: a folder beside the one it is for, on the same disk, so that it can be moved there
 * whole. Every process has its own. Its name tells who made it, since a process that was killed leaves it behind.
 */

const prefix = '.nightside-sample';
const nameForm = new RegExp(`^\\${prefix}-([0-9a-f]{8})-(\\d+)-[A-Za-z0-9]{6}$`);
/** Other computers and containers may work on the same disk: their process numbers say nothing here. */
const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

const dayMs = 24 * 3600 * 1000;
/** Longer than any job takes: a workshop that was not touched for so long is not waited for. */
const silenceMs = 60 * 1000;
const lookAgainMs = 300;

export interface Workshop {
  readonly folder: string;
  /** Says that somebody is at work here. */
  readonly touch: () => void;
}

/** Work in a new folder beside `target`. It is removed at the end, whether the work succeeds or not. */
export async function inWorkshop<T>(target: string, work: (workshop: Workshop) => Promise<T>): Promise<T> {
  await mkdir(path.dirname(target), { recursive: true });
  await removeLeftovers(target);
  const folder = await mkdtemp(path.join(path.dirname(target), `${prefix}-${thisHost}-${process.pid}-`));
  const touch = () => {
    const now = new Date();
    void utimes(folder, now, now).catch(() => undefined); // only others' patience depends on it
  };
  try {
    return await work({ folder, touch });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Remove workshops beside `target` whose process is gone, or which nobody touched for a day. */
export async function removeLeftovers(target: string): Promise<void> {
  for (const { folder, isLeft } of await workshopsBeside(target)) {
    // One that cannot be removed, another user's for example, is in nobody's way.
    if (isLeft) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether a sample event is being made beside `target`. */
export async function isBeingMade(target: string): Promise<boolean> {
  return (await workshopsBeside(target)).some(({ isBusy }) => isBusy);
}

/** Wait until no sample event is being made beside `target`. */
export async function othersDone(target: string): Promise<void> {
  while (await isBeingMade(target)) await setTimeout(lookAgainMs);
}

async function workshopsBeside(target: string) {
  const parent = path.dirname(target);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found = [];
  for (const entry of entries) {
    const [, host, pid] = nameForm.exec(entry.name) ?? [];
    if (!entry.isDirectory() || host === undefined) continue;
    const folder = path.join(parent, entry.name);
    const status = await stat(folder).catch(() => null);
    if (!status) continue; // gone meanwhile
    const silentMs = Date.now() - status.mtimeMs;
    const isLeft = silentMs > dayMs || (host === thisHost && !isAlive(Number(pid)));
    found.push({ folder, isLeft, isBusy: !isLeft && silentMs < silenceMs });
  }
  return found;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // there, but another user's
  }
}
