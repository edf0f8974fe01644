import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What to say to a request, as data: one place writes it to the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AnswerBody;
}

/** Bytes at hand, or a stretch of a file that is read while it is sent. */
export type AnswerBody =
  Uint8Array<ArrayBuffer> | { readonly file: string; readonly start: number; readonly length: number };

/** Bytes of an answer on their way; throwing in one cuts the connection. */
export type Chunks = AsyncIterable<Uint8Array<ArrayBuffer>>;

/** Thrown by whoever changes the bytes on their way, to cut the connection on purpose. */
export class ConnectionCut extends Error {}

const noBytes = new Uint8Array(0);

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return textAnswer(status, 'application/json', JSON.stringify(value), headers);
}

export function textAnswer(
  status: number,
  contentType: string,
  text: string,
  headers: Record<string, string> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': contentType, ...headers },
    body: Uint8Array.from(Buffer.from(text, 'utf8')),
  };
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: noBytes };
}

export function bodyLength(body: AnswerBody): number {
  return body.length;
}

/**
 * Write an answer. `content-length` is always told; a HEAD request and a 304 get no body.
 *
 * @param change what happens to the bytes on their way (slowed down, cut off, …); the promised length stays
 * @returns `true` when all of it was handed to the connection, `false` when the connection ended before
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  change: (chunks: Chunks) => Chunks = (chunks) => chunks,
): Promise<boolean> {
  const withBody = request.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304;
  const headers: Record<string, string> = { ...answer.headers };
  if (answer.status !== 204 && answer.status !== 304) headers['content-length'] = String(bodyLength(answer.body));
  response.writeHead(answer.status, headers);
  if (!withBody) {
    response.end();
    return true;
  }
  response.flushHeaders();
  try {
    await pipeline(Readable.from(change(chunksOf(answer.body)), { objectMode: false }), response);
    return true;
  } catch (error) {
    if (error instanceof ConnectionCut || isConnectionError(error)) return false;
    throw error;
  }
}

/** The other side went away: nothing to report, nobody is left to report it to. */
export function isConnectionError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return (
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ERR_STREAM_DESTROYED'
  );
}

async function* chunksOf(body: AnswerBody): Chunks {
  if (body instanceof Uint8Array) {
    if (body.length > 0) yield body;
    return;
  }
  if (body.length === 0) return;
  const stream = createReadStream(body.file, { start: body.start, end: body.start + body.length - 1 });
  for await (const chunk of stream as AsyncIterable<Buffer<ArrayBuffer>>) yield chunk;
}
