import type { StartDigest } from '$lib/formats/sha256';

type NarrowArray = Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;
type WideArray = BigInt64Array | BigUint64Array;

/** So many integers of 32 bits stay below 2^53 in sum. */
const blockLength = 2 ** 20;

/** Sum and range of integers, exact. */
export function summariseIntegers(values: NarrowArray | WideArray) {
  const { sum, min, max } = isWide(values) ? summariseWide(values) : summariseNarrow(values);
  return { sum: writeInteger(sum), min: writeInteger(BigInt(min)), max: writeInteger(BigInt(max)) };
}

/**
 * Sum (compensated, so correct to the last digit or two) and range of the finite values; null where there are none.
 * A sum beyond the largest number is the text of an infinity.
 */
export function summariseFloats(values: Float32Array | Float64Array) {
  let nanCount = 0;
  let infCount = 0;
  let sum = 0;
  let lost = 0; // what rounding took from the sum so far (Neumaier)
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) nanCount++;
    else if (!Number.isFinite(value)) infCount++;
    else {
      const next = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sum = next;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const finite = min <= max;
  return {
    nan_count: nanCount,
    inf_count: infCount,
    finite_sum: finite ? writeNumber(Number.isFinite(sum) ? sum + lost : sum) : null,
    finite_min: finite ? min : null,
    finite_max: finite ? max : null,
  };
}

/** SHA-256 of numbers as they lie in memory, which is little-endian wherever this runs in practice. */
export function hashOf(values: ArrayBufferView, digest: StartDigest): string {
  const sha256 = digest();
  sha256.update(values);
  return sha256.hex();
}

/** An integer for JSON: text beyond 2^53. */
export function writeInteger(value: bigint): number | string {
  const number = Number(value);
  return Math.abs(number) <= 2 ** 53 && BigInt(number) === value ? number : value.toString();
}

/** A number for JSON, which has neither NaN nor infinities. */
export function writeNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function isWide(values: NarrowArray | WideArray): values is WideArray {
  return values instanceof BigInt64Array || values instanceof BigUint64Array;
}

/** Numbers within a block, since a bigint for every element takes a hundred times as long. */
function summariseNarrow(values: NarrowArray) {
  let sum = 0n;
  let min = values[0] ?? 0;
  let max = min;
  for (let start = 0; start < values.length; start += blockLength) {
    let blockSum = 0;
    for (const value of values.subarray(start, start + blockLength)) {
      blockSum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    sum += BigInt(blockSum);
  }
  return { sum, min, max };
}

function summariseWide(values: WideArray) {
  let sum = 0n;
  let min = values[0] ?? 0n;
  let max = min;
  for (const value of values) {
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { sum, min, max };
}
