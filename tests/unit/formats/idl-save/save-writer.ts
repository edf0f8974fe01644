import { deflateSync } from 'node:zlib';
import type { IdlArray, IdlScalar, IdlStructure, IdlType, IdlValue } from '$lib/formats/idl-save/value';
import { XdrWriter } from './xdr-writer';

export interface WriterOptions {
  /** Each record body as a zlib stream of its own. */
  readonly compressed?: boolean;
  /** A PROMOTE64 record first, headers with 64-bit offsets after it. */
  readonly promote64?: boolean;
  /** Array descriptions with the marker 18. */
  readonly wideArrays?: boolean;
  /** The count before byte arrays is 0, as IDL 8.0 writes it inside structures. */
  readonly zeroByteCounts?: boolean;
  /** A structure already described is only named the second time. */
  readonly predefine?: boolean;
}

const typeCodes: Record<IdlType, number> = {
  BYTE: 1,
  INT: 2,
  LONG: 3,
  FLOAT: 4,
  DOUBLE: 5,
  COMPLEX: 6,
  STRING: 7,
  DCOMPLEX: 9,
  POINTER: 10,
  OBJECT: 11,
  UINT: 12,
  ULONG: 13,
  LONG64: 14,
  ULONG64: 15,
};

/** Writes IDL SAVE files: values as the decoder gives them, or records with any body. */
export class SaveWriter {
  readonly #options: WriterOptions;
  readonly #out = new XdrWriter();
  readonly #described = new Set<string>();
  #promoted = false;

  constructor(options: WriterOptions = {}) {
    this.#options = options;
    this.#out.raw([0x53, 0x52, 0, options.compressed ? 6 : 4]);
    if (options.promote64) {
      this.record(17, new Uint8Array());
      this.#promoted = true;
    }
  }

  variable(name: string, value: IdlValue): this {
    const body = new XdrWriter().text(name);
    this.#writeDescribedValue(body, value);
    return this.record(2, body.bytes());
  }

  /** What pointers and objects with this index refer to. */
  heap(index: number, value: IdlValue): this {
    const body = new XdrWriter().int32(index).int32(2);
    this.#writeDescribedValue(body, value);
    return this.record(16, body.bytes());
  }

  /** A record with any body; `next` only where it shall be wrong. */
  record(type: number, body: Uint8Array, next?: number): this {
    const stored = this.#options.compressed && body.length > 0 ? deflateSync(body) : body;
    return this.storedRecord(type, stored, next);
  }

