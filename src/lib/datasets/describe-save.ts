import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import { followPointer, type IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { IdlArray, IdlScalar, IdlStructure, IdlValue } from '$lib/formats/idl-save/value';
import type { StartDigest } from '$lib/formats/sha256';
import type { FileProblem } from '$lib/model/failure';
import { hashOf, summariseFloats, summariseIntegers, writeInteger, writeNumber } from './number-summary';

/** Pointers and structures within each other, and values and characters in all, before stubs stand for the rest. */
const maxDepth = 16;
const maxValues = 20_000;
const maxCharacters = 20_000_000;

/** What the words around a value take in JSON, about. */
const frameCharacters = 100;

interface Budget {
  valuesLeft: number;
  charactersLeft: number;
}

interface Walk {
  readonly file: IdlSaveFile;
  /** Heap indices between the variable and here: meeting one again is a cycle. */
  readonly path: readonly number[];
  readonly depth: number;
  readonly budget: Budget;
  /** What was computed about an array, by its values: many pointers may lead to one array. */
  readonly summaries: WeakMap<object, object>;
  readonly digest: StartDigest;
}

/**
 * What is in an IDL SAVE file, ready for JSON: variables by lower-case name, tags as stored. Arrays are told by shape,
 * SHA-256 of their little-endian bytes and summary; pointers are followed. A cycle, a nest too deep or more values or
 * characters than anyone reads end in `{ kind: 'stub', reason }`. Integers beyond 2^53 and numbers that JSON lacks are text.
 */
export async function describeSave(
  bytes: Uint8Array,
  digest: StartDigest,
): Promise<{ variables: Record<string, unknown>; problem: FileProblem | null }> {
  const file = await decodeIdlSave(bytes);
  const budget: Budget = { valuesLeft: maxValues, charactersLeft: maxCharacters };
  const walk: Walk = { file, path: [], depth: 0, budget, summaries: new WeakMap(), digest };
  const entries = file.variables.map(({ name, value }) => describeVariable(name, value, walk));
  return { variables: Object.fromEntries(entries), problem: file.problem };
}

function describeVariable(name: string, value: IdlValue, walk: Walk): [string, unknown] {
  const key = name.toLowerCase();
  if (pay(walk, key.length)) return [key, describe(value, walk)];
  return [`${key.slice(0, frameCharacters)}…`, tooLong()];
}

function describe(value: IdlValue, walk: Walk): unknown {
  if (walk.depth > maxDepth) return stub(`nested deeper than ${maxDepth}`);
  if (walk.budget.valuesLeft-- <= 0) return stub(`more than ${maxValues} values`);
  if (!pay(walk, frameCharacters)) return tooLong();
  switch (value.kind) {
    case 'scalar':
      return describeScalar(value, walk);
    case 'array':
      return describeArray(value, walk);
    case 'structure':
      return describeStructure(value, walk);
    case 'undefined':
    case 'null':
      return { kind: value.kind };
  }
}

function describeScalar(scalar: IdlScalar, walk: Walk): unknown {
  const { kind, type } = scalar;
  switch (type) {
    case 'POINTER':
    case 'OBJECT':
      return describeTarget(scalar.value, walk);
    case 'COMPLEX':
    case 'DCOMPLEX':
      return { kind, type, value: scalar.value.map(writeNumber) };
    case 'LONG64':
    case 'ULONG64':
      return { kind, type, value: writeInteger(scalar.value) };
    case 'STRING':
      return pay(walk, scalar.value.length) ? { kind, type, value: scalar.value } : tooLong();
    case 'BYTE':
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
    case 'FLOAT':
    case 'DOUBLE':
      return { kind, type, value: writeNumber(scalar.value) };
  }
}

function describeArray(array: IdlArray, walk: Walk): unknown {
  if (!pay(walk, 3 * frameCharacters)) return tooLong(); // shape, hash and summary
  const { kind, type, dims, values } = array;
  const shape = { kind, type, ...describeDims(dims), count: countOf(dims) };
  switch (type) {
    case 'STRING':
      return {
        ...shape,
        all_point_to_one_value: false,
        values: limited(values, walk, (text) => (pay(walk, text.length) ? text : tooLong())),
      };
    case 'POINTER':
    case 'OBJECT': {
      const first = values[0]!; // an array has at least one element
      const { isUniform } = summaryOf(values, walk, () => ({ isUniform: values.every((index) => index === first) }));
      if (isUniform) return { ...shape, all_point_to_one_value: true, value: describeTarget(first, walk) };
      const targets = limited(values, walk, (heapIndex) => describeTarget(heapIndex, walk));
      return { ...shape, all_point_to_one_value: false, values: targets };
    }
    case 'FLOAT':
    case 'DOUBLE':
      return { ...shape, ...summaryOf(values, walk, () => ({ ...hash(values, walk), ...summariseFloats(values) })) };
    case 'COMPLEX':
    case 'DCOMPLEX':
      return { ...shape, ...summaryOf(values, walk, () => hash(values, walk)) };
    case 'BYTE':
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
    case 'LONG64':
    case 'ULONG64':
      return { ...shape, ...summaryOf(values, walk, () => ({ ...hash(values, walk), ...summariseIntegers(values) })) };
  }
}

function describeStructure({ dims, tags, elements }: IdlStructure, walk: Walk): unknown {
  const inside = { ...walk, depth: walk.depth + 1 };
  const nameCharacters = tags.reduce((sum, tag) => sum + tag.length + 4, 0);
  if (!pay(walk, nameCharacters)) return tooLong();
  const described = limited(elements.entries(), walk, ([index, element]) => {
    if (!pay(walk, frameCharacters + nameCharacters)) return tooLong();
    const fields = Object.fromEntries([...element].map(([tag, value]) => [tag, describe(value, inside)]));
    return { index, fields };
  });
  return { kind: 'struct', count: elements.length, ...describeDims(dims), tags, elements: described };
}

function describeTarget(heapIndex: number, walk: Walk): unknown {
  const target = followPointer(walk.file, heapIndex);
  if (!target) return { kind: 'null pointer' };
  if (walk.path.includes(heapIndex)) return stub(`points back to heap value ${heapIndex}`);
  return describe(target, { ...walk, path: [...walk.path, heapIndex], depth: walk.depth + 1 });
}

/** As many as the budget allows; a stub stands for those left out. */
function limited<T>(items: Iterable<T>, walk: Walk, describeItem: (item: T) => unknown): unknown[] {
  const described: unknown[] = [];
  for (const item of items) {
    if (walk.budget.valuesLeft-- <= 0) return [...described, stub(`more than ${maxValues} values`)];
    described.push(describeItem(item));
  }
  return described;
}

/** Computed once for an array, however often one comes by; `compute` is the same for the same array. */
function summaryOf<Summary extends object>(values: object, walk: Walk, compute: () => Summary): Summary {
  const summary = (walk.summaries.get(values) as Summary | undefined) ?? compute();
  walk.summaries.set(values, summary);
  return summary;
}

/** @returns false when the budget has not that many characters left; nothing is taken then */
function pay(walk: Walk, characters: number): boolean {
  if (characters > walk.budget.charactersLeft) return false;
  walk.budget.charactersLeft -= characters;
  return true;
}

function tooLong() {
  return stub(`more than ${maxCharacters} characters`);
}

function describeDims(dims: readonly number[]) {
  return { dims_idl: dims.toReversed(), dims_row_major: dims };
}

function countOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

/** Every engine in practice stores numbers little-endian, so the bytes in memory are the ones wanted. */
function hash(values: ArrayBufferView, { digest }: Walk) {
  return { sha256_le: hashOf(values, digest) };
}

function stub(reason: string) {
  return { kind: 'stub', reason };
}
