import { isRecord } from './request-body';

/** Which fields are wanted: true, or for what has fields of its own, which of these. */
export type ResponseFormat = { readonly [name: string]: boolean | ResponseFormat };

/** Whether it is one: an object of booleans, nested. */
export function isResponseFormat(value: unknown): value is ResponseFormat {
  return (
    isRecord(value) && Object.values(value).every((entry) => typeof entry === 'boolean' || isResponseFormat(entry))
  );
}

/** A record with what was asked for; what is not named is left out, and without a format all stays. */
export function inFormat(record: unknown, format: ResponseFormat | null): unknown {
  if (format === null) return record;
  if (Array.isArray(record)) return record.map((entry: unknown) => inFormat(entry, format));
  if (!isRecord(record)) return record;
  const kept: Record<string, unknown> = {};
  for (const [name, wanted] of Object.entries(format)) {
    if (wanted === false || !(name in record)) continue;
    kept[name] = wanted === true ? record[name] : inFormat(record[name], wanted);
  }
  return kept;
}
