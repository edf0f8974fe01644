import type { FileStore } from '$lib/cache/file-store';
import type { Failure, Outcome } from '$lib/model/failure';
import type { PackFile } from '$lib/model/pack';
import type { Wish } from '$lib/model/work';
import { cancelled } from './cancelled';
import type { BytesSource, FileAddress } from './file-bytes';
import type { OnBytes } from './shared-work';
import { sha256Of } from './sha256';

/** Files that a person wants to stay in this browser. */
export interface FileKeeping {
  /** The bytes of any file: from what is kept, else downloaded, and kept as what was looked at last. */
  fetch(file: FileAddress, wish: Wish, onBytes?: OnBytes): Promise<Outcome<Blob>>;
  /**
   * Download a file unless it is here, and pin it with its checksum. One that is pinned already costs one look.
   *
   * @returns its bytes; `corrupt` where it has another size than the archive's list says, and is not pinned then; `quota`
   *   where the browser had no room to keep it
   */
  keep(file: PackFile, wish: Wish, onBytes?: OnBytes): Promise<Outcome<{ readonly bytes: number }>>;
  /** Those of the addresses that are here and pinned, with their bytes; not all of them when aborted meanwhile. */
  pinned(urls: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Those that are here at all, with their bytes; as `pinned`. */
  here(urls: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Those that a person pinned by hand stay pinned. */
  unpin(urls: readonly string[]): Promise<void>;
}

/** Files asked about at a time: their bytes are not read. */
const mostQuestions = 32;

export function createFileKeeping(source: BytesSource, store: FileStore): FileKeeping {
  const ask = async (urls: readonly string[], onlyPinned: boolean, signal: AbortSignal) => {
    const found = new Map<string, number>();
    for (let from = 0; from < urls.length && !signal.aborted; from += mostQuestions) {
      const portion = urls.slice(from, from + mostQuestions);
      for (const known of await Promise.all(portion.map((url) => store.about(url))))
        if (known && (known.pin || !onlyPinned)) found.set(known.url, known.bytes);
    }
    return found;
  };
  return {
    fetch: async (file, wish, onBytes) => {
      const came = await source.bytes(file, wish, onBytes);
      if (!came.ok) return came;
      came.value.done();
      return { ok: true, value: came.value.blob };
    },
    keep: async (file, wish, onBytes) => {
      const known = await store.about(file.url);
      if (known?.pin) return { ok: true, value: { bytes: known.bytes } };
      let came = await source.bytes(file, wish, onBytes);
      if (came.ok && came.value.isKept && isOfOtherSize(file, came.value.blob) && !came.value.refusal) {
        await source.renew(file);
        came = await source.bytes(file, wish, onBytes);
      }
      if (!came.ok) return came;
      const { blob, done, refusal } = came.value;
      try {
        if (file.bytes !== null && isOfOtherSize(file, blob)) {
          if (refusal) return { ok: false, failure: refusal };
          await source.renew(file);
          return { ok: false, failure: otherSize(file.bytes, blob.size) };
        }
        const sha256 = await sha256Of(blob);
        if (!sha256.ok) return sha256;
        if (wish.signal.aborted) return cancelled;
        if (await store.pin(file.url, sha256.value)) return { ok: true, value: { bytes: blob.size } };
        return { ok: false, failure: { kind: 'quota', message: 'the browser had no room to keep it' } };
      } finally {
        done();
      }
    },
    pinned: (urls, signal) => ask(urls, true, signal),
    here: (urls, signal) => ask(urls, false, signal),
    unpin: (urls) => store.unpin(urls, true),
  };
}

function isOfOtherSize({ bytes }: PackFile, { size }: Blob): boolean {
  return bytes !== null && size !== bytes;
}

function otherSize(listed: number, came: number): Failure {
  const message = `the archive’s list says ${listed} bytes, and ${came} came`;
  return { kind: 'corrupt', format: 'download', offset: null, message };
}
