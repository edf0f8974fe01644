import type { ByteCursor } from '../byte-cursor';
import { readDescribedValue, type DataContext } from './data';
import { readText } from './text';
import type { IdlValue, IdlVariable } from './value';

/** A VARIABLE or SYSTEM_VARIABLE record. */
export function readVariable(cursor: ByteCursor, system: boolean, context: DataContext): IdlVariable {
  return { name: readText(cursor), value: readDescribedValue(cursor, context), system };
}

/** A HEAP_DATA record: the target of pointers or objects; `value` is null where the record says there is none. */
export function readHeapData(
  cursor: ByteCursor,
  context: DataContext,
): { readonly index: number; readonly value: IdlValue | null } {
  const index = cursor.int32();
  cursor.take(4); // pointer, object or none: the type description says the same
  const value = readDescribedValue(cursor, context);
  return { index, value: value.kind === 'undefined' ? null : value };
}
