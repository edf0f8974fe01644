import type { Connection } from './connection';
import type { Keeper } from './keeper';
import type { PackStore } from './pack-store';

export function createIndexedPacks({
  connection,
  keeper,
}: {
  readonly connection: Connection;
  readonly keeper: Keeper;
}): PackStore {
  return {
    list: () =>
      keeper.attempt('packs', [], () =>
        connection.run(['packs'], 'readonly', (tx) => tx.objectStore('packs').getAll()),
      ),
    put: (pack) =>
      keeper.write('packs', 0, () =>
        connection.run(['packs'], 'readwrite', async (tx): Promise<'kept'> => {
          await tx.objectStore('packs').put(pack);
          return 'kept';
        }),
      ),
    delete: (id) =>
      keeper.attempt('packs', undefined, () =>
        connection.run(['packs'], 'readwrite', (tx) => tx.objectStore('packs').delete(id)),
      ),
  };
}
