import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listen } from '../../scripts/http/listen';
import type { Handler } from '../../scripts/gate';
import { createRelay } from '../../scripts/relay';
import { openSample } from '../../scripts/sample/handler';
import { createStaticServer } from '../../scripts/static-server';
import { createArchive } from '../archive/archive';

/** The built app, served by a process of its own: one that can really be ended. */
export interface AppServer {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the process, without a chance to say goodbye. */
  kill(): Promise<void>;
}

export interface AppServerOptions {
  /** 0 takes any free one; the same one again makes the same origin. */
  readonly port?: number;
  /** A folder laid out like the public archive: served through the relay, which ends with the process. */
  readonly archive?: string;
  /** The folder of a sample event, which ends with the process, too. */
  readonly sample?: string;
}

const thisFile = fileURLToPath(import.meta.url);

/** @param folder the built app, or one that holds it in a folder of its own */
export async function startAppServer(folder: string, options: AppServerOptions = {}): Promise<AppServer> {
  const args = [path.resolve(folder), String(options.port ?? 0), options.archive ?? '', options.sample ?? ''];
  const child = fork(thisFile, args, {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: path.resolve('tsconfig.node.json') },
  });
  const exited = once(child, 'exit');
  const port = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => Number(message)),
    exited.then(([code]: unknown[]) => Promise.reject(new Error(`The app's server ended at once: ${String(code)}.`))),
  ]);
  if (child.pid === undefined) throw new Error('The app’s server has no process.');
  return {
    url: `http://localhost:${port}/`,
    port,
    pid: child.pid,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function serve(folder: string, port: number, archive: string, sample: string): Promise<void> {
  process.once('disconnect', () => process.exit()); // nobody must be left behind by a test that broke down
  const server = createStaticServer({
    folder,
    ...(archive ? { relay: await relayTo(archive) } : {}),
    ...(sample ? { sample: await openSample(sample, complain) } : {}),
  });
  process.send?.(await listen(server, port));
}

async function relayTo(folder: string): Promise<Handler> {
  return createRelay({ archive: await createArchive({ roots: [folder], cors: false }), label: 'test archive' });
}

function complain(line: string): never {
  throw new Error(line);
}

if (process.argv[1] === thisFile) {
  const [, , folder = '', port = '0', archive = '', sample = ''] = process.argv;
  await serve(folder, Number(port), archive, sample);
}
