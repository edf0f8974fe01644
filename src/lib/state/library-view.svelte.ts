import type { BrokenFile, Library, LibraryFile } from '$lib/loading/library';
import { zipOf } from '$lib/loading/zip-export';
import type { KeptUsage } from '$lib/model/kept';
import { creditText } from './credit-text';
import { groupNights, KeptIndex, type KeptDataset, type KeptNight } from './kept-nights';
import type { LastingPromise } from './lasting.svelte';

/** Work that takes a while, and may be cancelled. */
export interface LibraryWork {
  readonly kind: 'pin' | 'forget' | 'verify' | 'export';
  readonly done: number;
  /** Files. */
  readonly total: number;
}

/** How the last piece of work ended. */
export type LibraryReport =
  | { readonly kind: 'pinned' | 'unpinned' | 'forgotten'; readonly files: number; readonly of: number }
  | {
      readonly kind: 'verified';
      readonly files: number;
      readonly unsigned: number;
      readonly broken: readonly BrokenFile[];
    }
  | { readonly kind: 'exported'; readonly files: number; readonly gone: number }
  | { readonly kind: 'cancelled'; readonly work: LibraryWork['kind']; readonly files: number }
  | { readonly kind: 'failed'; readonly work: LibraryWork['kind']; readonly message: string };

/** Takes a stream to where the person wants it; rejects when it is aborted or cannot be written. */
export type SaveStream = (stream: ReadableStream<Uint8Array>, signal: AbortSignal) => Promise<void>;

/** What the browser keeps, by dataset, site and night, and what a person does with it. */
export class LibraryView {
  phase = $state<'counting' | 'ready' | 'failed'>('counting');
  /** Why it could not be looked through. */
  trouble = $state('');
  usage = $state.raw<KeptUsage | null>(null);
  nights = $state.raw<readonly KeptNight[]>([]);
  datasets: readonly KeptDataset[] = $derived(groupNights(this.nights));
  work = $state.raw<LibraryWork | null>(null);
  report = $state.raw<LibraryReport | null>(null);
  /** Of nights, by id. */
  selected = $state.raw<ReadonlySet<string>>(new Set());
  chosen = $derived(this.nights.filter(({ id }) => this.selected.has(id)));

  readonly #library: Library;
  readonly #lasting: LastingPromise;
  #looking = new AbortController();
  #current = new AbortController();
  #seen = '';

  constructor(library: Library, lasting: LastingPromise) {
    this.#library = library;
    this.#lasting = lasting;
  }

  /** Look through everything, if the sums have changed since. */
  async look(): Promise<void> {
    try {
      const usage = await this.#library.usage();
      this.usage = usage;
      const { files, fileBytes, pinnedFiles, pinnedBytes } = usage;
      const sums = [files, fileBytes, pinnedFiles, pinnedBytes].join(' ');
      if (sums === this.#seen && this.phase === 'ready') return;
      await this.#list();
      this.#seen = sums;
    } catch (error) {
      this.trouble = messageOf(error);
      if (this.phase === 'counting') this.phase = 'failed';
    }
  }

  /** Stop everything; what is done is done. */
  close(): void {
    this.#looking.abort();
    this.#current.abort();
  }

  cancel(): void {
    this.#current.abort();
  }

  select(ids: readonly string[], on: boolean): void {
    const selected = new Set(this.selected);
    for (const id of ids)
      if (on) selected.add(id);
      else selected.delete(id);
    this.selected = selected;
  }

  async pin(nights: readonly KeptNight[]): Promise<void> {
    void this.#lasting.atFirstPin();
    const files = filesOf(nights);
    await this.#do('pin', files.length, async (signal, onFiles) => {
      const pinned = await this.#library.pin(files, signal, onFiles);
      return { kind: 'pinned', files: pinned, of: files.length };
    });
  }

  async unpin(nights: readonly KeptNight[]): Promise<void> {
    const files = filesOf(nights).filter(({ pin }) => pin !== null);
    await this.#do('pin', files.length, async () => {
      await this.#library.unpin(files);
      return { kind: 'unpinned', files: files.length, of: files.length };
    });
  }

  async forget(files: readonly LibraryFile[]): Promise<void> {
    await this.#do('forget', files.length, async (signal, onFiles) => {
      const forgotten = await this.#library.forget(files, signal, onFiles);
      return { kind: 'forgotten', files: forgotten, of: files.length };
    });
  }

  /** Read everything again and compare. */
  async verify(nights: readonly KeptNight[]): Promise<void> {
    const files = filesOf(nights);
    await this.#do('verify', files.length, async (signal, onFiles) => {
      const broken = await this.#library.verify(files, signal, onFiles);
      const unsigned = files.filter(({ pin }) => pin === null).length;
      return { kind: 'verified', files: files.length, unsigned, broken };
    });
  }

  /** The raw files as one zip, with whom to thank for them. */
  async exportZip(nights: readonly KeptNight[], save: SaveStream): Promise<void> {
    const files = filesOf(nights);
    await this.#do('export', files.length, async (signal, onFiles) => {
      const texts = [{ name: 'CREDIT.txt', text: creditText(nights) }];
      const { stream, gone } = zipOf(this.#library, files, texts, onFiles);
      await save(stream, signal);
      return { kind: 'exported', files: files.length - gone.length, gone: gone.length };
    });
  }

  async #list(): Promise<void> {
    this.#looking.abort();
    const { signal } = (this.#looking = new AbortController());
    const index = new KeptIndex();
    await this.#library.list(signal, (portion) => index.add(portion));
    if (signal.aborted) return;
    this.nights = index.nights();
    const ids = new Set(this.nights.map(({ id }) => id));
    this.selected = new Set([...this.selected].filter((id) => ids.has(id)));
    this.phase = 'ready';
    this.trouble = '';
  }

  /** One piece of work at a time. */
  async #do(
    kind: LibraryWork['kind'],
    total: number,
    job: (signal: AbortSignal, onFiles: (done: number) => void) => Promise<LibraryReport>,
  ): Promise<void> {
    if (this.work) return;
    const { signal } = (this.#current = new AbortController());
    this.work = { kind, done: 0, total };
    this.report = null;
    let done = 0;
    try {
      const report = await job(signal, (files) => {
        done = files;
        this.work = { kind, done: files, total };
      });
      this.report = signal.aborted ? { kind: 'cancelled', work: kind, files: done } : report;
    } catch (error) {
      this.report = signal.aborted
        ? { kind: 'cancelled', work: kind, files: done }
        : { kind: 'failed', work: kind, message: messageOf(error) };
    }
    this.work = null;
    this.#seen = '';
    await this.look();
  }
}

export function filesOf(nights: readonly KeptNight[]): LibraryFile[] {
  return nights.flatMap(({ files }) => files);
}

/** Files that nobody has used for so many days, and that are not pinned. */
export function unusedFor(nights: readonly KeptNight[], days: number, nowMs: number): LibraryFile[] {
  const beforeMs = nowMs - days * 86_400_000;
  return filesOf(nights).filter(({ pin, usedMs }) => pin === null && usedMs < beforeMs);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
