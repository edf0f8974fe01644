import type { ByteCursor } from '../byte-cursor';
import { readArrayDescription, readUint64, type ArrayDescription } from './array-description';
import { readText } from './text';
import { arrayFileBytes, plainTypes, scalarFileBytes, type PlainType } from './type-code';

export interface StructureDescription {
  readonly name: string;
  readonly tags: readonly Tag[];
  /** Fewest bytes one element takes in the file; at least 4, as there is no structure without tags. */
  readonly fileBytes: number;
  /** Levels of structures in this one, itself included. */
  readonly depth: number;
}

export type Tag =
  | { readonly kind: 'scalar'; readonly name: string; readonly plain: PlainType }
  | { readonly kind: 'array'; readonly name: string; readonly plain: PlainType; readonly array: ArrayDescription }
  | {
      readonly kind: 'structure';
      readonly name: string;
      readonly array: ArrayDescription;
      readonly structure: StructureDescription;
    };

/** Definitions met so far, by name: a later one may only name them. */
export type KnownStructures = Map<string, StructureDescription>;

interface TagEntry {
  readonly typeCode: number;
  readonly isArray: boolean;
  readonly isStructure: boolean;
}

const structureMarker = 9;
const predefinedFlag = 1;
const inheritsFlag = 2;
const superclassFlag = 4;
const maxDepth = 32;
/** Skymaps have some thirty. */
const maxTags = 4096;

/** A STRUCT_DESC. The tags of a superclass are among the structure's own; its definition is only remembered. */
export function readStructureDescription(
  cursor: ByteCursor,
  known: KnownStructures,
  enclosing = 0,
): StructureDescription {
  if (enclosing >= maxDepth) throw cursor.error(`structures nested deeper than ${maxDepth}`, 'unsupported');
  const marker = cursor.int32();
  if (marker !== structureMarker) throw cursor.error(`structure description begins with ${marker}`);
  const name = readText(cursor);
  const flags = cursor.int32();
  const tagCount = cursor.int32();
  cursor.take(4); // bytes in memory
  if (flags & predefinedFlag) return findKnown(cursor, known, name, tagCount);

  // An entry has three numbers and a name: at least 16 bytes.
  if (tagCount < 1 || tagCount > (cursor.length - cursor.offset) / 16)
    throw cursor.error(`structure of ${tagCount} tags`);
  if (tagCount > maxTags) throw cursor.error(`structure of more than ${maxTags} tags`, 'unsupported');
  const entries = Array.from({ length: tagCount }, () => readTagEntry(cursor));
  const names = entries.map(() => readText(cursor));
  const arrays = entries.map((entry) => (entry.isArray ? readArrayDescription(cursor) : null));
  const structures = entries.map((entry) =>
    entry.isStructure ? readStructureDescription(cursor, known, enclosing + 1) : null,
  );
  if (flags & (inheritsFlag | superclassFlag)) readSuperclasses(cursor, known, enclosing);

  const tags = entries.map((entry, index) =>
    toTag(cursor, names[index]!, entry.typeCode, arrays[index] ?? null, structures[index] ?? null),
  );
  let depth = 1;
  for (const tag of tags) if (tag.kind === 'structure') depth = Math.max(depth, 1 + tag.structure.depth);
  if (depth > maxDepth) throw cursor.error(`structures nested deeper than ${maxDepth}`, 'unsupported');
  const description = { name, tags, fileBytes: tags.reduce((sum, tag) => sum + tagFileBytes(tag), 0), depth };
  known.set(name, description);
  return description;
}

function findKnown(cursor: ByteCursor, known: KnownStructures, name: string, tagCount: number): StructureDescription {
  const description = known.get(name);
  if (!description) throw cursor.error(`structure "${name}" was not defined before`);
  if (description.tags.length !== tagCount) {
    throw cursor.error(`structure "${name}" has ${description.tags.length} tags, not ${tagCount}`);
  }
  return description;
}

function readTagEntry(cursor: ByteCursor): TagEntry {
  // The offset is one in memory; it says nothing about the file. −1 announces a 64-bit one.
  if (cursor.int32() === -1) readUint64(cursor);
  const typeCode = cursor.int32();
  const flags = cursor.int32();
  return { typeCode, isArray: (flags & 0x04) !== 0, isStructure: (flags & 0x20) !== 0 };
}

function readSuperclasses(cursor: ByteCursor, known: KnownStructures, enclosing: number): void {
  readText(cursor); // class name
  const count = cursor.int32();
  if (count < 0 || count > (cursor.length - cursor.offset) / 4) throw cursor.error(`${count} superclasses`);
  for (let index = 0; index < count; index++) readText(cursor);
  for (let index = 0; index < count; index++) readStructureDescription(cursor, known, enclosing + 1);
}

function toTag(
  cursor: ByteCursor,
  name: string,
  typeCode: number,
  array: ArrayDescription | null,
  structure: StructureDescription | null,
): Tag {
  if (structure) {
    if (!array) throw cursor.error(`structure tag ${name} has no array description`);
    return { kind: 'structure', name, array, structure };
  }
  const plain = plainTypes.get(typeCode);
  if (!plain) throw cursor.error(`tag ${name} has unknown type ${typeCode}`);
  return array ? { kind: 'array', name, plain, array } : { kind: 'scalar', name, plain };
}

function tagFileBytes(tag: Tag): number {
  if (tag.kind === 'structure') return tag.array.count * tag.structure.fileBytes;
  return tag.kind === 'array' ? arrayFileBytes(tag.plain, tag.array.count) : scalarFileBytes(tag.plain);
}
