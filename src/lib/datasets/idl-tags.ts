import type { IdlRecord, IdlValue } from '$lib/formats/idl-save/value';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { IdlSaveFile } from '$lib/formats/idl-save/save-file';
import { signatureOf } from '$lib/formats/signature';
import type { Failure, Outcome } from '$lib/model/failure';

/** An array of real numbers, whatever integer or float type it was stored with. */
export interface NumberGrid {
  /** Slowest first. */
  readonly dims: readonly number[];
  readonly values: NumberArray;
}

type NumberArray =
  | Uint8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** The SAVE file in downloaded bytes. Archives answer with their home page for files they lack: that is `missing`. */
export async function openSave(bytes: Uint8Array, name: string): Promise<Outcome<IdlSaveFile>> {
  const signature = signatureOf(bytes);
  if (signature === 'html') return fail({ kind: 'missing', message: `instead of ${name} came a web page` });
  if (signature === 'empty') return fail(corrupt(`${name} is empty`, 0));
  if (signature !== 'idl save') return fail(corrupt(`${name} is not an IDL SAVE file`, 0));
  return { ok: true, value: await decodeIdlSave(bytes) };
}

/** Why something is not in a SAVE file: the damage that was met, else that the file is of another kind. */
export function lacking(file: IdlSaveFile, message: string): Failure {
  if (!file.problem) return { kind: 'unsupported', format: 'idl save', message };
  return corrupt(`${message}: ${file.problem.message}`, file.problem.offset);
}

export function fail(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

export function corrupt(message: string, offset: number | null): Failure {
  return { kind: 'corrupt', format: 'idl save', offset, message };
}

/** A text, or null where the tag is missing or something else. */
export function textOf(value: IdlValue | undefined): string | null {
  return value?.kind === 'scalar' && value.type === 'STRING' ? value.value : null;
}

/** A number; an array of one element counts as one. Null where the tag is missing or something else. */
export function numberOf(value: IdlValue | undefined): number | null {
  if (value?.kind === 'scalar') return typeof value.value === 'number' && !isReference(value) ? value.value : null;
  const grid = gridOf(value);
  return grid?.values.length === 1 ? grid.values[0]! : null;
}

/** An array of numbers, or null where the tag is missing or something else. */
export function gridOf(value: IdlValue | undefined): NumberGrid | null {
  if (value?.kind !== 'array') return null;
  switch (value.type) {
    case 'BYTE':
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
    case 'FLOAT':
    case 'DOUBLE':
      return { dims: value.dims, values: value.values };
    case 'LONG64':
    case 'ULONG64':
    case 'COMPLEX':
    case 'DCOMPLEX':
    case 'STRING':
    case 'POINTER':
    case 'OBJECT':
      return null;
  }
}

/** The first element of the first structure, named or not, that has a tag. */
export function findStructureWith(file: IdlSaveFile, tag: string): IdlRecord | null {
  for (const { value } of file.variables) {
    const [element] = value.kind === 'structure' ? value.elements : [];
    if (element?.has(tag)) return element;
  }
  return null;
}

function isReference(value: IdlValue): boolean {
  return value.kind === 'scalar' && (value.type === 'POINTER' || value.type === 'OBJECT');
}
