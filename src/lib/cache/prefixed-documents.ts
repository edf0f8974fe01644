import type { DocumentStore } from './document-store';

/** The same store with a shelf of its own: its keys stand behind a prefix, and so meet nobody else's. */
export function prefixedDocuments(documents: DocumentStore, prefix: string): DocumentStore {
  return {
    get: (key) => documents.get(prefix + key),
    put: (key, value) => documents.put(prefix + key, value),
    delete: (key) => documents.delete(prefix + key),
  };
}
