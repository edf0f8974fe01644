import { parseArgs } from 'node:util';
import { selfSignedCertificate } from './certificate';
import { hosts } from './hosts';
import { startArchive } from './server';

/** `node --import tsx tests/archive/main.ts --archive DIR --port N [--no-cors] [--tls]` */
const { values } = parseArgs({
  options: {
    archive: { type: 'string', multiple: true },
    port: { type: 'string', default: '0' },
    'no-cors': { type: 'boolean', default: false },
    'label-gzip': { type: 'boolean', default: false },
    tls: { type: 'boolean', default: false },
  },
});

const names = Object.values(hosts).map((url) => new URL(url).hostname);
const tls = values.tls ? selfSignedCertificate([...names, 'localhost'], ['127.0.0.1']) : undefined;

try {
  const archive = await startArchive({
    roots: values.archive ?? [],
    port: Number(values.port),
    cors: !values['no-cors'],
    labelGzip: values['label-gzip'],
    ...(tls ? { tls } : {}),
  });
  process.stdout.write(`The stand-in archive is at ${archive.url}/ (data/, srs/, aurorax/)\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void archive.close());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
