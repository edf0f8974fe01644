import { plainTypes } from '$lib/formats/idl-save/type-code';
import type { SaveArray, SaveScalar, SaveStructure, SaveValue } from './save-value';
import type { XdrBytes } from './xdr-bytes';

/*
 * What stands before the data of a value: its type, shape and tags. Readers go by these; the sizes and places in memory
 * are those of a 64-bit IDL, as its own files have them.
 */

const structureCode = 8;
const arrayMarker = 8;
const structureMarker = 9;
const maxRank = 8;
/** Array (0x04), structure (0x20), and a bit (0x10) that IDL sets for both. */
const flags = { scalar: 0, array: 0x14, structure: 0x34 } as const;
/** Set in every definition that stands in full. */
const definedHere = 8;

const typeCodes = new Map(Array.from(plainTypes, ([code, { type }]) => [type, code]));

/** Bytes of a value in memory; it begins at a multiple of `align`. */
interface Room {
  readonly bytes: number;
  readonly align: number;
}

const rooms: Readonly<Record<SaveScalar['type'], Room>> = {
  BYTE: { bytes: 1, align: 1 },
  INT: { bytes: 2, align: 2 },
  UINT: { bytes: 2, align: 2 },
  LONG: { bytes: 4, align: 4 },
  ULONG: { bytes: 4, align: 4 },
  FLOAT: { bytes: 4, align: 4 },
  LONG64: { bytes: 8, align: 8 },
  ULONG64: { bytes: 8, align: 8 },
  DOUBLE: { bytes: 8, align: 8 },
  STRING: { bytes: 16, align: 8 }, // its length and where its characters are
};

/** A TYPEDESC. */
export function writeTypeDescription(out: XdrBytes, value: SaveValue): void {
  out.int32(codeOf(value), flags[value.kind]);
  if (value.kind !== 'scalar') writeArrayDescription(out, value);
  if (value.kind === 'structure') writeStructureDescription(out, value);
}

/** An ARRAY_DESC; the dimension that varies fastest comes first. */
function writeArrayDescription(out: XdrBytes, value: SaveArray | SaveStructure): void {
  const { bytes } = value.kind === 'array' ? rooms[value.type] : layOut(value).room;
  const count = value.dims.reduce((product, dim) => product * dim, 1);
  // IDL itself would take another form of description from here on.
  if (bytes * count >= 2 ** 31) throw new RangeError(`an array of ${bytes * count} bytes`);
  out.int32(arrayMarker, bytes, bytes * count, count, value.dims.length, 0, 0, maxRank);
  const idlDims = value.dims.toReversed();
  out.int32(...Array.from({ length: maxRank }, (_, index) => idlDims[index] ?? 1));
}

/** A STRUCT_DESC: tags first, then the shapes of arrays, then what is in structures. */
function writeStructureDescription(out: XdrBytes, structure: SaveStructure): void {
  const values = [...structure.elements[0].values()];
  const { offsets } = layOut(structure);
  out.int32(structureMarker).text(structure.name).int32(definedHere, values.length, 0); // IDL leaves the size out here
  values.forEach((value, index) => out.int32(offsets[index]!, codeOf(value), flags[value.kind]));
  for (const tag of structure.tags) out.text(tag);
  for (const value of values) if (value.kind !== 'scalar') writeArrayDescription(out, value);
  for (const value of values) if (value.kind === 'structure') writeStructureDescription(out, value);
}

function codeOf(value: SaveValue): number {
  return value.kind === 'structure' ? structureCode : typeCodes.get(value.type)!; // the table holds every type
}

/** Where the tags of a structure lie in memory, and what it takes as a whole. */
function layOut({ elements: [element] }: SaveStructure): { offsets: number[]; room: Room } {
  let [end, align] = [0, 1];
  const offsets = Array.from(element.values(), (value) => {
    const room = roomOf(value);
    const start = nextMultiple(end, room.align);
    end = start + room.bytes;
    align = Math.max(align, room.align);
    return start;
  });
  return { offsets, room: { bytes: nextMultiple(end, align), align } };
}

function roomOf(value: SaveValue): Room {
  if (value.kind === 'structure') return layOut(value).room;
  const { bytes, align } = rooms[value.type];
  return { bytes: value.kind === 'array' ? bytes * value.values.length : bytes, align };
}

function nextMultiple(value: number, of: number): number {
  return Math.ceil(value / of) * of;
}
