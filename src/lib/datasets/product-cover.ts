import type { ProductQuery, ProductTable } from '$lib/model/data-product';
import type { DataSource, FilterExpression, FilterGroup } from '$lib/model/search';
import { chosenProducts, metadataTextAt } from './product-table';

/* What the answer to one question tells about another one. */

/** Whether all that is asked for is among what was found, as far as the days of both reach. */
export function coversQuery(found: ProductQuery, asked: ProductQuery): boolean {
  return (
    coversList(found.programs, asked.programs) &&
    coversList(found.platforms, asked.platforms) &&
    coversList(found.instrumentTypes, asked.instrumentTypes) &&
    coversList(found.types, asked.types) &&
    coversFilters(found.filters, asked.filters)
  );
}

export interface FoundPart {
  /** What a question found that covers the one that is asked. */
  readonly table: ProductTable;
  /** Whether what starts then is taken from this part. */
  readonly isItsOwn: (startUs: number) => boolean;
}

/** The products that are asked for, out of what other questions found. */
export function askedProducts(parts: readonly FoundPart[], asked: ProductQuery): ProductTable {
  const plain = asked.filters?.joined === 'AND' ? asked.filters.expressions.filter(isPlain) : [];
  const wanted = plain.map(({ key, values }) => values.map((value) => pieceOfMetadata(key, value)));
  return chosenProducts(
    parts.map(({ table, isItsOwn }) => {
      const sources = table.sources.map((source) => isOfSource(source, asked));
      const types = table.types.map((type) => isIn(asked.types, type));
      const isChosen = (index: number) =>
        isItsOwn(table.startUs[index]!) &&
        // Only what lies within the range as a whole is asked for.
        table.endUs[index]! <= asked.range.endUs &&
        sources[table.source[index]!]! &&
        types[table.type[index]!]! &&
        (wanted.length === 0 || passes(metadataTextAt(table, index), wanted));
      return { table, isChosen };
    }),
  );
}

/** Lists that are empty stand for all. */
function coversList(found: readonly string[], asked: readonly string[]): boolean {
  return found.length === 0 || (asked.length > 0 && asked.every((name) => found.includes(name)));
}

/** The same filters, or fewer where those that come on top can be looked at here. */
function coversFilters(found: FilterGroup | null, asked: FilterGroup | null): boolean {
  if (JSON.stringify(found) === JSON.stringify(asked)) return true;
  if (found?.joined === 'OR' || asked?.joined !== 'AND') return false;
  const known = found?.expressions ?? [];
  return (
    known.every((expression) => isAmong(asked.expressions, expression)) &&
    asked.expressions.every((expression) => isAmong(known, expression) || isPlain(expression))
  );
}

function isAmong(list: readonly FilterExpression[], expression: FilterExpression): boolean {
  const text = JSON.stringify(expression);
  return list.some((other) => JSON.stringify(other) === text);
}

function isOfSource({ program, platform, instrumentType }: DataSource, asked: ProductQuery): boolean {
  return (
    isIn(asked.programs, program) && isIn(asked.platforms, platform) && isIn(asked.instrumentTypes, instrumentType)
  );
}

/** Whether text alone decides: how the service compares numbers is its own affair. */
function isPlain({ operator, values }: FilterExpression): boolean {
  return (operator === '=' || operator === 'in') && values.every((value) => /^[a-z]/i.test(value));
}

/** @param wanted of each list one piece */
function passes(metadata: string, wanted: readonly (readonly string[])[]): boolean {
  return wanted.every((pieces) => pieces.some((piece) => metadata.includes(piece)));
}

/**
 * As a key and its value stand in the text of a record's metadata, and nothing else does: a quotation mark within a text
 * has a stroke before it. Reading tens of thousands of such texts would take a tenth of a second.
 */
function pieceOfMetadata(key: string, value: string): string {
  return JSON.stringify({ [key]: value }).slice(1, -1);
}

function isIn(list: readonly string[], name: string): boolean {
  return list.length === 0 || list.includes(name);
}
