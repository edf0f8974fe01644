import * as http from 'node:http';
import * as https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { isConnectionError, sendAnswer } from './http/answer';
import { relayError } from './relay-error';

/** What a host needs to know; cookies and credentials are not among it. */
const passedUp = [
  'accept',
  'accept-encoding',
  'content-type',
  'content-length',
  'range',
  'if-range',
  'if-none-match',
  'if-modified-since',
];

/** What a page needs to know of an answer. */
const passedDown = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'cache-control',
  'retry-after',
  'allow',
  'x-rt-stream-last-updated-utc',
];

const maxRedirects = 5;
const maxRequestBytes = 1_000_000;
/** A host that says nothing for so long is given up. */
const silenceMs = 60_000;

const agentOptions = { keepAlive: true, maxSockets: 6 };
const agents = { 'http:': new http.Agent(agentOptions), 'https:': new https.Agent(agentOptions) };

/**
 * Pass one request on and stream the answer back. Redirects are followed on the same host only. When the page goes
 * away, so does the request; when the host breaks off, so does the answer, so that nobody takes a part for the whole.
 *
 * @param origin scheme and host, without a path
 * @param target path and query, checked before
 */
export async function passOn(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  origin: string,
  target: string,
): Promise<void> {
  const refuse = (status: number, error: string, message: string) =>
    response.destroyed ? Promise.resolve(false) : sendAnswer(request, response, relayError(status, error, message));
  const host = new URL(origin).host;
  if (Number(request.headers['content-length'] ?? 0) > maxRequestBytes) {
    return void (await refuse(413, 'too-long', 'The relay does not pass on requests of this length.'));
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const answer = await followRedirects(request, new URL(origin), target, gone.signal);
    if (answer === 'elsewhere') {
      return void (await refuse(502, 'redirected', `${host} points to another host; the relay does not follow.`));
    }
    response.writeHead(answer.statusCode ?? 502, headersDown(answer));
    response.flushHeaders();
    await pipeline(answer, response);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) response.destroy();
    else if (error instanceof Silence) await refuse(504, 'silent', `${host} does not answer.`);
    else await refuse(502, 'unreachable', `${host} cannot be reached (${reasonOf(error)}).`);
  }
}

class Silence extends Error {}

async function followRedirects(
  request: http.IncomingMessage,
  origin: URL,
  target: string,
  gone: AbortSignal,
): Promise<http.IncomingMessage | 'elsewhere'> {
  let url = new URL(target, origin);
  // The path was checked by the relay; this is the wall behind it.
  if (url.origin !== origin.origin) return 'elsewhere';
  const hasBody = request.method === 'POST';
  for (let hops = 0; hops <= maxRedirects; hops++) {
    const answer = await ask(request, url, hasBody, gone);
    const location = answer.headers.location;
    if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || location === undefined) return answer;
    answer.resume();
    const next = new URL(location, url);
    if (hasBody || next.hostname !== origin.hostname || (next.port !== origin.port && next.port !== '')) break;
    // Same host, whatever scheme it names; set on the parsed address, since a path may itself begin with two slashes.
    next.protocol = origin.protocol;
    next.port = origin.port;
    if (next.origin !== origin.origin) break;
    url = next;
  }
  return 'elsewhere';
}

function ask(
  request: http.IncomingMessage,
  url: URL,
  hasBody: boolean,
  gone: AbortSignal,
): Promise<http.IncomingMessage> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const asked = (secure ? https : http).request(
      url,
      {
        method: request.method ?? 'GET',
        agent: agents[secure ? 'https:' : 'http:'],
        headers: headersUp(request, hasBody),
        timeout: silenceMs,
        signal: gone,
      },
      resolve,
    );
    asked.once('timeout', () => asked.destroy(new Silence()));
    asked.once('error', reject);
    if (hasBody) pipeline(request, limited(maxRequestBytes), asked).catch(reject);
    else asked.end();
  });
}

function limited(maxBytes: number) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new Error('the request is too long');
      yield chunk;
    }
  };
}

function headersUp(request: http.IncomingMessage, hasBody: boolean): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = { 'user-agent': 'nightside-relay/1' };
  for (const name of passedUp) {
    const value = request.headers[name];
    if (value !== undefined && (hasBody || !name.startsWith('content-'))) headers[name] = value;
  }
  return headers;
}

function headersDown(answer: http.IncomingMessage): http.OutgoingHttpHeaders {
  const headers: http.OutgoingHttpHeaders = {};
  for (const name of passedDown) {
    const value = answer.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  // Where a search was accepted; redirects never come as far as this.
  if (answer.headers.location !== undefined && (answer.statusCode ?? 0) < 300)
    headers.location = answer.headers.location;
  return headers;
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return isConnectionError(error) ? 'connection lost' : error instanceof Error ? error.message : String(error);
}
