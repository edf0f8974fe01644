import type { ByteCursor } from '../byte-cursor';
import type { ArrayDescription } from './array-description';
import {
  toBigInt64Array,
  toBigUint64Array,
  toFloat32Array,
  toFloat64Array,
  toInt16Array,
  toInt32Array,
  toUint16Array,
  toUint32Array,
} from './numeric-array';
import type { KnownStructures, StructureDescription, Tag } from './structure-description';
import { readTextValue, skipPadding } from './text';
import { arrayFileBytes, type PlainType } from './type-code';
import { readTypeDescription } from './type-description';
import type { IdlArray, IdlRecord, IdlScalar, IdlStructure, IdlValue } from './value';

/** What reading a value may draw on, shared by the whole file. */
export interface DataContext {
  readonly known: KnownStructures;
  /** Values that may still become objects of their own; a hostile file must not turn few bytes into many objects. */
  valuesLeft: number;
}

const dataMarker = 7;

/** A value with its description before it: what a variable and a heap record hold. */
export function readDescribedValue(cursor: ByteCursor, context: DataContext): IdlValue {
  const description = readTypeDescription(cursor, context.known);
  if (description.kind === 'undefined' || description.kind === 'null') return { kind: description.kind };
  const marker = cursor.int32();
  if (marker !== dataMarker) throw cursor.error(`data begin with ${marker}`);
  return readValue(cursor, description, context);
}

function readValue(
  cursor: ByteCursor,
  description: Exclude<ReturnType<typeof readTypeDescription>, { kind: 'undefined' | 'null' }> | Tag,
  context: DataContext,
): IdlValue {
  spend(cursor, context, 1);
  if (description.kind === 'scalar') return readScalar(cursor, description.plain);
  if (description.kind === 'array') return readArray(cursor, description.plain, description.array, context);
  return readStructure(cursor, description.array, description.structure, context);
}

function readStructure(
  cursor: ByteCursor,
  array: ArrayDescription,
  structure: StructureDescription,
  context: DataContext,
): IdlStructure {
  requireBytes(cursor, array.count * structure.fileBytes);
  const elements: IdlRecord[] = [];
  for (let index = 0; index < array.count; index++) {
    spend(cursor, context, 1);
    const record = new Map<string, IdlValue>();
    for (const tag of structure.tags) record.set(tag.name, readValue(cursor, tag, context));
    elements.push(record);
  }
  const tags = structure.tags.map((tag) => tag.name);
  return { kind: 'structure', name: structure.name, dims: array.dims, tags, elements };
}

function readScalar(cursor: ByteCursor, { type }: PlainType): IdlScalar {
  const kind = 'scalar';
  switch (type) {
    case 'BYTE': {
      cursor.take(4); // a count, always 1
      const value = cursor.take(1)[0]!;
      skipPadding(cursor);
      return { kind, type, value };
    }
    case 'INT':
      return { kind, type, value: (cursor.int32() << 16) >> 16 };
    case 'UINT':
      return { kind, type, value: cursor.uint32() & 0xffff };
    case 'LONG':
    case 'POINTER':
    case 'OBJECT':
      return { kind, type, value: cursor.int32() };
    case 'ULONG':
      return { kind, type, value: cursor.uint32() };
    case 'FLOAT':
      return { kind, type, value: cursor.float32() };
    case 'DOUBLE':
      return { kind, type, value: cursor.float64() };
    case 'LONG64':
      return { kind, type, value: cursor.bigInt64() };
    case 'ULONG64':
      return { kind, type, value: cursor.bigUint64() };
    case 'COMPLEX':
      return { kind, type, value: [cursor.float32(), cursor.float32()] };
    case 'DCOMPLEX':
      return { kind, type, value: [cursor.float64(), cursor.float64()] };
    case 'STRING':
      return { kind, type, value: readTextValue(cursor) };
  }
}

function readArray(
  cursor: ByteCursor,
  plain: PlainType,
  { dims, count }: ArrayDescription,
  context: DataContext,
): IdlArray {
  requireBytes(cursor, arrayFileBytes(plain, count) - (plain.type === 'BYTE' ? 3 : 0)); // the last padding may be missing
  const kind = 'array';
  const take = () => cursor.take(count * plain.fileBytes);
  const { type } = plain;
  switch (type) {
    case 'BYTE': {
      cursor.take(4); // a count, which IDL 8.0 leaves 0 inside structures though the bytes follow
      const values = new Uint8Array(take());
      skipPadding(cursor);
      return { kind, type, dims, values };
    }
    case 'INT':
      return { kind, type, dims, values: toInt16Array(take()) };
    case 'UINT':
      return { kind, type, dims, values: toUint16Array(take()) };
    case 'LONG':
    case 'POINTER':
    case 'OBJECT':
      return { kind, type, dims, values: toInt32Array(take()) };
    case 'ULONG':
      return { kind, type, dims, values: toUint32Array(take()) };
    case 'FLOAT':
    case 'COMPLEX':
      return { kind, type, dims, values: toFloat32Array(take()) };
    case 'DOUBLE':
    case 'DCOMPLEX':
      return { kind, type, dims, values: toFloat64Array(take()) };
    case 'LONG64':
      return { kind, type, dims, values: toBigInt64Array(take()) };
    case 'ULONG64':
      return { kind, type, dims, values: toBigUint64Array(take()) };
    case 'STRING':
      spend(cursor, context, count);
      return { kind, type, dims, values: Array.from({ length: count }, () => readTextValue(cursor)) };
  }
}

/** No size is believed before the bytes for it are there. */
function requireBytes(cursor: ByteCursor, count: number): void {
  const left = cursor.length - cursor.offset;
  if (!(count <= left)) throw cursor.error(`${count} bytes expected, ${left} left`, 'truncated');
}

function spend(cursor: ByteCursor, context: DataContext, values: number): void {
  context.valuesLeft -= values;
  if (context.valuesLeft < 0) throw cursor.error('more values than this reader keeps', 'unsupported');
}
