/** Values of one element, by IDL type. LONG64 and ULONG64 need all 64 bits; a complex number is `[real, imaginary]`. */
interface ScalarValues {
  BYTE: number;
  INT: number;
  UINT: number;
  LONG: number;
  ULONG: number;
  FLOAT: number;
  DOUBLE: number;
  LONG64: bigint;
  ULONG64: bigint;
  COMPLEX: readonly [number, number];
  DCOMPLEX: readonly [number, number];
  STRING: string;
  /** Index into the heap; 0 is the null pointer. */
  POINTER: number;
  /** Index into the heap of the object's structure; 0 is the null object. */
  OBJECT: number;
}

/** Values of an array in file order, host byte order; complex numbers as real, imaginary, real, imaginary … */
export interface ArrayValues {
  BYTE: Uint8Array<ArrayBuffer>;
  INT: Int16Array<ArrayBuffer>;
  UINT: Uint16Array<ArrayBuffer>;
  LONG: Int32Array<ArrayBuffer>;
  ULONG: Uint32Array<ArrayBuffer>;
  FLOAT: Float32Array<ArrayBuffer>;
  DOUBLE: Float64Array<ArrayBuffer>;
  LONG64: BigInt64Array<ArrayBuffer>;
  ULONG64: BigUint64Array<ArrayBuffer>;
  COMPLEX: Float32Array<ArrayBuffer>;
  DCOMPLEX: Float64Array<ArrayBuffer>;
  STRING: readonly string[];
  POINTER: Int32Array<ArrayBuffer>;
  OBJECT: Int32Array<ArrayBuffer>;
}

export type IdlType = keyof ScalarValues;

export type IdlScalar = {
  [Type in IdlType]: { readonly kind: 'scalar'; readonly type: Type; readonly value: ScalarValues[Type] };
}[IdlType];

export type IdlArray = {
  [Type in IdlType]: {
    readonly kind: 'array';
    readonly type: Type;
    /** Slowest first, the reverse of what IDL prints. */
    readonly dims: readonly number[];
    readonly values: ArrayValues[Type];
  };
}[IdlType];

/** A structure is an array of structures; a single one has dims `[1]`. */
export interface IdlStructure {
  readonly kind: 'structure';
  /** Empty for an anonymous structure. */
  readonly name: string;
  readonly dims: readonly number[];
  /** Tag names in file order, as stored (upper case). */
  readonly tags: readonly string[];
  readonly elements: readonly IdlRecord[];
}

/** One element of a structure: its values by tag name. */
export type IdlRecord = ReadonlyMap<string, IdlValue>;

export type IdlValue =
  | IdlScalar
  | IdlArray
  | IdlStructure
  /** A variable that was never given a value. */
  | { readonly kind: 'undefined' }
  /** IDL's `!NULL`. */
  | { readonly kind: 'null' };

export interface IdlVariable {
  /** As stored, upper case. */
  readonly name: string;
  readonly value: IdlValue;
  /** True for IDL's own variables, such as `!PATH`. */
  readonly system: boolean;
}
