import type { OwnFileRegistry } from '$lib/loading/own-registry';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { FileInspector, Inspection } from '$lib/model/inspection';
import type { OwnFrames, RecognisedFile } from '$lib/model/own-file';
import type { Wish } from '$lib/model/work';
import { filesOfFolder, type GivenFile, type GivenFiles, type OpenFolder } from './given-files';
import { nightsOf } from './own-tracks';
import { aboutContent, kindOf, troubleOf, type OwnKind } from './own-words';

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

/** What outlives the tab: small values by key. */
interface Memory {
  get(key: string): Promise<{ readonly value: unknown } | undefined>;
  put(key: string, value: unknown): Promise<unknown>;
  delete(key: string): Promise<void>;
}

export interface OwnFilesParts {
  readonly inspector: FileInspector;
  readonly registry: OwnFileRegistry;
  readonly memory: Memory;
  readonly nowMs?: () => number;
}

const filesKey = 'own files';
const folderKey = 'own folder';
/** Files at the workers: a few more than there are workers, so that none of them waits. */
const atOnce = 6;
/** The list grows so often, and less often the longer it is. */
const shortestBatchMs = 150;
/** A look at one file goes before the recognising of many. */
const lookRank = -1;

/**
 * The files that a person opened in this tab: recognised one after the other in the workers, put where the event finds
 * them. Of an earlier visit is kept which minutes they were, and the folder where the browser can open it again; never
 * anything of their content.
 */
export class OwnFiles {
  phase = $state<'empty' | 'searching' | 'reading' | 'done' | 'cancelled'>('empty');
  /** Files that were found, and of these the ones that have been looked at. */
  found = $state(0);
  done = $state(0);
  entries = $state.raw<readonly OwnEntry[]>([]);
  /** A folder of an earlier visit that can be opened again. */
  folder = $state.raw<OpenFolder | null>(null);
  /** Minutes of an earlier visit whose files are not open. */
  lost = $state(0);
  /** Why a folder could not be opened again; null when nothing was in the way. */
  refusal = $state<string | null>(null);

