/** What a record says of itself beyond its columns. */
export type Metadata = Readonly<Record<string, unknown>>;

export interface FilterGroup {
  readonly logical_operator?: 'AND' | 'OR';
  readonly expressions?: readonly FilterExpression[];
}

export interface FilterExpression {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly (string | number | boolean)[];
}

/** How many values an operator takes. */
const arity: Readonly<Record<string, readonly [least: number, most: number]>> = {
  '=': [1, 1],
  '!=': [1, 1],
  '<': [1, 1],
  '<=': [1, 1],
  '>': [1, 1],
  '>=': [1, 1],
  in: [1, Infinity],
  'not in': [1, Infinity],
  between: [2, 2],
};

/** What is wrong with a group of filters, as a sentence; null for a good one. */
export function filterComplaint(group: unknown): string | null {
  if (group === undefined || group === null) return null;
  if (typeof group !== 'object') return 'metadata filters are an object';
  const { logical_operator: joined = 'AND', expressions = [] } = group as FilterGroup;
  if (joined !== 'AND' && joined !== 'OR') return `logical_operator is AND or OR, not ${String(joined)}`;
  if (!Array.isArray(expressions)) return 'expressions is a list';
  for (const expression of expressions as readonly Partial<FilterExpression>[]) {
    const { key, operator = '', values } = expression;
    const limits = arity[operator];
    if (typeof key !== 'string' || key === '') return 'an expression has a key';
    if (!limits) return `no such operator: ${operator}`;
    if (!Array.isArray(values) || values.length < limits[0] || values.length > limits[1])
      return `${operator} does not take ${Array.isArray(values) ? values.length : 'no'} values`;
  }
  return null;
}

/** Whether a record passes; a key that it does not have fulfils no expression. */
export function passes(metadata: Metadata, group: FilterGroup | null | undefined): boolean {
  const expressions = group?.expressions ?? [];
  if (expressions.length === 0) return true;
  const holds = (expression: FilterExpression) => fulfils(metadata[expression.key], expression);
  return group?.logical_operator === 'OR' ? expressions.some(holds) : expressions.every(holds);
}

function fulfils(value: unknown, { operator, values }: FilterExpression): boolean {
  if (value === undefined || value === null) return false;
  const order = values.map((other) => compare(value, other));
  switch (operator) {
    case '=':
    case 'in':
      return order.includes(0);
    case '!=':
    case 'not in':
      return !order.includes(0);
    case '<':
      return order[0]! < 0;
    case '<=':
      return order[0]! <= 0;
    case '>':
      return order[0]! > 0;
    case '>=':
      return order[0]! >= 0;
    default:
      return order[0]! >= 0 && order[1]! <= 0;
  }
}

/** Numbers by their size, whether they are written as text or not; all else as text. */
function compare(value: unknown, other: string | number | boolean): number {
  const [a, b] = [Number(value), Number(other)];
  if (!Number.isNaN(a) && !Number.isNaN(b) && String(other).trim() !== '') return a - b;
  const [one, two] = [String(value), String(other)];
  return one < two ? -1 : one > two ? 1 : 0;
}
