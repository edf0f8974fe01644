import type { IncomingMessage } from 'node:http';
import { jsonAnswer, type Answer } from '../../scripts/http/answer';
import type { Archive } from './archive';
import type { Fault, TroubleKind } from './faults';
import { hostKeys, splitTarget, type HostKey } from './hosts';
import { isRecord, readJson } from './request-body';

const troubleKinds: readonly TroubleKind[] = [
  'delay',
  'slow',
  'refuse',
  'bad-gateway',
  'unavailable',
  'rate-limited',
  'html',
  'truncate',
  'stall',
  'corrupt',
];

/** Numbers that a fault may carry. */
const numbers = ['probability', 'times', 'ms', 'bytesPerSecond', 'retryAfterSec', 'afterBytes', 'everyBytes'] as const;

/**
 * The stand-in's own routes, for tests that only have HTTP:
 * `POST /__faults` with `{ "faults": [Fault…], "cors": true, "labelGzip": false }` (each optional; faults are replaced),
 * `GET /__log?host=data&prefix=/sort_by_project` with the requests seen and how many were open at once, `POST /__reset`.
 *
 * @returns null for any other path
 */
export async function controlAnswer(request: IncomingMessage, archive: Archive): Promise<Answer | null> {
  const { path, query } = splitTarget(request.url ?? '/');
  if (path === '/__log') return logAnswer(new URLSearchParams(query), archive);
  if (path !== '/__faults' && path !== '/__reset') return null;
  if (request.method !== 'POST') return jsonAnswer(405, { error: 'only POST' });
  if (path === '/__reset') {
    archive.reset();
    return jsonAnswer(200, {});
  }
  try {
    return setFaults(await readJson(request), archive);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return jsonAnswer(400, { error: error.message });
    throw error;
  }
}

function logAnswer(query: URLSearchParams, archive: Archive): Answer {
  const prefix = query.get('prefix') ?? '/';
  const wanted = hostKeys.filter((host) => (query.get('host') ?? host) === host);
  const requests = archive.log.requests.filter(({ host, path }) => wanted.includes(host) && path.startsWith(prefix));
  const maxConcurrent: Partial<Record<HostKey, number>> = {};
  for (const host of wanted) maxConcurrent[host] = archive.log.maxConcurrent(host, prefix);
  return jsonAnswer(200, { requests, maxConcurrent });
}

function setFaults(body: unknown, archive: Archive): Answer {
  if (!isRecord(body)) throw new TypeError('an object is expected');
  for (const name of ['cors', 'labelGzip'] as const) {
    const value = body[name];
    if (value === undefined) continue;
    if (typeof value !== 'boolean') throw new TypeError(`${name} is true or false`);
    archive.behaviour[name] = value;
  }
  if (body.faults !== undefined) {
    if (!Array.isArray(body.faults)) throw new TypeError('faults is a list');
    archive.faults.set(...body.faults.map(toFault));
  }
  return jsonAnswer(200, { faults: archive.faults.active, ...archive.behaviour });
}

function toFault(value: unknown): Fault {
  if (!isRecord(value) || typeof value.pattern !== 'string') throw new TypeError('a fault has a pattern');
  if (!troubleKinds.some((kind) => kind === value.kind)) throw new TypeError(`no such fault: ${String(value.kind)}`);
  for (const name of numbers) {
    if (value[name] !== undefined && typeof value[name] !== 'number') throw new TypeError(`${name} is a number`);
  }
  if (value.kind === 'delay' && value.ms === undefined) throw new TypeError('a delay has ms');
  if (value.kind === 'slow' && value.bytesPerSecond === undefined) throw new TypeError('slow has bytesPerSecond');
  return value as Fault; // every field was looked at
}
