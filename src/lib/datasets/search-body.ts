import type { FilterGroup } from '$lib/model/search';
import type { TimeRange } from '$lib/model/time';
import { formatDate, formatSecond, secondUs } from './utc';

/* What all searches of the service have in common: how their questions are written, and how answers come. */

/** Filters as any search wants them; none is an empty object. */
export function filterBody(filters: FilterGroup | null): object {
  if (!filters || filters.expressions.length === 0) return {};
  return { logical_operator: filters.joined, expressions: filters.expressions };
}

/** Start and end as any search wants them: the end is the last second that counts. */
export function timesBody({ startUs, endUs }: TimeRange): { readonly start: string; readonly end: string } {
  return { start: secondOf(startUs), end: secondOf(endUs - secondUs) };
}

/**
 * Records as the service gives them: a bare list, or one below `result`, as its clients read it.
 *
 * @param answer the whole text of it
 * @returns a sentence where there is no list
 */
export function recordsOf(answer: string): readonly unknown[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer);
  } catch {
    return 'something that is no JSON';
  }
  if (isList(parsed)) return parsed;
  if (typeof parsed !== 'object' || parsed === null) return 'something that is no list';
  const { result, error } = parsed as {
    readonly result?: unknown;
    readonly error?: { readonly error_message?: unknown };
  };
  if (isList(result)) return result;
  const said = error?.error_message;
  return typeof said === 'string' ? said.slice(0, 500) : 'something that is no list';
}

/** `2020-02-01T00:00:00`: to the second and without a zone. */
function secondOf(us: number): string {
  return `${formatDate(us)}T${formatSecond(us)}`;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
