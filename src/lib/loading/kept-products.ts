import { BoundedMap } from '$lib/cache/bounded-map';
import type { Outcome } from '$lib/model/failure';
import type { Wish } from '$lib/model/work';
import type { FileAddress } from './file-bytes';
import { SharedWork, type OnBytes } from './shared-work';

type Make<T> = (wish: Wish, onBytes: OnBytes) => Promise<Outcome<T>>;

/** Products by file, or by parts of it: from memory, else made once for all who ask meanwhile. Failures are not kept. */
export function createKept<T>(budgetBytes: number, bytesOf: (product: T) => number) {
  const kept = new BoundedMap<T>(budgetBytes);
  const making = new SharedWork<T>();
  const partsOf = new Map<string, Set<string>>();
  const ask = async (
    file: FileAddress,
    wish: Wish,
    onBytes: OnBytes | undefined,
    make: Make<T>,
    part = '',
  ): Promise<Outcome<T>> => {
    const key = `${file.url}${part}`;
    const known = kept.get(key);
    if (known) return { ok: true, value: known };
    const start: Make<T> = async (shared, tell) => {
      const made = await make(shared, tell);
      if (made.ok) {
        kept.set(key, made.value, bytesOf(made.value));
        if (part !== '') partsOf.set(file.url, (partsOf.get(file.url) ?? new Set()).add(key));
      }
      return made;
    };
    return making.ask(key, wish, start, onBytes);
  };
  return {
    ask,
    known: (url: string) => kept.get(url),
    remember: (url: string, product: T) => void kept.set(url, product, bytesOf(product)),
    forget: ({ url }: FileAddress) => {
      for (const key of [url, ...(partsOf.get(url) ?? [])]) kept.delete(key);
      partsOf.delete(url);
    },
  };
}
