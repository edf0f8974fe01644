/*
 * Big-endian elements of the file → typed arrays of the host. Floats travel as integers of the same width, since a NaN
 * may lose its bit pattern when it passes through a float register.
 */

/** 16-bit integers, which the file widens to 32 bits: the value is in the low half. */
export function toUint16Array(bytes: Uint8Array): Uint16Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const values = new Uint16Array(bytes.length / 4);
  for (let index = 0; index < values.length; index++) values[index] = view.getUint16(4 * index + 2);
  return values;
}

/** As `toUint16Array`, signed. */
export function toInt16Array(bytes: Uint8Array): Int16Array<ArrayBuffer> {
  return new Int16Array(toUint16Array(bytes).buffer);
}

export function toUint32Array(bytes: Uint8Array): Uint32Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const values = new Uint32Array(bytes.length / 4);
  for (let index = 0; index < values.length; index++) values[index] = view.getUint32(4 * index);
  return values;
}

export function toInt32Array(bytes: Uint8Array): Int32Array<ArrayBuffer> {
  return new Int32Array(toUint32Array(bytes).buffer);
}

export function toFloat32Array(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(toUint32Array(bytes).buffer);
}

export function toBigUint64Array(bytes: Uint8Array): BigUint64Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const values = new BigUint64Array(bytes.length / 8);
  for (let index = 0; index < values.length; index++) values[index] = view.getBigUint64(8 * index);
  return values;
}

export function toBigInt64Array(bytes: Uint8Array): BigInt64Array<ArrayBuffer> {
  return new BigInt64Array(toBigUint64Array(bytes).buffer);
}

export function toFloat64Array(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  return new Float64Array(toBigUint64Array(bytes).buffer);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
