import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { closeServer, listen } from '../../scripts/http/listen';
import { createRelay } from '../../scripts/relay';
import { createStaticServer } from '../../scripts/static-server';
import { createArchive, type Archive } from '../archive/archive';
import { selfSignedCertificate } from '../archive/certificate';
import { hosts } from '../archive/hosts';
import { serveArchive } from '../archive/server';
import { sharedData } from '../unit/shared-data';

/** Everything one worker's tests talk to; nobody else does, so faults and logs are its own. */
export interface Servers {
  /** The built app on a plain static host, without a relay: the page must read the three hosts itself. */
  readonly direct: string;
  /** The built app with the relay, which answers from the same archive. */
  readonly relay: string;
  /** The archive without TLS: `/data/…`, `/srs/…`, `/aurorax/…`. */
  readonly archiveUrl: string;
  /** Where the real hosts' names must lead. */
  readonly tlsPort: number;
  readonly archive: Archive;
  /** A folder of the archive, beside the shared data, that tests may fill. */
  readonly scratch: string;
  close(): Promise<void>;
}

/** @throws when the app has not been built */
export async function startServers(buildFolder = 'build'): Promise<Servers> {
  const folder = path.resolve(buildFolder);
  await access(path.join(folder, 'index.html')).catch(() => {
    throw new Error('There is no build/: run "npm run build" before the end-to-end tests.');
  });
  const scratch = await mkdtemp(path.join(tmpdir(), 'nightside-e2e-'));
  await clearScratch(scratch);
  const roots = sharedData === null ? [scratch] : [scratch, sharedData];
  const archive = await createArchive({ roots, makesLabels: true });

  const names = Object.values(hosts).map((url) => new URL(url).hostname);
  const plain = await serveArchive(archive, {});
  const secure = await serveArchive(archive, { tls: selfSignedCertificate(names, ['127.0.0.1']) });
  const direct = createStaticServer({ folder });
  const relayed = createStaticServer({ folder, relay: createRelay({ archive, label: 'test archive' }) });
  const [directPort, relayPort] = await Promise.all([listen(direct, 0), listen(relayed, 0)]);

  return {
    direct: `http://localhost:${directPort}`,
    relay: `http://localhost:${relayPort}`,
    archiveUrl: plain.url,
    tlsPort: secure.port,
    archive,
    scratch,
    async close() {
      await Promise.all([plain.close(), secure.close(), closeServer(direct), closeServer(relayed)]);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** @param filePath below the archive's root: `sort_by_project/THEMIS/…` */
export async function addFile(scratch: string, filePath: string, bytes: Uint8Array): Promise<void> {
  const place = path.join(scratch, filePath);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, bytes);
}

export async function clearScratch(scratch: string): Promise<void> {
  const top = path.join(scratch, 'sort_by_project');
  await rm(top, { recursive: true, force: true });
  await mkdir(top, { recursive: true });
}
