import { gunzip } from '$lib/formats/gzip';
import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { InspectedProblem, Inspection } from '$lib/model/inspection';
import type { RecognisedFile } from '$lib/model/own-file';
import { withoutCopyMark } from './copy-mark';
import { placedIn } from './file-problem';
import { structureOf } from './inspect-structure';
import { valuesOf, type FileValues } from './inspect-values';
import { recogniseFile } from './recognise';
import { baseName } from './validity';

/** So many bytes before and behind the place of a problem. */
const bytesBefore = 48;
const bytesBehind = 80;
const firstBytes = 128;

/**
 * Look into a file of any kind: what it is, what it is made of, what it shows, and what is wrong where. Never fails; of
 * a file in which nothing is known there are at least its first bytes.
 *
 * @param file left untouched
 * @param path with or without directories, as a person has it
 */
export async function inspectFile(file: Uint8Array, path: string): Promise<Inspection> {
  const known = await recogniseFile(file, path);
  const { bytes, problem: packed } = await gunzip(file);
  const isPacked = bytes !== file;
  const structure = await structureOf(bytes);
  const values = known.ok ? await valuesOf(file, withoutCopyMark(baseName(path)), known.value) : null;
  const recognised = known.ok && values ? asRead(known.value, values) : known;
  const problems = distinct(
    [ofRecognising(recognised), packed, structure.problem, values?.problem ?? null].map((one) => placedIn(file, one)),
  );
  return {
    name: baseName(path),
    bytes: file.length,
    unpackedBytes: isPacked ? bytes.length : null,
    format: isPacked ? `${structure.format}, packed with gzip` : structure.format,
    recognised,
    metadata: structure.metadata,
    structure: structure.nodes,
    pictures: values?.pictures ?? null,
    histogram: values?.histogram ?? null,
    problems: problems.map((problem) => withBytes(problem, bytes)),
    beginning: bytes.slice(0, firstBytes),
  };
}

/** What is not seen before the pictures are unpacked: that some of them cannot be. */
function asRead(recognised: RecognisedFile, { pictures, problem }: FileValues): Outcome<RecognisedFile> {
  const { content } = recognised;
  const readable = pictures?.total ?? 0;
  if (!problem || recognised.problem || content.kind !== 'frames') return { ok: true, value: recognised };
  const known = readable < content.frames ? { ...content, readable } : content;
  return { ok: true, value: { ...recognised, content: known, problem } };
}

function ofRecognising(recognised: Outcome<RecognisedFile>): FileProblem | null {
  return recognised.ok ? recognised.value.problem : problemOf(recognised.failure);
}

function problemOf(failure: Failure): FileProblem | null {
  if (failure.kind === 'corrupt') return { ...failure, kind: 'corrupt' };
  return failure.kind === 'unsupported' ? { ...failure, kind: 'unsupported', offset: null } : null;
}

/** One place is told once, whoever noticed it; what has no place comes last. */
function distinct(problems: readonly (FileProblem | null)[]): FileProblem[] {
  const found: FileProblem[] = [];
  for (const problem of problems) {
    const isKnown = found.some(
      ({ offset, message }) =>
        problem && (message.includes(problem.message) || (offset !== null && offset === problem.offset)),
    );
    if (problem && !isKnown) found.push(problem);
  }
  return found.sort((one, other) => (one.offset ?? Infinity) - (other.offset ?? Infinity) || 0);
}

function withBytes(problem: FileProblem, bytes: Uint8Array): InspectedProblem {
  const { offset } = problem;
  if (offset === null) return { problem, around: null };
  const line = Math.floor(Math.max(0, Math.min(offset, bytes.length) - bytesBefore) / 16) * 16;
  return { problem, around: { start: line, bytes: bytes.slice(line, offset + bytesBehind) } };
}
