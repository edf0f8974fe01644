import type { Advantage, OwnFileRegistry, Preference } from '$lib/loading/own-registry';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { FileInspector, Inspection } from '$lib/model/inspection';
import type { RecognisedFile } from '$lib/model/own-file';
import type { Wish } from '$lib/model/work';
import { filesOfFolder, type GivenFile, type GivenFiles, type OpenFolder } from './given-files';
import { curvesInUse, entryOf, framesInUse, gridsInUse, setAside, withDamage, type OwnEntry } from './own-entry';
import type { Memory } from './own-memory';
import { createOwnMemory } from './own-remembered';
import { isGridOfEvent, nightsOf } from './own-tracks';
import { asideWords, givesWayWords, otherIsUsed, troubleOf } from './own-words';

export interface OwnFilesParts {
  readonly inspector: FileInspector;
  readonly registry: OwnFileRegistry;
  readonly memory: Memory;
  readonly nowMs?: () => number;
}

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
  /** Why a folder could not be opened again, or not be looked through; null when nothing was in the way. */
  refusal = $state<string | null>(null);

  nights = $derived(
    nightsOf(this.entries.flatMap(framesInUse), this.entries.flatMap(curvesInUse), this.entries.flatMap(gridsInUse)),
  );
  /** Of what is being looked at, in seconds; null while it cannot be told. */
  remainingSec = $derived.by(() => {
    if (this.phase !== 'reading' || this.done < 5) return null;
    return (((this.#nowMs() - this.#beganMs) / this.done) * (this.found - this.done)) / 1000;
  });

  readonly #inspector: FileInspector;
  readonly #registry: OwnFileRegistry;
  readonly #remembered: ReturnType<typeof createOwnMemory>;
  readonly #nowMs: () => number;
  #control = new AbortController();
  #last: Promise<void> = Promise.resolve();
  #beganMs = 0;
  #ids = 0;
  #arrived: OwnEntry[] = [];
  /** Of each time of a camera, by the path on the archive: the entry whose file is used. */
  readonly #inUse = new Map<string, number>();
  /** Entries whose files gave way to better ones, and why. */
  readonly #aside = new Map<number, Advantage>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #queue: GivenFile[] = [];

  constructor({ inspector, registry, memory, nowMs = () => performance.now() }: OwnFilesParts) {
    this.#inspector = inspector;
    this.#registry = registry;
    this.#remembered = createOwnMemory(memory, registry);
    this.#nowMs = nowMs;
    registry.onDamage = (blob, problem, readable) => this.#foundDamaged(blob, problem, readable);
  }

  get busy(): boolean {
    return this.phase === 'searching' || this.phase === 'reading';
  }

  /** What an earlier visit left. Call once, before events are opened. */
  async restore(): Promise<void> {
    this.folder = await this.#remembered.recall();
    this.lost = this.#remembered.lost();
  }

  /** Adds files to those that are open; several calls are dealt with one after the other. */
  add(given: GivenFiles): Promise<void> {
    if (!this.busy) this.#begin();
    const { signal } = this.#control;
    const taken = this.#last.then(() => this.#take(given, signal)).catch((error: unknown) => this.#fail(error, signal));
    this.#last = taken;
    return taken;
  }

  /** @param folder is remembered, so that it can be opened again after a reload */
  async addFolder(folder: OpenFolder): Promise<void> {
    this.folder = folder;
    this.refusal = null;
    // A folder that cannot be remembered can be read all the same.
    await this.#remembered.keepFolder(folder).catch(() => undefined);
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
      this.refusal = `The folder ${folder.name} cannot be opened: ${messageOf(error)}`;
    }
  }

  /** Nothing more is looked at; what has been recognised stays. */
  cancel(): void {
    if (!this.busy) return;
    this.#stop();
    this.phase = 'cancelled';
  }

  /** Lets go of all files, and forgets that there were any. */
  async clear(): Promise<void> {
    this.cancel();
    this.#registry.clear();
    this.#arrived = [];
    this.#inUse.clear();
    this.#aside.clear();
    this.entries = [];
    [this.found, this.done, this.lost] = [0, 0, 0];
    this.folder = null;
    this.refusal = null;
    this.phase = 'empty';
    await this.#remembered.forget();
  }

  /** Whether the own file that a track's choice names is open: see `TrackChoices`. */
  hasChoice(choice: string): boolean {
    return this.#registry.hasChoice(choice);
  }

  /** What is seen only when the pictures are unpacked is told in the list, too. */
  async inspect({ file, path }: OwnEntry, signal: AbortSignal): Promise<Outcome<Inspection>> {
    if (!file) return notGiven;
    const inspection = await this.#inspector.inspect(file, path, { rank: () => lookRank, signal });
    if (!inspection.ok || !inspection.value.recognised.ok) return inspection;
    const { content, problem } = inspection.value.recognised.value;
    if (content.kind !== 'frames' || !problem) return inspection;
    const frames = content.readable ?? content.frames;
    this.#registry.markDamaged(file, problem, frames);
    return inspection;
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
    this.refusal = null;
    this.phase = 'searching';
  }

  /** Nothing waits for what is under way: it may never end. */
  #stop(): void {
    this.#control.abort();
    this.#last = Promise.resolve();
    this.#queue = [];
    this.#flush();
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#stop();
    this.refusal = `Not all of the files could be looked at (${messageOf(error)}). What was recognised until then is below.`;
    this.phase = this.entries.length === 0 ? 'empty' : 'done';
  }

  async #take(given: GivenFiles, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    try {
      for await (const portion of given(signal)) {
        if (signal.aborted) return;
        this.#queue.push(...portion);
        this.found += portion.length;
      }
    } catch (error) {
      // What was found until then is looked at.
      if (!signal.aborted) this.refusal = notAllFound(error);
    }
    if (signal.aborted) return;
    if (this.phase === 'searching') this.#beganMs = this.#nowMs();
    this.phase = 'reading';
    await Promise.all(Array.from({ length: atOnce }, () => this.#work(signal)));
    if (signal.aborted) return;
    this.#flush();
    this.phase = this.entries.length === 0 ? 'empty' : 'done';
    this.lost = this.#remembered.lost();
    await this.#remembered.keep();
  }

  async #work(signal: AbortSignal): Promise<void> {
    const wish: Wish = { rank: () => 0, signal };
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const { file, path } = next;
      const outcome = file ? await this.#inspector.recognise(file, path, wish) : notGiven;
      if (signal.aborted) return;
      const id = ++this.#ids;
      this.#arrive(entryOf(id, next, outcome, this.#use(id, next, outcome)));
    }
  }

  #foundDamaged(blob: Blob, problem: FileProblem, readable: number): void {
    const at = this.entries.findIndex(({ file }) => file === blob);
    const entry = this.entries[at];
    if (!entry?.outcome.ok || entry.outcome.value.problem) return;
    this.entries = this.entries.with(at, withDamage(entry, entry.outcome.value, problem, readable));
  }

  /** Puts a file where the event finds it. A second one of a minute or a day, or of nobody knows where, is not used. */
  #use(id: number, { file, path }: GivenFile, outcome: Outcome<RecognisedFile>): Pick<OwnEntry, 'used' | 'remark'> {
    const trouble = troubleOf(outcome);
    if (!outcome.ok || !file) return { used: false, remark: trouble };
    const { content, problem, remark } = outcome.value;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (content.kind === 'frames') {
      const preference = this.#registry.addFrames(file, content, problem);
      if (preference?.used === 'the other one') return { used: false, remark: asideWords(trouble, preference.because) };
      this.#replace(id, content.path, preference);
      return { used: true, remark: problem ? givesWayWords(trouble) : trouble };
    }
    if (content.kind === 'riometer' && !this.#registry.curves.add(file, content))
      return { used: false, remark: content.path === null ? remark : otherIsUsed('day') };
    if (content.kind === 'grid' && isGridOfEvent(content) && !this.#registry.grids.add(file, content))
      return { used: false, remark: otherIsUsed('minute') };
    if (content.kind === 'skymap') this.#registry.addSkymap({ ...content, name, blob: file });
    if (content.kind === 'calibration') this.#registry.addCalibration({ ...content, name, blob: file });
    return { used: true, remark: trouble };
  }

  /** The file of an entry is used, in place of the one that was. */
  #replace(id: number, place: string, preference: Preference | null): void {
    const before = this.#inUse.get(place);
    if (before !== undefined && preference) this.#aside.set(before, preference.because);
    this.#inUse.set(place, id);
  }

  #arrive(entry: OwnEntry): void {
    this.#arrived.push(entry);
    this.#timer ??= setTimeout(() => this.#flush(), shortestBatchMs + this.entries.length / 20);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#arrived.length === 0) return;
    const entries = [...this.entries, ...this.#arrived];
    this.entries = this.#aside.size === 0 ? entries : entries.map((entry) => this.#asItIs(entry));
    this.#aside.clear();
    this.done += this.#arrived.length;
    this.#arrived = [];
  }

  #asItIs(entry: OwnEntry): OwnEntry {
    const because = this.#aside.get(entry.id);
    return because === undefined ? entry : setAside(entry, because);
  }
}

const notAllowed = 'The browser was told not to open the folder. “Open the folder again” asks once more.';

function notAllFound(error: unknown): string {
  return `Not all of it could be looked through: it was moved or deleted, or the browser does not give it (${messageOf(error)}).`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const notGiven: Outcome<never> = {
  ok: false,
  failure: {
    kind: 'browser',
    part: 'own file',
    message: 'The browser does not give this file: it may be gone or not readable.',
  },
};
