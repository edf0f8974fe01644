import type { Outcome } from '$lib/model/failure';

/** Far above any file of the archive; what is read is held in memory as a whole. */
const mostBytes = 512 * 2 ** 20;

/** The bytes of a person's own file, read where they are needed. */
export async function bytesOfOwn(file: Blob): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  if (file.size > mostBytes) {
    const message = 'The file is larger than 512 MB, which is the most that is read.';
    return { ok: false, failure: { kind: 'unsupported', format: 'size', message } };
  }
  try {
    return { ok: true, value: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    const message = 'The file is no longer as it was when it was chosen: moved, renamed, changed or deleted.';
    return { ok: false, failure: { kind: 'browser', part: 'own file', message } };
  }
}