  /** A record with its body as it shall stand in the file. */
  storedRecord(type: number, stored: Uint8Array, next?: number): this {
    const end = next ?? this.#out.length + (this.#promoted ? 20 : 16) + stored.length;
    this.#out.int32(type);
    if (this.#promoted) this.#out.uint64(BigInt(end)).int32(0).int32(0);
    else this.#out.uint32(end).uint32(0).int32(0);
    this.#out.raw(stored);
    return this;
  }

  /** The file so far with its end marker. */
  bytes(): Uint8Array {
    const rest = new Uint8Array(this.#promoted ? 16 : 12);
    return new XdrWriter().raw(this.#out.bytes()).int32(6).raw(rest).bytes();
  }

  /** The file so far as it stands. */
  bytesWithoutEnd(): Uint8Array {
    return this.#out.bytes();
  }

  #writeDescribedValue(out: XdrWriter, value: IdlValue): void {
    switch (value.kind) {
      case 'undefined':
        out.int32(0).int32(0);
        return;
      case 'null':
        out.int32(0).int32(0x40);
        return;
      case 'scalar':
        out.int32(typeCodes[value.type]).int32(0).int32(7);
        break;
      case 'array':
        out.int32(typeCodes[value.type]).int32(0x04);
        this.#writeArrayDescription(out, value.dims);
        out.int32(7);
        break;
      case 'structure':
        out.int32(8).int32(0x24);
        this.#writeArrayDescription(out, value.dims);
        this.#writeStructureDescription(out, value);
        out.int32(7);
        break;
    }
    this.#writeData(out, value);
  }

  #writeArrayDescription(out: XdrWriter, dims: readonly number[]): void {
    writeArrayDescription(out, dims, this.#options.wideArrays);
  }

  /** All elements of a structure have the shape of the first, as in IDL. */
  #writeStructureDescription(out: XdrWriter, structure: IdlStructure): void {
    const { name, tags } = structure;
    out.int32(9).text(name);
    if (this.#options.predefine && name !== '' && this.#described.has(name)) {
      out.int32(1).int32(tags.length).int32(0);
      return;
    }
    const values = tags.map((tag) => structure.elements[0]!.get(tag)!);
    out.int32(8).int32(tags.length).int32(0);
    for (const value of values) out.int32(0).int32(codeOf(value)).int32(flagsOf(value));
    for (const tag of tags) out.text(tag);
    for (const value of values) if ('dims' in value) this.#writeArrayDescription(out, value.dims);
    for (const value of values) if (value.kind === 'structure') this.#writeStructureDescription(out, value);
    this.#described.add(name);
  }

  #writeData(out: XdrWriter, value: IdlValue): void {
    if (value.kind === 'scalar') writeScalar(out, value);
    else if (value.kind === 'array') writeArray(out, value, this.#options.zeroByteCounts ?? false);
    else if (value.kind === 'structure') {
      for (const element of value.elements) for (const tag of value.tags) this.#writeData(out, element.get(tag)!);
    }
  }
}

/** @param dims slowest first; stored the other way round */
export function writeArrayDescription(out: XdrWriter, dims: readonly number[], wide = false): void {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const slots = Array.from({ length: 8 }, (_, index) => dims.toReversed()[index] ?? 1);
  if (wide) {
    out.int32(18).uint64(0n).uint64(0n).uint64(BigInt(count)).int32(dims.length).int32(0).int32(0);
    for (const dim of slots) out.uint64(BigInt(dim));
  } else {
    out.int32(8).int32(0).int32(0).int32(count).int32(dims.length).int32(0).int32(0).int32(8);
    for (const dim of slots) out.int32(dim);
  }
}

function codeOf(value: IdlValue): number {
  if (value.kind === 'undefined' || value.kind === 'null') throw new Error(`no tag can be ${value.kind}`);
  return value.kind === 'structure' ? 8 : typeCodes[value.type];
}

function flagsOf(value: IdlValue): number {
  return value.kind === 'structure' ? 0x24 : value.kind === 'array' ? 0x04 : 0;
}

function writeScalar(out: XdrWriter, { type, value }: IdlScalar): void {
  switch (type) {
    case 'BYTE':
      out.int32(1).raw([value]).pad();
      break;
    case 'STRING':
      writeTextValue(out, value);
      break;
    case 'COMPLEX':
      out.float32(value[0]).float32(value[1]);
      break;
    case 'DCOMPLEX':
      out.float64(value[0]).float64(value[1]);
      break;
    case 'LONG64':
    case 'ULONG64':
      out.uint64(value);
      break;
    case 'FLOAT':
      out.float32(value);
      break;
    case 'DOUBLE':
      out.float64(value);
      break;
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
    case 'POINTER':
    case 'OBJECT':
      out.int32(value);
  }
}

function writeArray(out: XdrWriter, { type, values }: IdlArray, zeroByteCounts: boolean): void {
  switch (type) {
    case 'BYTE':
      out
        .int32(zeroByteCounts ? 0 : values.length)
        .raw(values)
        .pad();
      break;
    case 'STRING':
      for (const value of values) writeTextValue(out, value);
      break;
    case 'FLOAT':
    case 'COMPLEX':
      // As integers: a NaN keeps its bits.
      for (const value of new Uint32Array(values.buffer)) out.uint32(value);
      break;
    case 'DOUBLE':
    case 'DCOMPLEX':
    case 'LONG64':
    case 'ULONG64':
      for (const value of new BigUint64Array(values.buffer)) out.uint64(value);
      break;
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
    case 'POINTER':
    case 'OBJECT':
      for (const value of values) out.int32(value);
  }
}

function writeTextValue(out: XdrWriter, text: string): void {
  out.int32(text.length);
  if (text.length > 0) out.text(text);
}
