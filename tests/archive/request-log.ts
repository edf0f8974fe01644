import type { IncomingMessage, ServerResponse } from 'node:http';
import { splitTarget, type Addressed, type HostKey } from './hosts';

/** One request that the stand-in has seen. */
export interface LoggedRequest {
  readonly method: string;
  readonly host: HostKey;
  /** As the real host would see it, without query. */
  readonly path: string;
  readonly query: string;
  readonly range: string | null;
  readonly ifNoneMatch: string | null;
  /** null while unanswered, and for good when the connection was refused. */
  readonly status: number | null;
  /** Milliseconds since the process started. */
  readonly startedMs: number;
  readonly endedMs: number | null;
  /** Bytes of the body handed to the connection. */
  readonly sentBytes: number;
  /** `aborted`: the connection ended before the answer did. */
  readonly outcome: 'open' | 'finished' | 'aborted';
}

/** A request, and its beginning and end in the order of all beginnings and ends: clocks are too coarse for that. */
interface Kept {
  request: LoggedRequest;
  readonly began: number;
  ended: number;
}

export class RequestLog {
  #kept: Kept[] = [];
  #order = 0;

  get requests(): readonly LoggedRequest[] {
    return this.#kept.map((kept) => kept.request);
  }

  /** Requests of one host whose path starts like this, in the order in which they came. */
  seen(host: HostKey, pathPrefix = '/'): readonly LoggedRequest[] {
    return this.requests.filter((request) => request.host === host && request.path.startsWith(pathPrefix));
  }

  /**
   * How many requests of one host, below a path, were open at the same time at most. A request counts until its last
   * byte is about to go out: later, and a client that asks for one file after the other could seem to ask for two.
   */
  maxConcurrent(host: HostKey, pathPrefix = '/'): number {
    const steps: { readonly at: number; readonly step: 1 | -1 }[] = [];
    for (const { request, began, ended } of this.#kept) {
      if (request.host !== host || !request.path.startsWith(pathPrefix)) continue;
      steps.push({ at: began, step: 1 }, { at: ended, step: -1 });
    }
    let open = 0;
    let most = 0;
    for (const { step } of steps.sort((a, b) => a.at - b.at)) {
      open += step;
      most = Math.max(most, open);
    }
    return most;
  }

  /**
   * Follow a request until its connection has nothing more to do with it.
   *
   * @returns to be told of body bytes just before they go out, and whether they are the last
   */
  watch(
    { host, target }: Addressed,
    request: IncomingMessage,
    response: ServerResponse,
  ): (bytes: number, last: boolean) => void {
    let sentBytes = 0;
    const { path, query } = splitTarget(target);
    const kept: Kept = {
      request: {
        method: request.method ?? 'GET',
        host,
        path,
        query,
        range: request.headers.range ?? null,
        ifNoneMatch: request.headers['if-none-match'] ?? null,
        status: null,
        startedMs: performance.now(),
        endedMs: null,
        sentBytes,
        outcome: 'open',
      },
      began: this.#order++,
      ended: Infinity,
    };
    let lastSent = false;
    this.#kept.push(kept);
    response.once('close', () => {
      kept.ended = Math.min(kept.ended, this.#order++);
      kept.request = {
        ...kept.request,
        status: response.headersSent ? response.statusCode : null,
        endedMs: performance.now(),
        sentBytes,
        // Ended, not flushed, or its last byte sent: a client that hangs up on that has had its answer.
        outcome: response.writableEnded || lastSent ? 'finished' : 'aborted',
      };
    });
    return (bytes, last) => {
      sentBytes += bytes;
      if (!last) return;
      lastSent = true;
      kept.ended = this.#order++;
    };
  }

  clear(): void {
    this.#kept = [];
  }
}
