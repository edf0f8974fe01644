import type { FileProblem, FileProblemKind } from '$lib/model/failure';

/** A regular file inside a tar. */
export interface TarEntry {
  /** As written, with the directories before it. */
  readonly name: string;
  /** Where its first header block begins in the tar, in bytes. */
  readonly offset: number;
  /** Where its content begins in the tar, in bytes. */
  readonly contentOffset: number;
  /** Its content: a view of the tar, not a copy. */
  readonly bytes: Uint8Array;
}

export interface TarFile {
  /** In file order; two may have one name. */
  readonly entries: readonly TarEntry[];
  /** The first thing wrong with the file; the entries are whole all the same. */
  readonly problem: FileProblem | null;
}

const blockBytes = 512;
/** Names and the like of one member come to a few hundred bytes. */
const longestExtension = 2 ** 20;
/** A minute of bursts has 170. What is kept for each is small, but a large file could have a million. */
const mostEntries = 100_000;

/**
 * Find the files in a tar: ustar, with names and sizes of pax (`x`, `g`) and GNU (`L`) headers, and the older form
 * without a mark. Directories, links and devices are passed over. Reading ends at a block of zeros or with the bytes.
 * A block that should be a header and is none is passed over up to the next header; a member that the end cuts off is
 * left out; `problem` says what was wrong first, and where.
 *
 * @param bytes left untouched
 * @see POSIX.1-2017, pax, "ustar Interchange Format" and "pax Extended Header"; GNU tar manual, "Basic Tar Format"
 */
export function decodeTar(bytes: Uint8Array): TarFile {
  const entries: TarEntry[] = [];
  const forAll = new Map<string, string>();
  const forNext = new Map<string, string>();
  let start: number | null = null; // of the member whose headers are being read
  let problem: FileProblem | null = null;
  const note = (kind: FileProblemKind, offset: number, message: string) => {
    problem ??= { kind, format: 'tar', offset, message };
  };

  let at = 0;
  while (at < bytes.length) {
    const header = bytes.subarray(at, at + blockBytes);
    if (header.every((byte) => byte === 0)) break;
    if (header.length < blockBytes) {
      note('truncated', at, 'the file ends in the header of a member');
      break;
    }
    const size = isHeader(header) ? sizeOf(header, forNext.get('size') ?? forAll.get('size')) : null;
    if (size === null) {
      note('corrupt', at, 'the header of a member is damaged');
      forNext.clear();
      start = null;
      at = nextHeader(bytes, at + blockBytes);
      continue;
    }
    start ??= at;
    const type = String.fromCharCode(header[typeOffset]!);
    const contentOffset = at + blockBytes;
    const content = hasContent(type) ? size : 0;
    if (content > bytes.length - contentOffset) {
      note('truncated', start, `the last member has ${bytes.length - contentOffset} of its ${content} bytes`);
      break;
    }
    const own = bytes.subarray(contentOffset, contentOffset + content);
    if (isExtension(type)) {
      const sound = content <= longestExtension && takeExtension(type, own, type === 'g' ? forAll : forNext);
      if (!sound) note('corrupt', at, 'the extended header of a member is damaged');
    } else {
      const name = forNext.get('path') ?? forAll.get('path') ?? nameOf(header);
      if (isFile(type, name)) entries.push({ name, offset: start, contentOffset, bytes: own });
      forNext.clear();
      start = null;
      if (entries.length > mostEntries) {
        entries.pop();
        note('unsupported', at, `more than ${mostEntries} members`);
        break;
      }
    }
    at = contentOffset + Math.ceil(content / blockBytes) * blockBytes;
  }
  return { entries, problem };
}

const typeOffset = 156;
const markOffset = 257;
const checksum = { start: 148, end: 156 } as const;

function isHeader(header: Uint8Array): boolean {
  const stated = octal(header.subarray(checksum.start, checksum.end));
  if (stated === null) return false;
  let unsigned = 0;
  let signed = 0; // as some old programs add it up
  header.forEach((byte, index) => {
    const counted = index >= checksum.start && index < checksum.end ? 0x20 : byte;
    unsigned += counted;
    signed += (counted << 24) >> 24;
  });
  return stated === unsigned || stated === signed;
}

/** Where a header with ustar's mark and a right checksum begins, in whole blocks from `from` on; else the end. */
function nextHeader(bytes: Uint8Array, from: number): number {
  for (let at = from; at + blockBytes <= bytes.length; at += blockBytes) {
    const header = bytes.subarray(at, at + blockBytes);
    if (hasMark(header) && isHeader(header)) return at;
  }
  return bytes.length;
}

function hasMark(header: Uint8Array): boolean {
  return [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, index) => header[markOffset + index] === byte);
}

function sizeOf(header: Uint8Array, ofPax: string | undefined): number | null {
  if (ofPax !== undefined && !isExtension(String.fromCharCode(header[typeOffset]!))) {
    return /^\d{1,15}$/.test(ofPax) ? Number(ofPax) : null;
  }
  const field = header.subarray(124, 136);
  return (field[0]! & 0x80) === 0 ? octal(field) : base256(field);
}

/** Digits with blanks or zeros around them; none at all is 0. */
function octal(field: Uint8Array): number | null {
  const text = latin1(field)
    .replace(/\0[^]*$/, '')
    .trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : null;
}

/** GNU's form of sizes from 8 GB on; the highest bit only marks it. */
function base256(field: Uint8Array): number | null {
  let value = field[0]! & 0x7f;
  for (const byte of field.subarray(1)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : null;
}

/** Links, directories and devices have none, whatever their size field says. */
function hasContent(type: string): boolean {
  return !'123456'.includes(type);
}

function isExtension(type: string): boolean {
  return 'xgLK'.includes(type);
}

/** Programs of before ustar write a directory as a file with a slash at the end of its name. */
function isFile(type: string, name: string): boolean {
  return '0\x007'.includes(type) && !name.endsWith('/');
}

/** Only in POSIX's own form is the prefix a part of the name: GNU keeps times there. */
function nameOf(header: Uint8Array): string {
  const name = textOf(header.subarray(0, 100));
  const isPosix = hasMark(header) && header[markOffset + 5] === 0;
  const prefix = isPosix ? textOf(header.subarray(345, 500)) : '';
  return prefix ? `${prefix}/${name}` : name;
}

/** @returns false when the header makes no sense; what came before the fault counts */
function takeExtension(type: string, content: Uint8Array, into: Map<string, string>): boolean {
  if (type === 'L') into.set('path', textOf(content));
  if (type === 'L' || type === 'K') return true;
  let at = 0;
  while (at < content.length) {
    const blank = content.indexOf(0x20, at);
    const length = blank > at && blank - at <= 7 ? Number(latin1(content.subarray(at, blank))) : NaN;
    const end = at + length;
    if (!Number.isInteger(end) || end <= blank + 1 || content[end - 1] !== 0x0a) return false;
    const record = textOf(content.subarray(blank + 1, end - 1));
    const equals = record.indexOf('=');
    const [key, value] = [record.slice(0, equals), record.slice(equals + 1)];
    if (key === 'path' || key === 'size') {
      if (value) into.set(key, value);
      else into.delete(key);
    }
    at = end;
  }
  return true;
}

/** UTF-8 up to the first zero. */
function textOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
