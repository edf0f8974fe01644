import type { IdlType } from './value';

/** Type code of a structure; it has no entry among the plain types. */
export const structureCode = 8;

/** What a type code means, and the bytes one array element takes in the file (not in memory). */
export interface PlainType {
  readonly type: IdlType;
  /** 16-bit integers are widened to 32 bits; a string takes at least its length. */
  readonly fileBytes: number;
}

/** The plain types by code; 0 is an undefined variable, 8 a structure. */
export const plainTypes: ReadonlyMap<number, PlainType> = new Map([
  [1, { type: 'BYTE', fileBytes: 1 }],
  [2, { type: 'INT', fileBytes: 4 }],
  [3, { type: 'LONG', fileBytes: 4 }],
  [4, { type: 'FLOAT', fileBytes: 4 }],
  [5, { type: 'DOUBLE', fileBytes: 8 }],
  [6, { type: 'COMPLEX', fileBytes: 8 }],
  [7, { type: 'STRING', fileBytes: 4 }],
  [9, { type: 'DCOMPLEX', fileBytes: 16 }],
  [10, { type: 'POINTER', fileBytes: 4 }],
  [11, { type: 'OBJECT', fileBytes: 4 }],
  [12, { type: 'UINT', fileBytes: 4 }],
  [13, { type: 'ULONG', fileBytes: 4 }],
  [14, { type: 'LONG64', fileBytes: 8 }],
  [15, { type: 'ULONG64', fileBytes: 8 }],
]);

/** Fewest bytes a scalar of the type takes in the file: a byte comes with a count and is padded. */
export function scalarFileBytes({ type, fileBytes }: PlainType): number {
  return type === 'BYTE' ? 8 : fileBytes;
}

/** Fewest bytes an array of `count` elements takes in the file: bytes come with a count and are padded. */
export function arrayFileBytes({ type, fileBytes }: PlainType, count: number): number {
  return type === 'BYTE' ? 4 + Math.ceil(count / 4) * 4 : count * fileBytes;
}
