type IntegerArray = Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

/** Sum and range of integers, exact. */
export function summariseIntegers(values: IntegerArray) {
  let sum = 0n;
  let min = BigInt(values[0] ?? 0);
  let max = min;
  for (const value of values) {
    const exact = BigInt(value);
    sum += exact;
    if (exact < min) min = exact;
    if (exact > max) max = exact;
  }
  return { sum: writeInteger(sum), min: writeInteger(min), max: writeInteger(max) };
}

/** Sum (compensated, so correct to the last digit or two) and range of the finite values; null where there are none. */
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
    finite_sum: finite ? writeNumber(sum + lost) : null,
    finite_min: finite ? min : null,
    finite_max: finite ? max : null,
  };
}

/** An integer for JSON: text beyond 2^53. */
export function writeInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** A number for JSON, which has neither NaN nor infinities. */
export function writeNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
