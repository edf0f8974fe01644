import { parseArgs } from 'node:util';
import { createServer, type Plugin } from 'vite';
import { fromWhereTheyStand } from './command';
import { loopback } from './http/listen';
import type { Relay } from './relay';
import { Complaint, openRelay, parsePort } from './start';

const usualPort = 5173;

/** Vite's own server, with the same relay as the built app has. */
try {
  const { values } = parseArgs({ options: { archive: { type: 'string' }, port: { type: 'string' } } });
  const archive = values.archive === undefined ? null : fromWhereTheyStand(values.archive);
  const port = parsePort(values.port);
  const server = await createServer({
    plugins: [relayPlugin(await openRelay(archive))],
    server: { host: loopback, port: port ?? usualPort, strictPort: port !== null },
  });
  await server.listen();
  process.stdout.write(`Data come from ${archive === null ? 'the public archive' : `the folder ${archive}`}.\n`);
  server.printUrls();
  process.once('SIGINT', () => void server.close().then(() => process.exit(0))); // Vite itself ends on SIGTERM
} catch (error) {
  if (!(error instanceof Complaint)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function relayPlugin(relay: Relay): Plugin {
  return {
    name: 'nightside-relay',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        relay(request, response).then((answered) => {
          if (!answered) next();
        }, next);
      });
    },
  };
}
