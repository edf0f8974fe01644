import type { DataProduct, ProductTable } from '$lib/model/data-product';
import type { DataSource } from '$lib/model/search';
import { readDataSource } from './data-source';
import { recordsOf } from './search-body';
import { parseInstant } from './utc';

/** More would be a mistake of the query: ten years of one array with all its hourly products are some 600,000. */
const mostRecords = 1_000_000;
const mostKinds = 65_536;
const longestUrl = 2000;
const longestMetadata = 10_000;

/**
 * Data products as the search service gives them: a bare list, or one below `result`, as its clients read it.
 *
 * @param answer the whole text of it
 * @returns records that can be read, in their order; or a sentence where there is no list
 */
export function readProductTable(answer: string): ProductTable | string {
  const records = recordsOf(answer);
  if (typeof records === 'string') return records;
  if (records.length > mostRecords) return `a list of ${records.length} data products; at most ${mostRecords} are read`;
  const builder = new TableBuilder(records.length);
  for (const record of records) builder.add(record);
  return builder.table();
}

/** One of them, by its place in the table. */
export function productAt(table: ProductTable, index: number): DataProduct {
  return {
    startUs: table.startUs[index]!,
    endUs: table.endUs[index]!,
    source: table.sources[table.source[index]!]!,
    url: urlAt(table, index),
    type: typeAt(table, index),
    metadata: metadataAt(table, index),
  };
}

export function metadataAt(table: ProductTable, index: number): Readonly<Record<string, string>> {
  return JSON.parse(metadataTextAt(table, index)) as Record<string, string>;
}

/** As JSON. */
export function metadataTextAt(table: ProductTable, index: number): string {
  return pieceAt(table.metadata, table.metadataEnds, index);
}

export function urlAt(table: ProductTable, index: number): string {
  return pieceAt(table.urls, table.urlEnds, index);
}

export function typeAt(table: ProductTable, index: number): string {
  return table.types[table.type[index]!]!;
}

/** The last part of an address, as a person reads it. */
export function nameOfAddress(url: string): string {
  const name = url.slice(url.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a stray % sign
  }
}

/** A table of nothing. */
export function emptyProductTable(): ProductTable {
  return new TableBuilder(0).table();
}

/** What of several tables is chosen, in their order, as one. */
export function chosenProducts(
  parts: readonly { readonly table: ProductTable; readonly isChosen: (index: number) => boolean }[],
): ProductTable {
  const builder = new TableBuilder(parts.reduce((sum, { table }) => sum + table.count, 0));
  for (const { table, isChosen } of parts) {
    let from = 0;
    for (let index = 0; index <= table.count; index++) {
      const isTaken = index < table.count && isChosen(index);
      const hasRoom = isTaken && builder.hasRoomFor(table, index);
      if (hasRoom) continue;
      if (index > from) builder.copy(table, from, index);
      if (isTaken) builder.miss(1);
      from = index + 1;
    }
    builder.miss(table.unreadable);
  }
  return builder.table();
}

/** One product as a table has it. */
interface Row {
  readonly startUs: number;
  readonly endUs: number;
  /** Places in `sources` and `types`. */
  readonly source: number;
  readonly type: number;
  readonly url: string;
  /** As JSON. */
  readonly metadata: string;
}

class TableBuilder {
  #count = 0;
  #unreadable = 0;
  readonly #startUs: Float64Array<ArrayBuffer>;
  readonly #endUs: Float64Array<ArrayBuffer>;
  readonly #source: Uint16Array<ArrayBuffer>;
  readonly #type: Uint16Array<ArrayBuffer>;
  readonly #sources = new Map<number, readonly [place: number, source: DataSource]>();
  readonly #types = new Map<string, number>();
  readonly #urls: Pieces;
  readonly #metadata: Pieces;

  constructor(size: number) {
    this.#startUs = new Float64Array(size);
    this.#endUs = new Float64Array(size);
    this.#source = new Uint16Array(size);
    this.#type = new Uint16Array(size);
    this.#urls = new Pieces(size);
    this.#metadata = new Pieces(size);
  }

