import type { IncomingMessage } from 'node:http';
import { emptyAnswer, textAnswer, type Answer } from './answer';
import type { Found } from './folder';

/**
 * The answer to a request for a file: whole (200), one stretch of it (206), nothing new (304), or a range that it does
 * not have (416). Several ranges at once are answered with the whole file, as the standard allows.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110 §13 (conditions) and §14 (ranges)
 */
export function fileAnswer(request: IncomingMessage, file: Found, headers: Record<string, string>): Answer {
  const etag = `"${file.bytes.toString(16)}-${Math.floor(file.modified.getTime()).toString(16)}"`;
  const common = {
    ...headers,
    etag,
    'last-modified': file.modified.toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (isUnchanged(request, etag, file.modified)) return emptyAnswer(304, common);

  const whole: Answer = { status: 200, headers: common, body: { file: file.path, start: 0, length: file.bytes } };
  const wanted = request.headers.range;
  if (wanted === undefined || !rangeStillHolds(request, etag, file.modified)) return whole;
  const range = parseRange(wanted, file.bytes);
  if (range === 'whole') return whole;
  if (range === 'unsatisfiable') {
    return textAnswer(416, 'text/plain', 'The file has no such bytes.\n', { 'content-range': `bytes */${file.bytes}` });
  }
  return {
    status: 206,
    headers: { ...common, 'content-range': `bytes ${range.start}-${range.end}/${file.bytes}` },
    body: { file: file.path, start: range.start, length: range.end - range.start + 1 },
  };
}

/** `bytes=0-99`, `bytes=100-`, `bytes=-100` (the last hundred); `end` is part of the range. */
export function parseRange(header: string, bytes: number): { start: number; end: number } | 'whole' | 'unsatisfiable' {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header);
  if (!match) return 'whole';
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < start) return 'whole'; // not a range at all
  return start >= bytes ? 'unsatisfiable' : { start, end };
}

function isUnchanged(request: IncomingMessage, etag: string, modified: Date): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
  const since = request.headers['if-modified-since'];
  return since !== undefined && wholeSeconds(modified) <= Date.parse(since);
}

function rangeStillHolds(request: IncomingMessage, etag: string, modified: Date): boolean {
  const condition = request.headers['if-range'];
  if (condition === undefined || Array.isArray(condition)) return true;
  return condition.startsWith('"') ? condition === etag : wholeSeconds(modified) === Date.parse(condition);
}

/** HTTP dates have no fractions. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000;
}
