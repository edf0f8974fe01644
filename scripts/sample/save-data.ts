import type { SaveArray, SaveScalar, SaveValue } from './save-value';
import type { XdrBytes } from './xdr-bytes';

/** The data of a value: for a structure those of its tags, one after the other. */
export function writeData(out: XdrBytes, value: SaveValue): void {
  if (value.kind === 'scalar') writeScalar(out, value);
  else if (value.kind === 'array') writeArray(out, value);
  else for (const part of value.elements[0].values()) writeData(out, part);
}

function writeScalar(out: XdrBytes, { type, value }: SaveScalar): void {
  switch (type) {
    case 'BYTE':
      out.int32(1).opaque(Uint8Array.of(value));
      break;
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
      out.int32(value);
      break;
    case 'FLOAT':
      out.floats(Float32Array.of(value));
      break;
    case 'DOUBLE':
      out.doubles(Float64Array.of(value));
      break;
    case 'LONG64':
    case 'ULONG64':
      out.longs64(BigUint64Array.of(value));
      break;
    case 'STRING':
      writeTextData(out, value);
  }
}

function writeArray(out: XdrBytes, { type, values }: SaveArray): void {
  switch (type) {
    case 'BYTE':
      out.int32(values.length).opaque(values);
      break;
    case 'INT':
    case 'UINT':
    case 'LONG':
    case 'ULONG':
      out.words(values);
      break;
    case 'FLOAT':
      out.floats(values);
      break;
    case 'DOUBLE':
      out.doubles(values);
      break;
    case 'LONG64':
    case 'ULONG64':
      out.longs64(values);
      break;
    case 'STRING':
      for (const text of values) writeTextData(out, text);
  }
}

/** Text as data has its length twice, unless it is empty. */
function writeTextData(out: XdrBytes, text: string): void {
  out.int32(text.length);
  if (text.length > 0) out.text(text);
}
