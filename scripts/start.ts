import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createArchive } from '../tests/archive/archive';
import { build, isBuilt } from './build';
import { fromWhereTheyStand } from './command';
import type { Handler } from './gate';
import { closeServer, isBusyPort, listen } from './http/listen';
import { createRelay } from './relay';
import { ensureSample } from './sample/ensure';
import { openSample } from './sample/handler';
import { createStaticServer } from './static-server';

const usualPort = 4170;
const portsToTry = 20;

export interface StartOptions {
  /** A folder laid out like the public server; the live hosts, when there is none. */
  readonly archive: string | null;
  /** Asked for explicitly; else the usual one or the next that is free. */
  readonly port: number | null;
  /** The built app. */
  readonly folder: string;
  /** Makes `folder` what it should be; its exit code. */
  readonly prepare: () => Promise<number>;
  /** The folder of the sample event, made if need be; null for none. Asked for once the app is prepared. */
  readonly sample?: () => Promise<string | null>;
  readonly say: (line: string) => void;
}

/** A sentence for the person at the terminal, instead of a stack. */
export class Complaint extends Error {}

export interface Started {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serve the app with its relay and its sample event. The port is taken first, so that a busy one is known before the
 * wait for the build.
 *
 * @throws Complaint
 */
export async function start({ archive, port, folder, prepare, sample, say }: StartOptions): Promise<Started> {
  const relay = await openRelay(archive);
  let sampleHandler = await openSample(null, say);
  let ready = () => {};
  const server = createStaticServer({
    folder,
    relay,
    sample: (request, response) => sampleHandler(request, response),
    ready: new Promise<void>((resolve) => (ready = resolve)),
  });
  const taken = port === null ? await listenOnFreePort(server) : await listenOnPort(server, port);
  const close = () => closeServer(server);
  const code = await prepare();
  if (code !== 0) {
    await close();
    throw new Complaint('The app could not be built; what went wrong stands above.');
  }
  if (sample) sampleHandler = await openSample(await sample(), say);
  ready();
  say(
    archive === null ? 'Observations come from the public archive.' : `Observations come from the folder ${archive}.`,
  );
  say(`Nightside is at http://localhost:${taken}/`);
  return { port: taken, close };
}

/** @throws Complaint when the folder is not an archive */
export async function openRelay(archive: string | null): Promise<Handler> {
  if (archive === null) return createRelay({ label: 'the public archive' });
  try {
    // Without CORS: only the app's own page may read a person's folder.
    const folder = await createArchive({ roots: [archive], cors: false });
    return createRelay({ archive: folder, label: `the folder ${path.basename(archive)}` });
  } catch (error) {
    throw new Complaint(error instanceof Error ? error.message : String(error));
  }
}

/** @throws Complaint when the text is not a port */
export function parsePort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65535)) throw new Complaint(`--port ${text}: a port is a number from 0 to 65535.`);
  return port;
}

type Server = ReturnType<typeof createStaticServer>;

async function listenOnPort(server: Server, port: number): Promise<number> {
  try {
    return await listen(server, port);
  } catch (error) {
    if (isBusyPort(error)) throw new Complaint(`Port ${port} is taken by another program; choose one with --port.`);
    throw new Complaint(`Port ${port} cannot be used (${error instanceof Error ? error.message : String(error)}).`);
  }
}

async function listenOnFreePort(server: Server): Promise<number> {
  for (let port = usualPort; port < usualPort + portsToTry; port++) {
    try {
      return await listen(server, port);
    } catch (error) {
      if (!isBusyPort(error)) throw error;
    }
  }
  return listenOnPort(server, 0);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { archive: { type: 'string' }, port: { type: 'string' } } });
  const project = fileURLToPath(new URL('..', import.meta.url));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const started = await start({
    archive: values.archive === undefined ? null : fromWhereTheyStand(values.archive),
    port: parsePort(values.port),
    folder: path.join(project, 'build'),
    prepare: async () => {
      if (await isBuilt(project)) return 0;
      process.stdout.write('Building the app …\n');
      return build(project);
    },
    sample: () => ensureSample(project, say),
    say,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void started.close().then(() => process.exit(0)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    const isUsage = error instanceof Complaint || (error instanceof TypeError && 'code' in error);
    process.stderr.write(`${isUsage ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
}
