import type { DocumentStore } from '$lib/cache/document-store';
import { askedProducts, coversQuery } from '$lib/datasets/product-cover';
import type { ProductQuery, ProductTable } from '$lib/model/data-product';
import type { TimeRange } from '$lib/model/time';
import { keptParts } from './kept-stretches';

/** What earlier searches know of a question. */
export interface KeptSearches {
  readonly table: ProductTable;
  /** Of the very same search; null of what was put together from others. */
  readonly requestId: string | null;
  /** When the oldest and the newest of them found it, milliseconds since 1970. */
  readonly asOfMs: number;
  readonly newestMs: number;
  /** Stretches of the range that no search covered, in order. */
  readonly missing: readonly TimeRange[];
}

interface KeptResult {
  readonly table: ProductTable;
  readonly requestId: string | null;
}

/** Kept results are for coming back to; larger ones are asked for anew. */
const mostKept = 50_000;
const prefix = 'products ';

/** What searches found, each kept under its question, for when the service cannot be asked. */
export function createSearchStore(documents: DocumentStore) {
  return {
    async write(query: ProductQuery, { table, requestId }: KeptResult): Promise<void> {
      if (table.count <= mostKept) await documents.put(keyOf(query), { table, requestId } satisfies KeptResult);
    },
    /**
     * By whichever searches cover the question on some of its days: of the same sites or more, of the same types or more.
     *
     * @returns null when none does
     */
    async read(query: ProductQuery): Promise<KeptSearches | null> {
      const { range } = query;
      const rangeOf = (key: string) => {
        const found = queryOf(key);
        return found && coversQuery(found, query) ? found.range : null;
      };
      const { parts, missing } = await keptParts({ documents, prefix, range, rangeOf, isSound: isKeptResult });
      const [newest] = parts;
      if (!newest) return null;
      const isSame = newest.key === keyOf(query);
      const ownParts = parts.map(({ value: { table }, stretches }) => ({
        table,
        isItsOwn: (us: number) => stretches.some(({ startUs, endUs }) => us >= startUs && us < endUs),
      }));
      return {
        table: isSame ? newest.value.table : askedProducts(ownParts, query),
        requestId: isSame ? newest.value.requestId : null,
        asOfMs: Math.min(...parts.map(({ keptMs }) => keptMs)),
        newestMs: Math.max(...parts.map(({ keptMs }) => keptMs)),
        missing,
      };
    },
  };
}

function keyOf({ range, programs, platforms, instrumentTypes, types, filters }: ProductQuery): string {
  const { startUs, endUs } = range;
  const query = { range: { startUs, endUs }, programs, platforms, instrumentTypes, types, filters };
  return `${prefix}${JSON.stringify(query satisfies ProductQuery)}`;
}

/** As `keyOf` has written it; null of what another version has. */
function queryOf(key: string): ProductQuery | null {
  const query = readJson(key.slice(prefix.length)) as Partial<ProductQuery> | null;
  const { range, programs, platforms, instrumentTypes, types } = query ?? {};
  const isSound =
    typeof range?.startUs === 'number' &&
    typeof range.endUs === 'number' &&
    [programs, platforms, instrumentTypes, types].every((list) => Array.isArray(list));
  return isSound ? (query as ProductQuery) : null;
}

/** As this app has kept it: looked at only so far as to tell another version's, or half of one, from its own. */
function isKeptResult(value: unknown): value is KeptResult {
  const { table, requestId } = (value ?? {}) as Partial<KeptResult>;
  return (typeof requestId === 'string' || requestId === null) && table !== undefined && isWhole(table);
}

/** Half a table would stop whoever reads it. */
function isWhole(table: Partial<ProductTable>): boolean {
  const { count, startUs, endUs, source, type, sources, types, urls, urlEnds, metadata, metadataEnds } = table;
  const columns = [startUs, endUs, source, type, urlEnds, metadataEnds];
  return (
    columns.every((column) => ArrayBuffer.isView(column) && column.length === count) &&
    [sources, types].every((list) => Array.isArray(list)) &&
    [urls, metadata].every((text) => typeof text === 'string')
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // no question of this app
  }
}
