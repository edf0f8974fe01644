import type { Loading } from '$lib/loading/loading';
import { createOwnFiles } from '$lib/loading/own-files';
import { OwnFileRegistry } from '$lib/loading/own-registry';
import type { FileInspector } from '$lib/model/inspection';
import { OwnFiles } from '$lib/state/own-files.svelte';
import type { Memory } from '$lib/state/own-memory';
import type { Decoder } from '$lib/workers/decoder';

/** All that a person's own files need; loaded when somebody opens such files, or opened some in an earlier visit. */
export interface OwnParts {
  readonly files: OwnFiles;
  /** The archive with these files in front of it. */
  readonly loading: Loading;
}

/** @param memory where an earlier visit left which files there were; they are restored from it */
export async function createOwnParts(
  archive: Loading,
  decoder: Decoder & FileInspector,
  memory: Memory,
): Promise<OwnParts> {
  const registry = new OwnFileRegistry();
  const files = new OwnFiles({ inspector: decoder, registry, memory });
  await files.restore();
  return { files, loading: createOwnFiles(archive, registry, decoder) };
}
