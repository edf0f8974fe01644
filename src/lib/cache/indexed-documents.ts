import type { Connection } from './connection';
import type { DocumentStore } from './document-store';
import type { Keeper } from './keeper';

/** More than that many, and the oldest tenth leaves. */
export const mostDocuments = 4000;

interface Parts {
  readonly connection: Connection;
  readonly keeper: Keeper;
  readonly now: () => number;
}

export function createIndexedDocuments({ connection, keeper, now }: Parts): DocumentStore {
  return {
    get: (key) =>
      keeper.attempt('documents', undefined, async () => {
        const document = await connection.run(['documents'], 'readonly', (tx) => tx.objectStore('documents').get(key));
        return document && { value: document.value, keptMs: document.keptMs };
      }),
    put: (key, value) =>
      keeper.write('documents', 0, () =>
        connection.run(['documents'], 'readwrite', async (tx): Promise<'kept'> => {
          const documents = tx.objectStore('documents');
          await documents.put({ key, value, keptMs: now() });
          const tooMany = (await documents.count()) - mostDocuments;
          if (tooMany > 0) {
            const oldest = await documents.index('keptMs').getAllKeys(undefined, tooMany + mostDocuments / 10);
            await Promise.all(oldest.map((old) => documents.delete(old)));
          }
          return 'kept';
        }),
      ),
    keys: (prefix) =>
      keeper.attempt('documents', [], async () => {
        const byAge = await connection.run(['documents'], 'readonly', (tx) =>
          tx.objectStore('documents').index('keptMs').getAllKeys(),
        );
        return byAge.filter((key) => key.startsWith(prefix)).reverse();
      }),
    delete: (key) =>
      keeper.attempt('documents', undefined, () =>
        connection.run(['documents'], 'readwrite', (tx) => tx.objectStore('documents').delete(key)),
      ),
  };
}
