import type { Server } from 'node:net';

/** Only this machine may ask. */
export const loopback = '127.0.0.1';

/**
 * Listen on a port of this machine.
 *
 * @param port 0 takes any free one
 * @returns the port that was taken
 * @throws the system's error (`code` EADDRINUSE when the port is busy)
 */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, loopback, () => {
      server.removeListener('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });
}

/** Stop listening and drop whatever is still being said. */
export function closeServer(server: Server & { closeAllConnections(): void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function isBusyPort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
