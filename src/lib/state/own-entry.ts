import type { Advantage } from '$lib/loading/own-registry';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { OwnFrames, OwnGrid, OwnRiometer, RecognisedFile } from '$lib/model/own-file';
import type { GivenFile } from './given-files';
import { isGridOfEvent } from './own-tracks';
import { aboutContent, asideWords, givesWayWords, kindOf, troubleOf, type OwnKind } from './own-words';

/** A file that was looked at. */
export interface OwnEntry {
  readonly id: number;
  readonly path: string;
  readonly file: File | null;
  readonly outcome: Outcome<RecognisedFile>;
  /** Whether it is one of those in use, or a second one of the same minute. */
  readonly used: boolean;
  readonly kind: OwnKind;
  /** What is in it, for people; empty for a file that is not read. */
  readonly about: string;
  /** Damage, a contradiction, or why it is not read or not used; null where there is nothing to say. */
  readonly remark: string | null;
  /** All of this in lower case, put together once: thousands are searched with every letter that is typed. */
  readonly text: string;
}

/** @param use whether it is used, and what is to be said of it */
export function entryOf(
  id: number,
  { file, path }: GivenFile,
  outcome: Outcome<RecognisedFile>,
  { used, remark }: Pick<OwnEntry, 'used' | 'remark'>,
): OwnEntry {
  const about = outcome.ok ? aboutFile(outcome.value, outcome.value.content) : '';
  return { id, path, file, outcome, used, kind: kindOf(outcome), about, remark, text: textOf(path, about, remark) };
}

/** An entry whose file turned out to be damaged. */
export function withDamage(entry: OwnEntry, known: RecognisedFile, problem: FileProblem, readable: number): OwnEntry {
  const { content } = known;
  const counted = content.kind === 'frames' && readable < content.frames ? { ...content, readable } : content;
  const outcome = { ok: true, value: { ...known, content: counted, problem } } as const;
  const about = aboutFile(known, counted);
  const trouble = troubleOf(outcome);
  const remark = entry.used ? givesWayWords(trouble) : [entry.remark, trouble].filter(Boolean).join(' ');
  return { ...entry, outcome, about, remark, text: textOf(entry.path, about, remark) };
}

/** The entry of a file that gave way to a better one of the same minute. */
export function setAside(entry: OwnEntry, because: Advantage): OwnEntry {
  const remark = asideWords(troubleOf(entry.outcome), because);
  return { ...entry, used: false, remark, text: textOf(entry.path, entry.about, remark) };
}

export function framesInUse({ outcome, used }: OwnEntry): OwnFrames[] {
  return used && outcome.ok && outcome.value.content.kind === 'frames' ? [outcome.value.content] : [];
}

export function gridsInUse({ outcome, used }: OwnEntry): OwnGrid[] {
  const content = used && outcome.ok ? outcome.value.content : null;
  return content?.kind === 'grid' && isGridOfEvent(content) ? [content] : [];
}

export function curvesInUse({ outcome, used }: OwnEntry): OwnRiometer[] {
  return used && outcome.ok && outcome.value.content.kind === 'riometer' ? [outcome.value.content] : [];
}

function aboutFile({ synthetic }: RecognisedFile, content: RecognisedFile['content']): string {
  return `${aboutContent(content)}${synthetic ? ', synthetic' : ''}`;
}

function textOf(path: string, about: string, remark: string | null): string {
  return `${path} ${about} ${remark ?? ''}`.toLowerCase();
}
