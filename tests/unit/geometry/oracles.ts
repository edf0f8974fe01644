import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sharedData } from '../shared-data';

/** Figures computed by other programs, beside the folder of real files; null where they are missing. */
export function readOracle<T>(name: string): T | null {
  if (!sharedData) return null;
  const path = resolve(sharedData, '../reference/oracles', name);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as T;
  if (process.env.CI === 'true') throw new Error(`the reference figures ${name} are missing`);
  console.warn(`SKIPPED: tests against ${name}, which is missing`);
  return null;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** The rows of a table, with their columns by name. */
export function namedRows(table: Table | null): Record<string, number>[] {
  return (table?.rows ?? []).map((row) =>
    Object.fromEntries(row.map((value, index) => [table!.columns[index]!, value])),
  );
}
