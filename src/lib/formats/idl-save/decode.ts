import { ByteCursor } from '../byte-cursor';
import { FormatError } from '../format-error';
import type { DataContext } from './data';
import {
  readCommonBlock,
  readDescription,
  readIdentification,
  readNotice,
  readTimestamp,
  readVersion,
} from './note-records';
import { openCompressedBody, openPlainBody, relocate, type UnpackBudget } from './record-body';
import { readRecordHeader, recordType, type RecordHeader } from './record-header';
import type { IdlSaveFile } from './save-file';
import { readHeapData, readVariable } from './value-records';
import type { IdlValue, IdlVariable } from './value';

/** Limits for hostile files, far above what a skymap needs. */
const maxUnpackedBytes = 128 * 1024 * 1024;
const maxDiscardedBytes = 256 * 1024 * 1024;
const maxRecords = 5000;
const maxValues = 1_000_000;

const readableTypes: ReadonlySet<number> = new Set(
  Object.values(recordType).filter((type) => type !== recordType.end && type !== recordType.promote64),
);

/** A file as it grows while its records are read. */
interface Draft {
  readonly recordTypes: number[];
  readonly variables: IdlVariable[];
  readonly heap: Map<number, IdlValue>;
  readonly commonBlocks: IdlSaveFile['commonBlocks'][number][];
  readonly notes: IdlSaveFile['notes'];
  problem: FormatError | null;
}

/**
 * Decode an IDL SAVE file (`.sav`), plain or compressed. Never throws for what the bytes hold: a variable that cannot
 * be read is left out, the others stay, and `problem` names the first damage. Records of unknown type are skipped.
 *
 * @param bytes the whole file; numbers in it are big-endian, text is Latin-1
 * @returns arrays in host byte order, dims slowest first, elements in file order; pointers as heap indices
 * @see C. B. Markwardt, "Unofficial Format Specification, IDL SAVE File"
 */
export async function decodeIdlSave(bytes: Uint8Array): Promise<IdlSaveFile> {
  const draft = emptyDraft();
  const cursor = new ByteCursor(bytes, 'idl save');
  let compressed = false;
  try {
    compressed = readSignature(cursor);
    await readRecords(cursor, bytes, compressed, draft);
  } catch (error) {
    noteProblem(draft, error);
  }
  return { ...draft, compressed, problem: draft.problem?.toProblem() ?? null };
}

async function readRecords(cursor: ByteCursor, bytes: Uint8Array, compressed: boolean, draft: Draft): Promise<void> {
  const context: DataContext = { known: new Map(), valuesLeft: maxValues };
  const budget: UnpackBudget = { bytesLeft: maxUnpackedBytes, discardsLeft: maxDiscardedBytes };
  let promoted = false;
  while (!cursor.atEnd) {
    if (draft.recordTypes.length >= maxRecords) throw cursor.error(`more than ${maxRecords} records`, 'unsupported');
    const header = readRecordHeader(cursor, promoted);
    draft.recordTypes.push(header.type);
    if (header.type === recordType.end) return;
    if (header.type === recordType.promote64) promoted = true;
    if (readableTypes.has(header.type)) {
      try {
        if (compressed) await readCompressedRecord(bytes, header, budget, context, draft);
        else readBody(header.type, openPlainBody(bytes, header), context, draft);
      } catch (error) {
        noteProblem(draft, error);
      }
    }
    cursor.seek(header.next);
  }
}

async function readCompressedRecord(
  bytes: Uint8Array,
  header: RecordHeader,
  budget: UnpackBudget,
  context: DataContext,
  draft: Draft,
): Promise<void> {
  const body = await openCompressedBody(bytes, header, budget);
  try {
    readBody(header.type, body, context, draft);
  } catch (error) {
    throw error instanceof FormatError ? relocate(error, header) : error;
  }
}

function readBody(type: number, cursor: ByteCursor, context: DataContext, draft: Draft): void {
  switch (type) {
    case recordType.variable:
    case recordType.systemVariable:
      draft.variables.push(readVariable(cursor, type === recordType.systemVariable, context));
      break;
    case recordType.heapData: {
      const { index, value } = readHeapData(cursor, context);
      if (value) draft.heap.set(index, value);
      break;
    }
    case recordType.commonVariable:
      draft.commonBlocks.push(readCommonBlock(cursor));
      break;
    case recordType.timestamp:
      draft.notes.timestamp = readTimestamp(cursor);
      break;
    case recordType.version:
      draft.notes.version = readVersion(cursor);
      break;
    case recordType.identification:
      draft.notes.identification = readIdentification(cursor);
      break;
    case recordType.notice:
      draft.notes.notice = readNotice(cursor);
      break;
    case recordType.description:
      draft.notes.description = readDescription(cursor);
      break;
  }
}

/** Whether the file is compressed. */
function readSignature(cursor: ByteCursor): boolean {
  const [s, r, zero, form] = cursor.take(4);
  if (s === 0x53 && r === 0x52 && zero === 0 && (form === 4 || form === 6)) return form === 6;
  cursor.seek(0);
  throw cursor.error('not an IDL SAVE file: it does not begin with "SR"');
}

function emptyDraft(): Draft {
  return {
    recordTypes: [],
    variables: [],
    heap: new Map(),
    commonBlocks: [],
    notes: { timestamp: null, version: null, identification: null, notice: null, description: null },
    problem: null,
  };
}

function noteProblem(draft: Draft, error: unknown): void {
  if (!(error instanceof FormatError)) throw error;
  draft.problem ??= error;
}
