import { deflateSync } from 'node:zlib';
import { chunksOf } from './hdf5-chunks';
import {
  chunkedLayout,
  dataspace,
  datatype,
  deflateFilter,
  elementBytes,
  nowhere,
  objectHeader,
  symbolTable,
  textAttribute,
  textReference,
  zeroFill,
  type Hdf5Type,
} from './hdf5-messages';
import { LittleBytes } from './little-bytes';

export interface Hdf5Group {
  readonly [name: string]: Hdf5Group | Hdf5Dataset;
}

/** A dataset in chunks that are packed one by one. */
export class Hdf5Dataset {
  constructor(
    readonly type: Hdf5Type,
    /** Slowest axis first. */
    readonly shape: readonly number[],
    readonly chunk: readonly number[],
    /** Bytes or texts, as many as the shape says; of numbers that are no bytes none can be had. */
    readonly values: Uint8Array | readonly string[],
    readonly attributes: Readonly<Record<string, string>> = {},
  ) {
    const count = shape.reduce((product, length) => product * length, 1);
    if (values.length !== count) throw new RangeError(`${values.length} values for a dataset of ${count}`);
  }
}

/** So many names fit a group here, and so many chunks a dataset: half of it is what the format calls K. */
const mostNames = 64;
const mostChunks = 64;
const superblockBytes = 96;
/** As the format has it: the smallest heap for texts. */
const leastHeapBytes = 4096;

/**
 * An HDF5 file in the oldest form, which the archive's files have and every reader knows: the same contents give the same
 * bytes, since nothing in it tells when it was written.
 *
 * @param level of zlib, 1…9
 * @throws RangeError for more names or chunks than a node of their trees holds
 * @see https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html
 */
export function writeHdf5(root: Hdf5Group, level: number): Uint8Array<ArrayBuffer> {
  return new Hdf5Writer(level).write(root);
}

class Hdf5Writer {
  readonly #level: number;
  readonly #parts: Uint8Array[] = [];
  #end = superblockBytes;
  readonly #texts: string[] = [];
  /** Of every dataset: where its own texts and those of its attributes begin among all texts. */
  readonly #firstText = new Map<Hdf5Dataset, number>();
  #heapAddress = 0;

  constructor(level: number) {
    this.#level = level;
  }

