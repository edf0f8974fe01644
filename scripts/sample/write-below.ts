import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SampleFile } from './camera-files';

/** Writes a file below a folder, with the folders in between. @returns its size in bytes */
export async function writeBelow(folder: string, file: SampleFile): Promise<number> {
  const place = path.join(folder, ...file.path.split('/'));
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, file.bytes);
  return file.bytes.length;
}