  nights = $derived(nightsOf(this.entries.flatMap(framesInUse)));
  /** Of what is being looked at, in seconds; null while it cannot be told. */
  remainingSec = $derived.by(() => {
    if (this.phase !== 'reading' || this.done < 5) return null;
    return (((this.#nowMs() - this.#beganMs) / this.done) * (this.found - this.done)) / 1000;
  });

  readonly #inspector: FileInspector;
  readonly #registry: OwnFileRegistry;
  readonly #memory: Memory;
  readonly #nowMs: () => number;
  #control = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #beganMs = 0;
  #ids = 0;
  #arrived: OwnEntry[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: GivenFile[] = [];

  constructor({ inspector, registry, memory, nowMs = () => performance.now() }: OwnFilesParts) {
    this.#inspector = inspector;
    this.#registry = registry;
    this.#memory = memory;
    this.#nowMs = nowMs;
  }

  get busy(): boolean {
    return this.phase === 'searching' || this.phase === 'reading';
  }

  /** What an earlier visit left. Call once, before events are opened. */
  async restore(): Promise<void> {
    const [files, folder] = await Promise.all([this.#memory.get(filesKey), this.#memory.get(folderKey)]);
    if (Array.isArray(files?.value)) this.#registry.remember((files.value as unknown[]).filter(isArchiveFile));
    this.lost = this.#registry.lostFiles.length;
    if (isFolder(folder?.value)) this.folder = folder.value;
  }

  /** Adds files to those that are open; several calls are dealt with one after the other. */
  add(given: GivenFiles): Promise<void> {
    if (!this.busy) this.#begin();
    const { signal } = this.#control;
    this.#last = this.#last.then(() => this.#take(given, signal));
    return this.#last;
  }

  /** @param folder is remembered, so that it can be opened again after a reload */
  async addFolder(folder: OpenFolder): Promise<void> {
    this.folder = folder;
    this.refusal = null;
    await this.#memory.put(folderKey, folder);
    await this.add(filesOfFolder(folder));
  }

  /** Opens the folder of an earlier visit; the browser asks the person. */
  async openAgain(): Promise<void> {
    const { folder } = this;
    if (!folder) return;
    this.refusal = null;
    try {
      if ((await folder.requestPermission?.({ mode: 'read' })) === 'denied') this.refusal = notAllowed;
      else await this.add(filesOfFolder(folder));
    } catch (error) {
      this.refusal = `The folder ${folder.name} cannot be opened: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Nothing more is looked at; what has been recognised stays. */
  cancel(): void {
    if (!this.busy) return;
    this.#control.abort();
    this.#queue = [];
    this.#flush();
    this.phase = 'cancelled';
  }

  /** Lets go of all files, and forgets that there were any. */
  async clear(): Promise<void> {
    this.cancel();
    this.#registry.clear();
    this.#arrived = [];
    this.entries = [];
    [this.found, this.done, this.lost] = [0, 0, 0];
    this.folder = null;
    this.phase = 'empty';
    await Promise.all([this.#memory.delete(filesKey), this.#memory.delete(folderKey)]);
  }

  inspect({ file, path }: OwnEntry, signal: AbortSignal): Promise<Outcome<Inspection>> {
    if (!file) return Promise.resolve(notGiven);
    return this.#inspector.inspect(file, path, { rank: () => lookRank, signal });
  }

  /** The line that `npm run -s inspect` prints for a file. */
  describe({ file, path }: OwnEntry, signal: AbortSignal): Promise<Outcome<string>> {
    if (!file) return Promise.resolve(notGiven);
    return this.#inspector.describe(file, path, { rank: () => lookRank, signal });
  }

  #begin(): void {
    this.#control = new AbortController();
    this.#beganMs = this.#nowMs();
    [this.found, this.done] = [0, 0];
    this.phase = 'searching';
  }

  async #take(given: GivenFiles, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    for await (const portion of given(signal)) {
      if (signal.aborted) return;
      this.#queue.push(...portion);
      this.found += portion.length;
    }
    if (signal.aborted) return;
    if (this.phase === 'searching') this.#beganMs = this.#nowMs();
    this.phase = 'reading';
    await Promise.all(Array.from({ length: atOnce }, () => this.#work(signal)));
    if (signal.aborted) return;
    this.#flush();
    this.phase = this.entries.length === 0 ? 'empty' : 'done';
    this.lost = this.#registry.lostFiles.length;
    await this.#memory.put(filesKey, [...this.#registry.files, ...this.#registry.lostFiles].slice(0, mostRemembered));
  }

  async #work(signal: AbortSignal): Promise<void> {
    const wish: Wish = { rank: () => 0, signal };
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { file, path } = next;
      const outcome = file ? await this.#inspector.recognise(file, path, wish) : notGiven;
      if (signal.aborted) return;
      this.#arrive(this.#entryOf(next, outcome));
    }
  }

  #entryOf({ file, path }: GivenFile, outcome: Outcome<RecognisedFile>): OwnEntry {
    const used = this.#use(file, path, outcome);
    const about = outcome.ok
      ? `${aboutContent(outcome.value.content)}${outcome.value.synthetic ? ', synthetic' : ''}`
      : '';
    const remark = outcome.ok && !used ? secondOfMinute : troubleOf(outcome);
    const text = `${path} ${about} ${remark ?? ''}`.toLowerCase();
    return { id: ++this.#ids, path, file, outcome, used, kind: kindOf(outcome), about, remark, text };
  }

  /** @returns false for a second file of one minute */
  #use(file: File | null, path: string, outcome: Outcome<RecognisedFile>): boolean {
    if (!outcome.ok || !file) return false;
    const { content } = outcome.value;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (content.kind === 'frames') return this.#registry.addFrames(file, content);
    if (content.kind === 'skymap') this.#registry.addSkymap({ ...content, name, blob: file });
    if (content.kind === 'calibration') this.#registry.addCalibration({ ...content, name, blob: file });
    return true;
  }

  #arrive(entry: OwnEntry): void {
    this.#arrived.push(entry);
    this.#timer ??= setTimeout(() => this.#flush(), shortestBatchMs + this.entries.length / 20);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#arrived.length === 0) return;
    this.entries = [...this.entries, ...this.#arrived];
    this.done += this.#arrived.length;
    this.#arrived = [];
  }
}

const secondOfMinute = 'Another file of the same minute is open: that one is used.';

/** A few years of one camera's events. */
const mostRemembered = 20_000;

const notAllowed = 'The browser was told not to open the folder. “Open the folder again” asks once more.';

const notGiven: Outcome<never> = {
  ok: false,
  failure: {
    kind: 'browser',
    part: 'own file',
    message: 'The browser does not give this file: it may be gone or not readable.',
  },
};

function framesInUse({ outcome, used }: OwnEntry): OwnFrames[] {
  return used && outcome.ok && outcome.value.content.kind === 'frames' ? [outcome.value.content] : [];
}

function isArchiveFile(value: unknown): value is ArchiveFile {
  const { url, name, dataset, siteUid, deviceUid, startUs } = (value ?? {}) as Partial<
    Record<keyof ArchiveFile, unknown>
  >;
  return (
    [url, name, dataset, siteUid, deviceUid].every((text) => typeof text === 'string') && typeof startUs === 'number'
  );
}

function isFolder(value: unknown): value is OpenFolder {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'directory';
}