  write(root: Hdf5Group): Uint8Array<ArrayBuffer> {
    this.#collectTexts(root);
    this.#heapAddress = this.#put(textHeap(this.#texts));
    const { header, tree, heap } = this.#group(root);
    const out = new LittleBytes().raw([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);
    // Versions, size of addresses and of lengths; then how many names and chunks a node holds.
    out
      .uint8(0, 0, 0, 0, 0, 8, 8, 0)
      .uint16(mostNames / 2, 16)
      .uint32(0);
    out.uint64(0).raw(nowhere).uint64(this.#end).raw(nowhere);
    out.uint64(0, header).uint32(1, 0).uint64(tree, heap);
    return Uint8Array.from(Buffer.concat([out.bytes(), ...this.#parts]));
  }

  #put(bytes: Uint8Array): number {
    const address = this.#end;
    const padding = -bytes.length & 7;
    this.#parts.push(bytes, new Uint8Array(padding));
    this.#end += bytes.length + padding;
    return address;
  }

  #collectTexts(group: Hdf5Group): void {
    for (const node of Object.values(group)) {
      if (!(node instanceof Hdf5Dataset)) {
        this.#collectTexts(node);
        continue;
      }
      this.#firstText.set(node, this.#texts.length);
      if (!(node.values instanceof Uint8Array)) this.#texts.push(...node.values);
      this.#texts.push(...Object.values(node.attributes));
    }
  }

  #reference(at: number): LittleBytes {
    return textReference(Buffer.byteLength(this.#texts[at]!), this.#heapAddress, at + 1);
  }

  #group(group: Hdf5Group): { header: number; tree: number; heap: number } {
    const names = Object.keys(group).sort();
    if (names.length > mostNames) throw new RangeError(`a group of ${names.length} names`);
    const words = new LittleBytes().pad(8); // the empty name comes first
    const table = new LittleBytes().text('SNOD').uint8(1, 0).uint16(names.length);
    let last = 0;
    for (const name of names) {
      const node = group[name]!;
      const address = node instanceof Hdf5Dataset ? this.#dataset(node) : this.#group(node).header;
      last = words.length;
      table.uint64(last, address).uint32(0, 0).uint64(0, 0);
      words.text(`${name}\0`).pad();
    }
    const wordsAddress = this.#put(words.bytes());
    const heapHead = new LittleBytes().text('HEAP').uint8(0, 0, 0, 0).uint64(words.length, 1, wordsAddress);
    const heap = this.#put(heapHead.bytes());
    const tableAddress = this.#put(table.pad(8 + 40 * mostNames).bytes());
    const node = treeNode(0, 1).uint64(0, tableAddress, last);
    const tree = this.#put(node.pad(24 + 33 * 8 + 32 * 8).bytes());
    return { header: this.#put(objectHeader([symbolTable(tree, heap)])), tree, heap };
  }

  #dataset(dataset: Hdf5Dataset): number {
    const { type, shape, chunk, attributes, values } = dataset;
    const first = this.#firstText.get(dataset)!;
    const ownTexts = values instanceof Uint8Array ? 0 : values.length;
    const bytes =
      values instanceof Uint8Array ? values : Buffer.concat(values.map((_, at) => this.#reference(first + at).bytes()));
    return this.#put(
      objectHeader([
        dataspace(shape),
        datatype(type),
        zeroFill(),
        chunkedLayout(this.#chunks(dataset, bytes), chunk, type),
        deflateFilter(this.#level),
        ...Object.keys(attributes).map((name, at) => textAttribute(name, this.#reference(first + ownTexts + at))),
      ]),
    );
  }

  /** @returns where the tree of chunks is; null where there is nothing to store */
  #chunks({ shape, chunk, type }: Hdf5Dataset, bytes: Uint8Array): number | null {
    if (bytes.length === 0) return null;
    const size = elementBytes[type];
    const chunks = [...chunksOf(bytes, shape, chunk, size)];
    if (chunks.length > mostChunks) throw new RangeError(`a dataset of ${chunks.length} chunks`);
    const node = treeNode(1, chunks.length);
    for (const { offset, bytes: own } of chunks) {
      const packed = deflateSync(own, { level: this.#level, memLevel: 9 });
      node.uint32(packed.length, 0).uint64(...offset, 0, this.#put(packed));
    }
    // Behind the last one: a place beyond it along every axis.
    const beyond = chunks.at(-1)!.offset.map((from, axis) => from + chunk[axis]!);
    const keyBytes = 8 + 8 * (shape.length + 1);
    const nodeBytes = 24 + (mostChunks + 1) * keyBytes + mostChunks * 8;
    return this.#put(
      node
        .uint32(0, 0)
        .uint64(...beyond, size)
        .pad(nodeBytes)
        .bytes(),
    );
  }
}

/** The head of the only node of a tree: what it is for, that it is a leaf, and how much is in it. */
function treeNode(kind: 0 | 1, count: number): LittleBytes {
  return new LittleBytes().text('TREE').uint8(kind, 0).uint16(count).raw(nowhere).raw(nowhere);
}

/** All texts in one heap, counted from 1. */
function textHeap(texts: readonly string[]): Uint8Array {
  if (texts.length > 0xffff) throw new RangeError(`${texts.length} texts`);
  const objects = new LittleBytes();
  texts.forEach((text, at) => {
    const bytes = Buffer.from(text);
    objects
      .uint16(at + 1, 1)
      .uint32(0)
      .uint64(bytes.length)
      .raw(bytes)
      .pad();
  });
  const head = 16;
  const size = Math.max(leastHeapBytes, head + objects.length + head);
  // What is left is told as an object of the number 0.
  const free = size - head - objects.length;
  objects
    .uint16(0, 0)
    .uint32(0)
    .uint64(free)
    .pad(size - head);
  return new LittleBytes().text('GCOL').uint8(1, 0, 0, 0).uint64(size).raw(objects.bytes()).bytes();
}
