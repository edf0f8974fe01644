import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file that the service worker keeps, by its address beside the worker. */
export interface PrecacheEntry {
  readonly url: string;
  /** Changes with the content; null where the name itself does. */
  readonly revision: string | null;
}

const workerName = 'service-worker.js';
const placeholder = 'self.__PRECACHE';

/** Files of a build that no page asks for when it comes up, or that must come fresh. */
const leftOut: readonly RegExp[] = [
  /^service-worker\.js$/, // the browser keeps it in its own way
  /^404\.html$/, // hosts give it with status 404, and one such answer spoils the whole installation
  /^(relay|sample)\//, // whether there is a relay, and a sample event, is asked anew each time
  /^_app\/version\.json$/, // is asked for to see whether the server answers
  /^screenshot\.png$/, // for the people who read about the app
  /^robots\.txt$/,
  /^_[^/]*$/, // settings of the host: _headers, _redirects
  /(^|\/)\.[^/]*$/, // and .nojekyll
  /\.map$/,
];

/**
 * What is really in a build, pieces of workers included, sorted by name. (Kit's own list lacks the pieces that only a
 * worker loads: sveltejs/kit#12438.)
 *
 * @param folder the built app
 */
export async function precacheList(folder: string): Promise<PrecacheEntry[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !leftOut.some((pattern) => pattern.test(name)))
    .sort();
  return Promise.all(
    files.map(async (name) => ({
      url: addressOf(name),
      revision: name.startsWith('_app/immutable/') ? null : await fingerprint(path.join(folder, name)),
    })),
  );
}

/**
 * Put the list of a build's files into its service worker, where the placeholder stands.
 *
 * @throws when the folder is not a build of this app, or has had its list already
 */
export async function injectPrecache(folder: string): Promise<void> {
  const worker = path.join(folder, workerName);
  const [before, after, ...more] = (await readFile(worker, 'utf8')).split(placeholder);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${worker}: "${placeholder}" must stand in it exactly once, before the list of files does.`);
  }
  const list = await precacheList(folder);
  for (const needed of ['./', 'event/']) {
    if (!list.some(({ url }) => url === needed)) throw new Error(`${folder}: the page ${needed} is missing.`);
  }
  if (!list.some(({ url }) => /^_app\/immutable\/entry\/.*\.js$/.test(url))) {
    throw new Error(`${folder}: there are no scripts in _app/immutable/entry/.`);
  }
  await writeFile(worker, before + JSON.stringify(list) + after);
}

/** A page is asked for by its folder. */
function addressOf(name: string): string {
  const page = name.replace(/(^|\/)index\.html$/, '$1');
  return page === '' ? './' : encodeURI(page).replace(/[?#]/g, encodeURIComponent);
}

async function fingerprint(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const build = fileURLToPath(new URL('../build', import.meta.url));
  injectPrecache(build).catch((error: unknown) => {
    process.stderr.write(`The app cannot be used offline. ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
