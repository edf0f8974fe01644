/** An attribute as it stands in a file: one value or a list, text trimmed; null where its type is not read. */
export type Hdf5Value = string | number | readonly (string | number)[] | null;

/**
 * What an attribute says, however it was written: text, bytes, a number or a list of one of these.
 *
 * @returns text without NULs and blanks around it, or a number; null for anything else, longer lists too
 */
export function plainValue(value: unknown): string | number | null {
  if (typeof value === 'string') return trimText(value);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return decodeText(value);
  if (Array.isArray(value) && value.length === 1) return plainValue(value[0]);
  return null;
}

/** The text of a fixed-length string, which NULs or blanks fill up. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return trimText(new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)));
}

/** Without the blanks and NULs on either side. */
export function trimText(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isFiller(text.charCodeAt(start))) start++;
  while (end > start && isFiller(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isFiller(code: number): boolean {
  return code === 0 || code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
