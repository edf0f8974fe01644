import { LittleBytes } from './little-bytes';

/*
 * The messages of which the header of an HDF5 object consists: what it is, how large, where its values lie. In the
 * versions that the archive's own files have.
 */

/** What a dataset's elements are; texts are of any length, UTF-8, and lie elsewhere. */
export type Hdf5Type = 'uint8' | 'float32' | 'text';

export const elementBytes: Readonly<Record<Hdf5Type, number>> = { uint8: 1, float32: 4, text: 16 };

/** Stands for an address where there is nothing. */
export const nowhere: readonly number[] = Array<number>(8).fill(0xff);

export interface Message {
  readonly type: number;
  readonly body: LittleBytes;
}

/** An object header of version 1 with all its messages in one block. */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const block = new LittleBytes();
  for (const { type, body } of messages) {
    const padded = body.pad();
    if (padded.length > 0xffff) throw new RangeError('a message of 64 kB or more');
    block.uint16(type, padded.length).uint8(0, 0, 0, 0).raw(padded.bytes());
  }
  const head = new LittleBytes().uint8(1, 0).uint16(messages.length).uint32(1, block.length).pad();
  return head.raw(block.bytes()).bytes();
}

export function symbolTable(treeAddress: number, heapAddress: number): Message {
  return { type: 0x11, body: new LittleBytes().uint64(treeAddress, heapAddress) };
}

/** @param shape slowest axis first; no axis for a single value */
export function dataspace(shape: readonly number[]): Message {
  return { type: 0x01, body: dataspaceBody(shape) };
}

export function datatype(type: Hdf5Type): Message {
  return { type: 0x03, body: datatypeBody(type) };
}

/** Elements that were never written are 0. */
export function zeroFill(): Message {
  return { type: 0x05, body: new LittleBytes().uint8(2, 3, 2, 1).uint32(0) };
}

/** @param treeAddress of the tree of chunks; null where there are none */
export function chunkedLayout(treeAddress: number | null, chunk: readonly number[], type: Hdf5Type): Message {
  const body = new LittleBytes().uint8(3, 2, chunk.length + 1);
  if (treeAddress === null) body.raw(nowhere);
  else body.uint64(treeAddress);
  return { type: 0x08, body: body.uint32(...chunk, elementBytes[type]) };
}

/** @param level of zlib, 1…9 */
export function deflateFilter(level: number): Message {
  const body = new LittleBytes().uint8(1, 1).pad(8);
  const [id, isOptional, values] = [1, 1, 1];
  return { type: 0x0b, body: body.uint16(id, 8, isOptional, values).text('deflate\0').uint32(level, 0) };
}

/** An attribute that is one text. @param reference as `textReference` makes it */
export function textAttribute(name: string, reference: LittleBytes): Message {
  const [type, space] = [datatypeBody('text'), dataspaceBody([])];
  const body = new LittleBytes().uint8(1, 0).uint16(name.length + 1, type.length, space.length);
  for (const part of [new LittleBytes().text(`${name}\0`), type, space]) body.raw(part.pad().bytes());
  return { type: 0x0c, body: body.raw(reference.bytes()) };
}

/** How a text stands in a dataset or attribute: its length, and its place in a heap. */
export function textReference(length: number, heapAddress: number, index: number): LittleBytes {
  return new LittleBytes().uint32(length).uint64(heapAddress).uint32(index);
}

function dataspaceBody(shape: readonly number[]): LittleBytes {
  return new LittleBytes()
    .uint8(1, shape.length)
    .pad(8)
    .uint64(...shape);
}

/** Class and version in one byte, three of flags, the size, then what the class needs. */
function datatypeBody(type: Hdf5Type): LittleBytes {
  const body = new LittleBytes();
  switch (type) {
    case 'uint8':
      return body.uint8(0x10, 0, 0, 0).uint32(1).uint16(0, 8);
    case 'float32': // IEEE 754: sign at bit 31, 8 bits of exponent from bit 23 on, 23 of mantissa, bias 127
      return body.uint8(0x11, 0x20, 31, 0).uint32(4).uint16(0, 32).uint8(23, 8, 0, 23).uint32(127);
    case 'text': // a sequence of bytes that is a string, ends with its length, UTF-8
      return body.uint8(0x19, 0x01, 0x01, 0).uint32(16).raw(datatypeBody('uint8').bytes());
  }
}
