import type { FileProblem } from '$lib/model/failure';
import type { IdlValue, IdlVariable } from './value';

/** What an IDL SAVE file holds. Pointers are heap indices; `followPointer` gives what they point to. */
export interface IdlSaveFile {
  readonly compressed: boolean;
  /** Type codes of the records in file order, unknown ones included. */
  readonly recordTypes: readonly number[];
  /** In file order. */
  readonly variables: readonly IdlVariable[];
  /** Values that pointers and objects refer to, by heap index. */
  readonly heap: ReadonlyMap<number, IdlValue>;
  readonly commonBlocks: readonly { readonly name: string; readonly variables: readonly string[] }[];
  readonly notes: IdlSaveNotes;
  /** The first damage met; what is here is good all the same. */
  readonly problem: FileProblem | null;
}

/** What the file says about itself; null where it says nothing. */
export interface IdlSaveNotes {
  timestamp: { readonly date: string; readonly user: string; readonly host: string } | null;
  version: {
    readonly format: number;
    readonly architecture: string;
    readonly os: string;
    readonly release: string;
  } | null;
  identification: { readonly author: string; readonly title: string; readonly idCode: string } | null;
  notice: string | null;
  description: string | null;
}

/**
 * What a pointer or object reference points to; null for the null pointer and for one whose target the file lacks.
 * A target may itself hold pointers, also back to where one came from: whoever walks on must expect cycles.
 */
export function followPointer(file: Pick<IdlSaveFile, 'heap'>, heapIndex: number): IdlValue | null {
  return file.heap.get(heapIndex) ?? null;
}
