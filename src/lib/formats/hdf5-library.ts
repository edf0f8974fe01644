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

/** A library and how it fares. */
interface Loaded {
  readonly library: Hdf5Library;
  /** Whether a file was read with it before. */
  served: boolean;
  /** Each of its errors costs it some of its stack for good: some 9,400 of them, and it reads nothing any more. */
  thrown: number;
  /** It failed in a way of which it did not tell itself: what it says from then on is not to be believed. */
  broken: boolean;
}

/** Errors that are put up with in one library's life, and on top of them in one file. */
const mostThrown = 100;
const mostThrownByFile = 1000;

let loading: Promise<Loaded> | null = null;
let inUse: Loaded | null = null;
let thrownBefore = 0;

/**
 * Use the HDF5 library, which is loaded with the first file that needs it. One that is worn out is replaced before the
 * next file, one that breaks down at once: nothing is said against a file that a fresh library does not say as well.
 *
 * @param use synchronous; called anew where the library broke down that other files had been read with
 */
export async function useLibrary<T>(use: (library: Hdf5Library) => T): Promise<T> {
  const loaded = await loadLibrary();
  const hadServed = loaded.served;
  try {
    const value = useOnce(loaded, use);
    if (!loaded.broken || !hadServed) return value;
  } catch (error) {
    if (!loaded.broken || !hadServed) throw error;
  }
  return useOnce(await loadLibrary(), use);
}

function useOnce<T>(loaded: Loaded, use: (library: Hdf5Library) => T): T {
  loaded.served = true;
  [inUse, thrownBefore] = [loaded, loaded.thrown];
  try {
    return use(loaded.library);
  } finally {
    inUse = null;
    if (loaded.broken || loaded.thrown > mostThrown) loading = null;
  }
}

function loadLibrary(): Promise<Loaded> {
  loading ??= start().then(
    (library) => ({ library, served: false, thrown: 0, broken: false }),
    (error: unknown) => {
      loading = null; // a failed download of the library must not be the answer for ever
      throw error;
    },
  );
  return loading;
}

/**
 * The library's build for browsers runs in Node as well, and that one is used there too: the build for Node reads and
 * writes the real disk, where a hostile file could name other files. What the package gives out itself is one library
 * for ever; the part of it that makes them makes as many as are needed.
 */
async function start(): Promise<Hdf5Library> {
  const { default: createLibrary } = await import('../../../node_modules/h5wasm/dist/esm/hdf5_util.js');
  const library = await createLibrary({ noInitialRun: true });
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
  if (inUse && inUse.thrown - thrownBefore >= mostThrownByFile) throw hdf5Error('too much of it is damaged');
  try {
    return call();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    if (inUse) {
      inUse.thrown += 1;
      inUse.broken ||= !isOwnError(error);
    }
    throw hdf5Error(message);
  }
}

/** Whether the library says itself that something cannot be done. */
function isOwnError(error: unknown): boolean {
  return error instanceof Error && error.name === 'Error';
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
