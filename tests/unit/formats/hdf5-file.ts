import * as h5wasm from 'h5wasm';
import { useLibrary } from '$lib/formats/hdf5-library';

/** What a test writes into an HDF5 file; groups on the way are made. */
export interface Part {
  readonly path: string;
  readonly data: h5wasm.GuessableDataTypes;
  readonly shape?: number[];
  readonly dtype?: string;
  readonly chunks?: number[];
  /** Level of deflate. */
  readonly compression?: number;
  /** A size that is given to it afterwards, without values. */
  readonly grown?: number[];
  readonly attributes?: Readonly<Record<string, h5wasm.GuessableDataTypes>>;
}

let written = 0;

/** The bytes of a new HDF5 file with these datasets, in the old layout, without checksums, that the archive's have. */
export async function hdf5Bytes(parts: readonly Part[]): Promise<Uint8Array<ArrayBuffer>> {
  const { FS } = await h5wasm.ready;
  const name = `/written-${written++}.h5`;
  const file = new h5wasm.File(name, 'w', { libver: ['earliest', 'latest'] });
  const groups = new Set<string>();
  for (const { path, attributes = {}, grown, ...dataset } of parts) {
    const names = path.split('/').slice(1);
    names.slice(0, -1).forEach((_, depth) => {
      const group = names.slice(0, depth + 1).join('/');
      if (!groups.has(group)) file.create_group(group);
      groups.add(group);
    });
    const maxshape = grown?.map(() => null) ?? null;
    const made = file.create_dataset({ name: names.join('/'), ...dataset, maxshape });
    if (grown) made.resize(grown);
    for (const [key, value] of Object.entries(attributes)) made.create_attribute(key, value);
  }
  file.close();
  const bytes = Uint8Array.from(FS.readFile(name));
  FS.unlink(name);
  return bytes;
}

/** Files that the library holds at present. */
export async function filesHeld(): Promise<readonly string[]> {
  const FS = await useLibrary((library) => library.FS as unknown as FilesHeld);
  const open = FS.streams.map((stream) => stream?.path ?? '');
  return [...FS.readdir('/'), ...open].filter((path) => path.endsWith('.h5'));
}

/** The library's file system, as far as its own types leave it open. */
interface FilesHeld {
  readonly streams: readonly ({ readonly path?: string } | null | undefined)[];
  readdir(path: string): string[];
}
