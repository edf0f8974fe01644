import type { Filter, Metadata } from 'h5wasm';
import { hdf5Error } from './hdf5-library';

/** A dataset as its header describes it. */
export interface Hdf5Dataset {
  readonly path: string;
  /** Slowest index first; `[]` for a single value, `[0]` for one that has none. */
  readonly shape: readonly number[];
  /** `uint8`, `float32`, `variable-length string`, `|S30` (so many bytes), … */
  readonly dtype: string;
  readonly chunks: readonly number[] | null;
  /** By name and level, in the order in which they are applied on writing: `shuffle`, `deflate 9`. */
  readonly filters: readonly string[];
}

/** Numbers are read as they are stored, in the machine's byte order. */
export interface NumberArrays {
  readonly uint8: Uint8Array<ArrayBufferLike>;
  readonly uint16: Uint16Array<ArrayBufferLike>;
  readonly int32: Int32Array<ArrayBufferLike>;
  readonly float32: Float32Array<ArrayBufferLike>;
  readonly float64: Float64Array<ArrayBufferLike>;
}
export type NumberType = keyof NumberArrays;

/** What the library undoes. With any other filter it gives memory that nothing was written to, without an error. */
const knownFilters: ReadonlyMap<number, string> = new Map([
  [1, 'deflate'],
  [2, 'shuffle'],
  [3, 'fletcher32'],
  [4, 'szip'],
  [5, 'nbit'],
  [6, 'scaleoffset'],
]);

/** An hour of spectra is 252 MB; more is not read at once. */
export const largestRead = 256 * 2 ** 20;

/** Chunks may reach over the edges of their dataset, and are unpacked whole: four times as much is far from usual. */
const largestUnpacked = 4 * largestRead;

const [integerClass, floatClass, stringClass] = [0, 1, 3];

export function describeDataset(path: string, metadata: Metadata, filters: readonly Filter[]): Hdf5Dataset {
  const { shape, chunks } = metadata;
  return { path, shape: shape ?? [0], dtype: dtypeOf(metadata), chunks, filters: filters.map(nameOf) };
}

export function dtypeOf({ type, size, signed, vlen }: Metadata): string {
  if (type === integerClass) return `${signed ? '' : 'u'}int${8 * size}`;
  if (type === floatClass) return `float${8 * size}`;
  if (type === stringClass) return vlen ? 'variable-length string' : `|S${size}`;
  return `type class ${type}`;
}

export function isString({ type }: Metadata): boolean {
  return type === stringClass;
}

/** Refuses what would come out as garbage or take all memory; nothing is allocated before. */
export function checkReadable(path: string, metadata: Metadata, filters: readonly Filter[]): void {
  const foreign = filters.find(({ id }) => !knownFilters.has(id));
  if (foreign) throw hdf5Error(`${path} is packed with a filter not known here, ${nameOf(foreign)}`, 'unsupported');
  if (metadata.virtual_sources) throw hdf5Error(`the values of ${path} lie in other files`, 'unsupported');
  const { shape, chunks, size } = metadata;
  if (!shape || !chunks) return;
  const unpacked = shape.reduce((bytes, length, axis) => {
    const step = Math.max(1, chunks[axis] ?? 1);
    return bytes * Math.ceil(length / step) * step;
  }, size);
  const oneChunk = chunks.reduce((bytes, length) => bytes * length, size);
  if (unpacked > largestUnpacked || (unpacked > 0 && oneChunk > largestRead)) throw tooLarge(path, unpacked);
}

/** @returns bytes of so many values */
export function checkedSize(path: string, count: readonly number[], bytesEach: number): number {
  const bytes = count.reduce((product, length) => product * length, bytesEach);
  if (!(bytes <= largestRead)) throw tooLarge(path, bytes);
  return bytes;
}

function tooLarge(path: string, bytes: number) {
  const most = largestRead / 2 ** 20;
  return hdf5Error(`${path} would take ${Math.ceil(bytes / 2 ** 20)} MB of memory; ${most} MB are read`, 'unsupported');
}

/** Only of deflate does the first parameter say something to people: its level. */
function nameOf({ id, name, cd_values }: Filter): string {
  const known = knownFilters.get(id);
  if (known === 'deflate') return `deflate ${cd_values[0] ?? ''}`.trim();
  return known ?? (name ? `${name.slice(0, 60)} (${id})` : `number ${id}`);
}
