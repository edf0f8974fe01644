import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createServer, type Plugin } from 'vite';
import { fromWhereTheyStand } from './command';
import type { Handler } from './gate';
import { loopback } from './http/listen';
import { ensureSample } from './sample/ensure';
import { openSample } from './sample/handler';
import { Complaint, openRelay, parsePort } from './start';

const usualPort = 5173;

/** Vite's own server, with the same relay and the same sample event as the built app has. */
try {
  const { values } = parseArgs({ options: { archive: { type: 'string' }, port: { type: 'string' } } });
  const archive = values.archive === undefined ? null : fromWhereTheyStand(values.archive);
  const port = parsePort(values.port);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const project = fileURLToPath(new URL('..', import.meta.url));
  const relay = await openRelay(archive);
  const sample = await openSample(await ensureSample(project, say), say);
  const server = await createServer({
    plugins: [handlerPlugin('relay', relay), handlerPlugin('sample', sample)],
    server: { host: loopback, port: port ?? usualPort, strictPort: port !== null },
  });
  await server.listen();
  say(`Observations come from ${archive === null ? 'the public archive' : `the folder ${archive}`}.`);
  server.printUrls();
  process.once('SIGINT', () => void server.close().then(() => process.exit(0))); // Vite itself ends on SIGTERM
} catch (error) {
  if (!(error instanceof Complaint)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

function handlerPlugin(name: string, handler: Handler): Plugin {
  return {
    name: `nightside-${name}`,
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        handler(request, response).then((answered) => {
          if (!answered) next();
        }, next);
      });
    },
  };
}
