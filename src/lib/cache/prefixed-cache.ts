import type { KeptFile } from '$lib/model/kept';
import type { Cache } from './cache';

/** Where an archive keeps what came from it. */
export type Stores = Pick<Cache, 'files' | 'products' | 'documents'>;

const sampleWord = 'sample ';

/** Before the keys of the sample event's files; each edition of it has its own. */
export function sampleShelf(edition: string): string {
  return `${sampleWord}${edition} `;
}

/** What stands before a key's address, and the address. */
export function partsOfKey(key: string): { readonly isSample: boolean; readonly url: string } {
  const at = key.indexOf('https://');
  return { isSample: key.startsWith(sampleWord), url: key.slice(Math.max(0, at)) };
}

/** The same stores with a shelf of their own: all keys stand behind a prefix, and so meet nobody else's. */
export function prefixedCache({ files, products, documents }: Stores, prefix: string): Stores {
  const bare = (file: KeptFile | undefined) => file && { ...file, url: file.url.slice(prefix.length) };
  return {
    files: {
      get: (url) => files.get(prefix + url),
      peek: (url) => files.peek(prefix + url),
      has: (url) => files.has(prefix + url),
      put: (url, blob, about) => files.put(prefix + url, blob, about),
      renew: (url, blob, about, sha256) => files.renew(prefix + url, blob, about, sha256),
      delete: (url) => files.delete(prefix + url),
      deleteMany: (urls) => files.deleteMany(urls.map((url) => prefix + url)),
      deleteLoose: async (urls) => {
        const staying = await files.deleteLoose(urls.map((url) => prefix + url));
        return staying.map((url) => url.slice(prefix.length));
      },
      about: async (url) => bare(await files.about(prefix + url)),
      list: async (after, most) => {
        const found = await files.list(prefix + (after ?? ''), most);
        return found.filter(({ url }) => url.startsWith(prefix)).map((file) => bare(file)!);
      },
      pin: (url, sha256, byHand) => files.pin(prefix + url, sha256, byHand),
      unpin: (urls, spareByHand) =>
        files.unpin(
          urls.map((url) => prefix + url),
          spareByHand,
        ),
    },
    products: {
      getMany: async (kind, urls) => {
        const found = await products.getMany(
          kind,
          urls.map((url) => prefix + url),
        );
        return new Map([...found].map(([key, value]) => [key.slice(prefix.length), value]));
      },
      put: (kind, url, value, bytes) => products.put(kind, prefix + url, value, bytes),
      delete: (url) => products.delete(prefix + url),
    },
    documents: {
      get: (key) => documents.get(prefix + key),
      put: (key, value) => documents.put(prefix + key, value),
      keys: async (start) => (await documents.keys(prefix + start)).map((key) => key.slice(prefix.length)),
      delete: (key) => documents.delete(prefix + key),
    },
  };
}
