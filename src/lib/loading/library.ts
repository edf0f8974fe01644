import type { Cache } from '$lib/cache/cache';
import { partsOfKey } from '$lib/cache/prefixed-cache';
import type { KeptFile, KeptUsage } from '$lib/model/kept';
import { sha256Of } from './sha256';

/** A kept file as people know it. */
export interface LibraryFile extends KeptFile {
  /** Under which the browser keeps it. */
  readonly key: string;
  /** On the public archive; of the sample event, as if it were there. */
  readonly url: string;
  /** Computed, not observed. */
  readonly isSample: boolean;
}

/** A file that is not as it was when it was kept. */
export interface BrokenFile {
  readonly file: LibraryFile;
  /** `gone`: not here any more. `size`, `checksum`: other bytes than were kept. `unreadable`: the browser does not give them. */
  readonly reason: 'gone' | 'size' | 'checksum' | 'unreadable';
}

/** Files done so far, of those given. */
export type OnFiles = (done: number) => void;

/** What the browser keeps, file by file, for showing and looking after it. None of this counts as use. */
export interface Library {
  usage(): Promise<KeptUsage>;
  /** Everything that is kept, portion by portion; ends early when aborted. */
  list(signal: AbortSignal, onPortion: (files: readonly LibraryFile[]) => void): Promise<void>;
  /** @returns how many are pinned now; the others are gone or could not be read */
  pin(files: readonly LibraryFile[], signal: AbortSignal, onFiles: OnFiles): Promise<number>;
  unpin(files: readonly LibraryFile[]): Promise<void>;
  /**
   * Forget files and what was made from them. Those that were not pinned when they were listed, and are by now, stay.
   *
   * @returns how many are forgotten
   */
  forget(files: readonly LibraryFile[], signal: AbortSignal, onFiles: OnFiles): Promise<number>;
  /** Read every byte again: sizes as recorded and, of pinned files, checksums. */
  verify(files: readonly LibraryFile[], signal: AbortSignal, onFiles: OnFiles): Promise<readonly BrokenFile[]>;
  /** The bytes as downloaded; null where they are gone. */
  bytes(file: LibraryFile): Promise<Blob | null>;
}

const portionFiles = 500;
/** Removed in one transaction, so that others need not wait long. */
const forgottenAtOnce = 100;

export function createLibrary({ files, products, usage }: Pick<Cache, 'files' | 'products' | 'usage'>): Library {
  const bytes = async ({ key }: LibraryFile) => (await files.peek(key)) ?? null;

  /** One after the other: each is read whole. */
  const each = async (
    given: readonly LibraryFile[],
    signal: AbortSignal,
    onFiles: OnFiles,
    job: (file: LibraryFile) => Promise<void>,
  ) => {
    let done = 0;
    for (const file of given) {
      if (signal.aborted) return;
      await job(file);
      onFiles(++done);
    }
  };

  return {
    usage,
    list: async (signal, onPortion) => {
      let after: string | null = null;
      while (!signal.aborted) {
        const portion: readonly KeptFile[] = await files.list(after, portionFiles);
        if (portion.length > 0) onPortion(portion.map(libraryFile));
        if (portion.length < portionFiles) return;
        after = portion.at(-1)!.url;
        // A task of its own for each portion: thousands of files must not hold the page up.
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    pin: async (given, signal, onFiles) => {
      let pinned = 0;
      await each(given, signal, onFiles, async (file) => {
        const known = await files.about(file.key);
        const blob = known?.pin ? null : await bytes(file);
        const reckoned = blob && (await sha256Of(blob));
        const sha256 = known?.pin?.sha256 ?? (reckoned?.ok ? reckoned.value : null);
        if (sha256 !== null && (await files.pin(file.key, sha256, true))) pinned += 1;
      });
      return pinned;
    },
    unpin: (given) => files.unpin(given.map(({ key }) => key)),
    forget: async (given, signal, onFiles) => {
      let forgotten = 0;
      for (let from = 0; from < given.length && !signal.aborted; from += forgottenAtOnce) {
        const portion = given.slice(from, from + forgottenAtOnce);
        const keysOf = (some: readonly LibraryFile[]) => some.map(({ key }) => key);
        await files.deleteMany(keysOf(portion.filter(({ pin }) => pin)));
        const staying = new Set(await files.deleteLoose(keysOf(portion.filter(({ pin }) => !pin))));
        const gone = keysOf(portion).filter((key) => !staying.has(key));
        await Promise.all(gone.map((key) => products.delete(key)));
        forgotten += gone.length;
        onFiles(from + portion.length);
      }
      return forgotten;
    },
    verify: async (given, signal, onFiles) => {
      const broken: BrokenFile[] = [];
      await each(given, signal, onFiles, async (file) => {
        const blob = await bytes(file);
        const reason = blob ? await faultOf(blob, file) : 'gone';
        if (reason) broken.push({ file, reason });
      });
      return broken;
    },
    bytes,
  };
}

async function faultOf(blob: Blob, { bytes, pin }: LibraryFile): Promise<BrokenFile['reason'] | null> {
  if (blob.size !== bytes) return 'size';
  const sha256 = await sha256Of(blob);
  if (!sha256.ok) return 'unreadable';
  return pin && pin.sha256 !== sha256.value ? 'checksum' : null;
}

function libraryFile(file: KeptFile): LibraryFile {
  return { ...file, key: file.url, ...partsOfKey(file.url) };
}