  add(record: unknown): void {
    if (!this.#addSound(record)) this.#unreadable++;
  }

  /** Adds those of another table from one place to before another: what stands together is copied together. */
  copy(table: ProductTable, from: number, until: number): void {
    for (let index = from; index < until; index++) {
      const at = this.#count++;
      this.#startUs[at] = table.startUs[index]!;
      this.#endUs[at] = table.endUs[index]!;
      this.#source[at] = this.#placeOf(table.sources[table.source[index]!]!)!;
      this.#type[at] = this.#placeOfType(typeAt(table, index))!;
    }
    this.#urls.copy(table.urls, table.urlEnds, from, until);
    this.#metadata.copy(table.metadata, table.metadataEnds, from, until);
  }

  /** Whether there is room for the kinds of one of another table; it has its place then. */
  hasRoomFor(table: ProductTable, index: number): boolean {
    const source = this.#placeOf(table.sources[table.source[index]!]!);
    return source !== null && this.#placeOfType(typeAt(table, index)) !== null;
  }

  /** So many more could not be read elsewhere. */
  miss(count: number): void {
    this.#unreadable += count;
  }

  #addSound(record: unknown): boolean {
    if (typeof record !== 'object' || record === null) return false;
    const { start, end, data_source, url, data_product_type: type, metadata } = record as Record<string, unknown>;
    const startUs = typeof start === 'string' ? parseInstant(start) : null;
    const endUs = typeof end === 'string' ? parseInstant(end) : null;
    if (startUs === null || endUs === null || endUs < startUs) return false;
    if (typeof type !== 'string' || type === '' || typeof url !== 'string' || !isWebAddress(url)) return false;
    const source = this.#placeOfSource(data_source);
    const typePlace = this.#placeOfType(type.slice(0, 100));
    if (source === null || typePlace === null) return false;
    this.#put({ startUs, endUs, source, type: typePlace, url, metadata: JSON.stringify(plainMetadata(metadata)) });
    return true;
  }

  #put(row: Row): void {
    const index = this.#count++;
    this.#startUs[index] = row.startUs;
    this.#endUs[index] = row.endUs;
    this.#source[index] = row.source;
    this.#type[index] = row.type;
    this.#urls.add(row.url);
    this.#metadata.add(row.metadata);
  }

  #placeOfSource(record: unknown): number | null {
    const identifier = (record as { readonly identifier?: unknown } | null | undefined)?.identifier;
    const known = typeof identifier === 'number' ? this.#sources.get(identifier) : undefined;
    if (known) return known[0];
    const source = readDataSource(record);
    return source && this.#placeOf(source);
  }

  #placeOf(source: DataSource): number | null {
    const known = this.#sources.get(source.identifier);
    if (known) return known[0];
    if (this.#sources.size >= mostKinds) return null;
    const place = this.#sources.size;
    this.#sources.set(source.identifier, [place, source]);
    return place;
  }

  #placeOfType(type: string): number | null {
    const known = this.#types.get(type);
    if (known !== undefined) return known;
    if (this.#types.size >= mostKinds) return null;
    this.#types.set(type, this.#types.size);
    return this.#types.size - 1;
  }

  table(): ProductTable {
    const count = this.#count;
    return {
      count,
      startUs: this.#startUs.slice(0, count),
      endUs: this.#endUs.slice(0, count),
      source: this.#source.slice(0, count),
      type: this.#type.slice(0, count),
      sources: [...this.#sources.values()].map(([, source]) => source),
      types: [...this.#types.keys()],
      ...{ urls: this.#urls.text(), urlEnds: this.#urls.ends(count) },
      ...{ metadata: this.#metadata.text(), metadataEnds: this.#metadata.ends(count) },
      unreadable: this.#unreadable,
    };
  }
}

/** Many texts as one. */
class Pieces {
  readonly #parts: string[] = [];
  readonly #ends: Uint32Array<ArrayBuffer>;
  #count = 0;
  #length = 0;

  constructor(size: number) {
    this.#ends = new Uint32Array(size);
  }

  add(part: string): void {
    this.#length += part.length;
    this.#ends[this.#count++] = this.#length;
    this.#parts.push(part);
  }

  /** Adds those of others from one place to before another. */
  copy(text: string, ends: Uint32Array, from: number, until: number): void {
    const start = from === 0 ? 0 : ends[from - 1]!;
    for (let index = from; index < until; index++) this.#ends[this.#count++] = this.#length + ends[index]! - start;
    this.#length += ends[until - 1]! - start;
    this.#parts.push(text.slice(start, ends[until - 1]));
  }

  text(): string {
    return this.#parts.join('');
  }

  ends(count: number): Uint32Array<ArrayBuffer> {
    return this.#ends.slice(0, count);
  }
}

function pieceAt(text: string, ends: Uint32Array, index: number): string {
  return text.slice(index === 0 ? 0 : ends[index - 1], ends[index]);
}

/** What a link may lead to: nothing that runs. */
function isWebAddress(url: string): boolean {
  return url.length <= longestUrl && /^https?:\/\/[^\s"'<>]+$/i.test(url) && URL.canParse(url);
}

/** Values as text; nested ones are nothing that a person can read in a row, and left out. */
function plainMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return {};
  const plain: [string, string][] = [];
  let length = 0;
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') continue;
    length += key.length + String(value).length;
    if (length > longestMetadata) break;
    plain.push([key, String(value)]);
  }
  return Object.fromEntries(plain);
}
