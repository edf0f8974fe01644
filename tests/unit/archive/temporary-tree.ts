import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that lives as long as a test file, filled by the test. */
export interface TemporaryTree {
  readonly root: string;
  /** @param files by path below the root */
  add(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  remove(): Promise<void>;
}

export async function temporaryTree(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<TemporaryTree> {
  const root = await mkdtemp(path.join(tmpdir(), 'nightside-test-'));
  const add: TemporaryTree['add'] = async (more) => {
    for (const [name, content] of Object.entries(more)) {
      const place = path.join(root, name);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, content);
    }
  };
  await mkdir(path.join(root, 'sort_by_project'));
  await add(files);
  return { root, add, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The minute files of one camera, each holding its own name. */
export function minuteFiles(
  directory: string,
  camera: string,
  ending: string,
  minutes: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    minutes.map((minute) => {
      const [date = '', time = ''] = minute.split('_');
      const day = `${date.slice(0, 4)}/${date.slice(4, 6)}/${date.slice(6, 8)}`;
      const name = `${minute}_${camera}${ending}`;
      return [`sort_by_project/${directory}/${day}/${camera}/ut${time.slice(0, 2)}/${name}`, name];
    }),
  );
}
