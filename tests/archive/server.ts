import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { emptyAnswer, isConnectionError, jsonAnswer, sendAnswer } from '../../scripts/http/answer';
import { closeServer, listen, loopback } from '../../scripts/http/listen';
import { createArchive, type Archive, type ArchiveOptions } from './archive';
import { controlAnswer } from './control';
import { addressOf } from './hosts';

export interface ServerOptions {
  /** 0, or nothing, takes any free port. */
  readonly port?: number;
  /** PEM; with it the server speaks TLS and nothing else. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface RunningArchive extends Archive {
  readonly port: number;
  /** Without a slash at the end; `/data/…`, `/srs/…` and `/aurorax/…` are the three hosts. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The stand-in for the three hosts, listening on this machine. Hosts are told apart by the `Host` header when it is a
 * real host's name, else by the first part of the path.
 *
 * @throws a sentence for people when a root is not an archive folder; the system's error when the port is taken
 */
export async function startArchive(options: ArchiveOptions & ServerOptions): Promise<RunningArchive> {
  return serveArchive(await createArchive(options), options);
}

/** As `startArchive`, for an archive that is there already: several servers can share its faults and its log. */
export async function serveArchive(archive: Archive, { port = 0, tls }: ServerOptions): Promise<RunningArchive> {
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    handle(archive, request, response).catch((error: unknown) => {
      if (!isConnectionError(error)) process.stderr.write(`stand-in archive: ${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  const taken = await listen(server, port);
  return {
    ...archive,
    port: taken,
    url: `${tls ? 'https' : 'http'}://${loopback}:${taken}`,
    close: () => closeServer(server),
  };
}

async function handle(archive: Archive, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '/';
  const addressed = addressOf(request.headers.host, url);
  if (addressed && url.startsWith('/')) return archive.answer(addressed, request, response);
  const control = await controlAnswer(request, archive);
  const answer = control ?? (url === '/' ? welcome() : emptyAnswer(404));
  await sendAnswer(request, response, answer);
}

function welcome() {
  return jsonAnswer(200, { standIn: 'for the archive of the University of Calgary', data: '/data/', srs: '/srs/' });
}
