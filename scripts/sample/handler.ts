import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createArchive } from '../../tests/archive/archive';
import { hostKeys } from '../../tests/archive/hosts';
import { descriptionName } from './paths';
import { createGate, type Handler } from '../gate';

/** Everything of it is only ever read. */
const read = ['GET', 'HEAD'] as const;
const paths = Object.fromEntries(hostKeys.map((host) => [host, `${host}/`]));
const methods = Object.fromEntries(hostKeys.map((host) => [host, read]));

/**
 * The sample event below `/sample/`: its description there, its archive below `data`, `srs` and `aurorax`, for this
 * app's own pages (see `createGate`). Without one it says so, as a static host does. One that cannot be served keeps
 * nobody from the app: why is said, and it is left out.
 *
 * @param folder as `ensureSample` gives it
 * @param say told when the folder is not what it should be
 */
export async function openSample(folder: string | null, say: (line: string) => void): Promise<Handler> {
  if (folder === null) return noSample();
  try {
    const description: unknown = JSON.parse(await readFile(path.join(folder, descriptionName), 'utf8'));
    if (typeof description !== 'object' || description === null) throw new Error(`${descriptionName} says nothing`);
    // Without CORS: only the app's own page may read it.
    const archive = await createArchive({ roots: [folder], cors: false });
    return createGate({
      name: 'sample',
      description: { ...description, paths },
      methods,
      answer: (asked, request, response) => archive.answer(asked, request, response),
    });
  } catch (error) {
    say(`The sample event is left out: ${error instanceof Error ? error.message : String(error)}`);
    return noSample();
  }
}

function noSample(): Handler {
  const nobody = () => Promise.reject(new Error('there are no hosts here'));
  return createGate({ name: 'sample', description: { sample: null }, methods: {}, answer: nobody });
}
