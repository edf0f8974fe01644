import * as http from 'node:http';
import * as https from 'node:https';

export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether the connection ended before the promised length. */
  readonly cut: boolean;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For TLS: the certificate to trust and the name to ask for. */
  readonly ca?: string;
  readonly servername?: string;
}

/**
 * A request whose path goes out exactly as written, where `fetch` would tidy it up; redirects are not followed.
 * Rejects when there is no answer at all.
 */
export function rawRequest(origin: string, path: string, options: RawRequest = {}): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(origin);
  const { method = 'GET', headers = {}, body, ca, servername } = options;
  const tls = ca === undefined ? {} : { ca, servername };
  return new Promise((resolve, reject) => {
    const asked = (protocol === 'https:' ? https : http).request(
      { hostname, port, path, method, headers, agent: false, ...tls },
      (answer) => {
        const parts: Buffer[] = [];
        let cut = false;
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', () => (cut = true));
        answer.on('close', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts), cut });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

export function jsonOf(answer: RawAnswer): unknown {
  return JSON.parse(answer.body.toString('utf8')) as unknown;
}
