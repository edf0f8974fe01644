import type { ready } from 'h5wasm';
import type { FileProblemKind } from '$lib/model/failure';
import { FormatError } from './format-error';
import { createGuard } from './hdf5-guard';

/** The compiled HDF5 library. */
export type Hdf5Library = Awaited<typeof ready>;

/** The library's file system, in memory: only what is used here. */
interface MemoryFiles {
  readonly ErrnoError: new (code: number) => Error;
  readonly streams: (OpenStream | null | undefined)[];
  readdir(path: string): string[];
  unlink(path: string): void;
  writeFile(path: string, bytes: Uint8Array, options: { canOwn: boolean }): void;
  lookupPath(path: string): { readonly node: Pick<OpenStream, 'stream_ops'> };
  close(stream: OpenStream): void;
}

interface OpenStream {
  readonly path?: string;
  stream_ops: {
    read?: (stream: unknown, into: Uint8Array, offset: number, length: number, position: number) => number;
    write?: (stream: unknown, from: Uint8Array, offset: number, length: number) => number;
  };
}

/** The code by which a file system says that a read failed. */
const inputOutputError = 29;

let loading: Promise<Hdf5Library> | null = null;

/**
 * Load the HDF5 library with the first file that needs it. Its build for browsers runs in Node as well, and that one is
 * used there too: the build for Node reads and writes the real disk, where a hostile file could name other files.
 */
export function loadLibrary(): Promise<Hdf5Library> {
  loading ??= start().catch((error: unknown) => {
    loading = null; // a failed download of the library must not be the answer for ever
    throw error;
  });
  return loading;
}

async function start(): Promise<Hdf5Library> {
  const h5wasm = await import('h5wasm');
  const library = await h5wasm.ready;
  const files = filesOf(library);
  // The library tells every error to the console; what is wrong with a file is told by status codes as well.
  const errors = files.streams[2];
  if (errors) errors.stream_ops = { ...errors.stream_ops, write: (_stream, _heap, _offset, length) => length };
  // A dataset may say that its values lie in another file, and a device that asks the person would be one.
  for (const name of files.readdir('/dev').filter((entry) => !entry.startsWith('.'))) {
    try {
      files.unlink(`/dev/${name}`);
    } catch {
      // a folder: nothing in it can be read
    }
  }
  return library;
}

const place = '/file.h5';

/** Put bytes where the library finds them, read-only, without a copy; `use` must be done with them when it returns. */
export function withFile<T>(library: Hdf5Library, bytes: Uint8Array, use: (fileId: bigint) => T): T {
  const files = filesOf(library);
  files.writeFile(place, bytes, { canOwn: true });
  watchReads(files, bytes);
  let fileId = -1n;
  try {
    fileId = attempt(() => library.open(place, library.H5F_ACC_RDONLY, false, -1, -1));
    if (fileId < 0n) throw hdf5Error('the file cannot be opened: its first parts are damaged');
    return use(fileId);
  } finally {
    if (fileId >= 0n) quietly(() => library.close_file(fileId));
    // What broke while it was read may have left its stream open, and with it the bytes in memory.
    for (const stream of [...files.streams]) if (stream?.path === place) quietly(() => files.close(stream));
    quietly(() => files.unlink(place));
  }
}

function watchReads(files: MemoryFiles, bytes: Uint8Array): void {
  const { node } = files.lookupPath(place);
  const { read } = node.stream_ops;
  const mayRead = createGuard(bytes);
  node.stream_ops = {
    ...node.stream_ops,
    read(stream, into, offset, length, position) {
      if (!read || !mayRead(position, length)) throw new files.ErrnoError(inputOutputError);
      return read(stream, into, offset, length, position);
    },
  };
}

/** Nothing that the library throws leaves as it is: its errors tell of the bytes, in words of its source code. */
export function attempt<T>(call: () => T, message = 'its structure is damaged'): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw hdf5Error(message);
  }
}

export function hdf5Error(message: string, kind: FileProblemKind = 'corrupt', offset: number | null = null) {
  return new FormatError(kind, 'hdf5', offset, message);
}

/** Memory of the library, zeroed: what is not read must not be what another file left there. */
export function withMemory<T>(library: Hdf5Library, bytes: number, use: (address: number) => T): T {
  const address = library._malloc(Math.max(8, bytes));
  if (address === 0) throw hdf5Error(`there is no memory for ${bytes} bytes`, 'unsupported');
  try {
    library.HEAPU8.fill(0, address, address + bytes);
    return use(address);
  } finally {
    quietly(() => library._free(address));
  }
}

function filesOf(library: Hdf5Library): MemoryFiles {
  return library.FS as unknown as MemoryFiles;
}

function quietly(call: () => unknown): void {
  try {
    call();
  } catch {
    // on the way out; the first error is the one to be told
  }
}
