import type { Metadata } from 'h5wasm';
import { attempt, hdf5Error, withMemory, type Hdf5Library } from './hdf5-library';
import { checkedSize, dtypeOf, isString } from './hdf5-dataset';
import { decodeText, trimText, type Hdf5Value } from './hdf5-value';

/** A day of one second each is 86,400 times; texts are far shorter than this on average. */
const maxTexts = 200_000;
const maxCharacters = 16 * 2 ** 20;
const maxAttributeBytes = 2 ** 20;

/** Texts of any length are allocated one by one: so many at a time. */
const textsAtOnce = 4096;

/** Texts of a dataset without axes or with one. @param metadata of a dataset whose filters were looked at */
export function readTexts(library: Hdf5Library, fileId: bigint, path: string, metadata: Metadata): readonly string[] {
  const total = metadata.shape ? metadata.total_size : 0;
  if (total > maxTexts) throw hdf5Error(`${path} has more than ${maxTexts} texts`, 'unsupported');
  const texts: string[] = [];
  let characters = 0;
  for (let start = 0; start < total; start += textsAtOnce) {
    const count = Math.min(textsAtOnce, total - start);
    for (const text of readSome(library, fileId, path, metadata, start, count)) {
      characters += text.length;
      if (characters > maxCharacters) throw hdf5Error(`${path} has more text than is read`, 'unsupported');
      texts.push(text);
    }
  }
  return texts;
}

function readSome(
  library: Hdf5Library,
  fileId: bigint,
  path: string,
  metadata: Metadata,
  start: number,
  count: number,
): readonly string[] {
  const bytes = checkedSize(path, [count], metadata.size);
  const whole = metadata.shape?.length === 0;
  const [counts, starts, strides] = whole ? [null, null, null] : [[BigInt(count)], [BigInt(start)], [1n]];
  const broken = `the bytes of ${path} are damaged`;
  return withMemory(library, bytes, (address) => {
    const read = () => library.get_dataset_data(fileId, path, counts, starts, strides, BigInt(address));
    if (attempt(read, broken) < 0) throw hdf5Error(broken);
    const texts = attempt(() => textsAt(library, address, count, metadata), broken);
    if (metadata.vlen) {
      const free = counts
        ? () => library.reclaim_vlen_memory_count(fileId, path, '', BigInt(address), counts)
        : () => library.reclaim_vlen_memory(fileId, path, '', BigInt(address));
      attempt(free, broken);
    }
    return texts;
  });
}

/** One attribute as it stands there; null where it is of a type that is not read. */
export function readAttribute(library: Hdf5Library, fileId: bigint, path: string, name: string): Hdf5Value {
  const broken = `the attribute ${name.slice(0, 60)} of ${path} is damaged`;
  const metadata = attempt(() => library.get_attribute_metadata(fileId, path, name), broken);
  const { shape, total_size: total, size } = metadata;
  if (!shape) return null;
  if (!(total * size <= maxAttributeBytes)) {
    throw hdf5Error(`the attribute ${name.slice(0, 60)} of ${path} is too large`, 'unsupported');
  }
  const values = withMemory(library, total * size, (address) => {
    const status = attempt(() => library.get_attribute_data(fileId, path, name, BigInt(address)), broken);
    if (status < 0) throw hdf5Error(broken);
    const read = attempt(() => valuesAt(library, address, total, metadata), broken);
    if (metadata.vlen) attempt(() => library.reclaim_vlen_memory(fileId, path, name, BigInt(address)), broken);
    return read;
  });
  return shape.length === 0 ? (values?.[0] ?? null) : values;
}

function valuesAt(library: Hdf5Library, at: number, count: number, metadata: Metadata) {
  if (isString(metadata)) return textsAt(library, at, count, metadata);
  const view = new DataView(library.HEAPU8.buffer, at, count * metadata.size);
  const readNumber = numberReaders[dtypeOf(metadata)];
  return readNumber ? Array.from({ length: count }, (_, index) => readNumber(view, index * metadata.size)) : null;
}

const numberReaders: Readonly<Record<string, (view: DataView, at: number) => number>> = {
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  int16: (view, at) => view.getInt16(at, true),
  uint16: (view, at) => view.getUint16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  uint64: (view, at) => Number(view.getBigUint64(at, true)),
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

function textsAt(library: Hdf5Library, at: number, count: number, { vlen, size }: Metadata): string[] {
  const memory = library.HEAPU8;
  if (!vlen) {
    // Decoders refuse shared memory in some engines, and a copy is small.
    return Array.from({ length: count }, (_, index) =>
      decodeText(memory.slice(at + index * size, at + (index + 1) * size)),
    );
  }
  const addresses = new Uint32Array(memory.buffer, at, count);
  return Array.from(addresses, (address) => trimText(library.UTF8ToString(address)));
}
