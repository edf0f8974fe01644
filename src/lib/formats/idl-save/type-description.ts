import type { ByteCursor } from '../byte-cursor';
import { readArrayDescription, type ArrayDescription } from './array-description';
import { readStructureDescription, type KnownStructures, type StructureDescription } from './structure-description';
import { plainTypes, type PlainType } from './type-code';

/** What kind of value a variable or a heap record holds. */
export type TypeDescription =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'null' }
  | { readonly kind: 'scalar'; readonly plain: PlainType }
  | { readonly kind: 'array'; readonly plain: PlainType; readonly array: ArrayDescription }
  | { readonly kind: 'structure'; readonly array: ArrayDescription; readonly structure: StructureDescription };

const systemFlag = 0x02;
const arrayFlag = 0x04;
const structureFlag = 0x20;
const nullFlag = 0x40;

/** A TYPEDESC. After `undefined` and `null` the record ends: no marker, no data. */
export function readTypeDescription(cursor: ByteCursor, known: KnownStructures): TypeDescription {
  const typeCode = cursor.int32();
  const flags = cursor.int32();
  if (flags & nullFlag) return { kind: 'null' };
  if (typeCode === 0) return { kind: 'undefined' };
  if (flags & systemFlag) cursor.take(8);
  if (flags & structureFlag) {
    return {
      kind: 'structure',
      array: readArrayDescription(cursor),
      structure: readStructureDescription(cursor, known),
    };
  }
  const plain = plainTypes.get(typeCode);
  if (!plain) throw cursor.error(`unknown type ${typeCode}`);
  return flags & arrayFlag ? { kind: 'array', plain, array: readArrayDescription(cursor) } : { kind: 'scalar', plain };
}
