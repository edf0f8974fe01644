import type { IdlArray, IdlScalar } from '$lib/formats/idl-save/value';

/** The IDL types that files of the archive use for numbers and text. */
type SaveType = 'BYTE' | 'INT' | 'UINT' | 'LONG' | 'ULONG' | 'LONG64' | 'ULONG64' | 'FLOAT' | 'DOUBLE' | 'STRING';

/*
 * Values to be written, as the app's own decoder gives them: what is written and read is equal to what was meant.
 */

export type SaveScalar = Extract<IdlScalar, { readonly type: SaveType }>;
export type SaveArray = Extract<IdlArray, { readonly type: SaveType }>;

/** A structure of one element. */
export interface SaveStructure {
  readonly kind: 'structure';
  /** Empty: structures of the archive are anonymous. */
  readonly name: '';
  readonly dims: readonly [1];
  readonly tags: readonly string[];
  readonly elements: readonly [ReadonlyMap<string, SaveValue>];
}

export type SaveValue = SaveScalar | SaveArray | SaveStructure;

type ValueOf<Type extends SaveType> = Extract<SaveScalar, { readonly type: Type }>['value'];

/** @throws RangeError for a number that the type cannot hold; a FLOAT is rounded */
export function scalar<Type extends SaveType>(type: Type, value: ValueOf<Type>): SaveScalar {
  const made = { kind: 'scalar', type, value } as SaveScalar;
  if (!fits(made)) throw new RangeError(`${String(value)} is no ${type}`);
  return made.type === 'FLOAT' ? { ...made, value: Math.fround(made.value) } : made;
}

/**
 * The array's type is that of its elements: bytes BYTE, Int16Array INT, Uint16Array UINT, Int32Array LONG, Uint32Array
 * ULONG, the 64-bit ones LONG64 and ULONG64, Float32Array FLOAT, Float64Array DOUBLE, texts STRING.
 *
 * @param dims one to eight, slowest first
 * @throws RangeError where the dimensions do not make up the elements
 */
export function array(dims: readonly number[], values: SaveArray['values']): SaveArray {
  const isRank = dims.length >= 1 && dims.length <= 8 && dims.every((dim) => Number.isInteger(dim) && dim >= 1);
  if (!isRank || dims.reduce((product, dim) => product * dim, 1) !== values.length) {
    throw new RangeError(`an array of ${values.length} elements has not the dimensions ${dims.join(' × ')}`);
  }
  return { kind: 'array', type: typeOf(values), dims, values } as SaveArray;
}

/** @throws RangeError for what IDL takes for no name */
export function structure(values: Readonly<Record<string, SaveValue>>): SaveStructure {
  const tags = Object.keys(values);
  if (tags.length === 0) throw new RangeError('a structure without tags');
  tags.forEach(requireName);
  return { kind: 'structure', name: '', dims: [1], tags, elements: [new Map(Object.entries(values))] };
}

/** IDL stores names in capitals. @throws RangeError */
export function requireName(name: string): void {
  if (!/^[A-Z_][A-Z0-9_$]*$/.test(name)) throw new RangeError(`"${name}" is no name of IDL's`);
}

const wholeNumbers: Readonly<Partial<Record<SaveType, readonly [lowest: number | bigint, highest: number | bigint]>>> =
  {
    BYTE: [0, 255],
    INT: [-32768, 32767],
    UINT: [0, 65535],
    LONG: [-(2 ** 31), 2 ** 31 - 1],
    ULONG: [0, 2 ** 32 - 1],
    LONG64: [-(2n ** 63n), 2n ** 63n - 1n],
    ULONG64: [0n, 2n ** 64n - 1n],
  };

function fits({ type, value }: SaveScalar): boolean {
  const range = wholeNumbers[type];
  if (!range || typeof value === 'string') return true;
  return value >= range[0] && value <= range[1] && (typeof value === 'bigint' || Number.isInteger(value));
}

function typeOf(values: SaveArray['values']): SaveType {
  if (values instanceof Uint8Array) return 'BYTE';
  if (values instanceof Int16Array) return 'INT';
  if (values instanceof Uint16Array) return 'UINT';
  if (values instanceof Int32Array) return 'LONG';
  if (values instanceof Uint32Array) return 'ULONG';
  if (values instanceof BigInt64Array) return 'LONG64';
  if (values instanceof BigUint64Array) return 'ULONG64';
  if (values instanceof Float32Array) return 'FLOAT';
  return values instanceof Float64Array ? 'DOUBLE' : 'STRING';
}
