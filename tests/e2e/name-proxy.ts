import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { closeServer, listen, loopback } from '../../scripts/http/listen';

export interface NameProxy {
  readonly port: number;
  /** What was asked for and is not ours, as `example.org:443`, in order. */
  readonly refused: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

/**
 * The way out for a browser that cannot be told where a name leads: a proxy that knows a few names, leads each of them
 * to a port of this machine, and nothing anywhere else.
 *
 * @param names host names whose port 443 leads to `port`
 */
export async function startNameProxy(names: readonly string[], port: number): Promise<NameProxy> {
  const ours = new Set(names.map((name) => `${name}:443`));
  const tunnels = new Set<Socket>();
  const refused: string[] = [];
  const server = createServer((request, response) => {
    refused.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, browser: Socket, head: Buffer) => {
    const place = request.url ?? '';
    if (ours.has(place)) {
      tunnels.add(browser);
      browser.once('close', () => tunnels.delete(browser));
      joinTo(port, browser, head);
    } else {
      refused.push(place);
      browser.on('error', () => browser.destroy());
      browser.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    }
  });
  return {
    port: await listen(server, 0),
    refused,
    forget: () => void refused.splice(0),
    async close() {
      for (const tunnel of tunnels) tunnel.destroy();
      await closeServer(server);
    },
  };
}

/** What breaks on one side breaks on the other, but what the host has said is said to its end. */
function joinTo(port: number, browser: Socket, head: Buffer): void {
  const host = connect(port, loopback, () => {
    browser.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    host.write(head);
    host.pipe(browser);
    browser.pipe(host);
  });
  host.on('error', () => browser.destroy());
  host.once('close', () => browser.end());
  browser.on('error', () => host.destroy());
  // A browser that hangs up only says that it has ended; the server's sockets stay half open until told otherwise.
  browser.once('end', () => {
    host.destroy();
    browser.destroy();
  });
  browser.once('close', () => host.destroy());
}
