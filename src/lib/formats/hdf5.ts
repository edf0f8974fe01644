import type { FileProblem } from '$lib/model/failure';
import { attempt, hdf5Error, useLibrary, withFile, withMemory, type Hdf5Library } from './hdf5-library';
import {
  checkedSize,
  checkReadable,
  describeDataset,
  isString,
  type Hdf5Dataset,
  type NumberArrays,
  type NumberType,
} from './hdf5-dataset';
import { checkLength } from './hdf5-superblock';
import { readAttribute, readTexts } from './hdf5-text';
import type { Hdf5Value } from './hdf5-value';

export interface Wanted<Type extends NumberType> {
  readonly types: readonly Type[];
  /** Numbers of axes that make sense. */
  readonly ranks: readonly number[];
}

/** A part of a dataset: the first index and the count along every axis. */
export interface Hyperslab {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** More than any file of the archive has. */
const maxPaths = 20_000;
const maxAttributes = 2_000;

/**
 * Open an HDF5 file for as long as `read` runs, and let go of it whatever happens. The library is loaded with the first
 * file and tells nothing to the console; nothing but these bytes can be reached through it.
 *
 * @param bytes the whole file, unpacked; left untouched
 * @param read synchronous; the file is closed when it returns. It begins anew where the library broke down
 * @throws FormatError with format `hdf5` for whatever the bytes hold, and nothing else because of them
 */
export async function withHdf5<T>(bytes: Uint8Array, read: (file: Hdf5File) => T): Promise<T> {
  checkLength(bytes);
  return useLibrary((library) => withFile(library, bytes, (fileId) => read(new Hdf5File(library, fileId))));
}

/** An open HDF5 file. Every function throws `FormatError`, and nothing else, for what the bytes hold. */
export class Hdf5File {
  readonly #library: Hdf5Library;
  readonly #fileId: bigint;
  /** Names in a group, of those that were asked for. */
  readonly #names = new Map<string, ReadonlySet<string>>();
  #problem: FileProblem | null = null;

  constructor(library: Hdf5Library, fileId: bigint) {
    this.#library = library;
    this.#fileId = fileId;
  }

  /** The first damage that cost attributes only: they are left out. */
  get problem(): FileProblem | null {
    return this.#problem;
  }

  /** Paths of all datasets, in the order of their names: `frame10` comes before `frame2`. */
  paths(): readonly string[] {
    const names = attempt(() => this.#library.get_names(this.#fileId, '/', true));
    if (names.length > maxPaths) throw hdf5Error(`the file has more than ${maxPaths} parts`, 'unsupported');
    return names.map((name) => `/${name}`).filter((path) => this.has(path));
  }

  /** Whether there is a dataset at this path. */
  has(path: string): boolean {
    return attempt(() => this.#library.get_type(this.#fileId, path)) === this.#library.H5G_DATASET;
  }

  describe(path: string): Hdf5Dataset {
    if (!this.has(path)) throw noDataset(path);
    return describeDataset(path, this.#metadata(path), this.#filters(path));
  }

  /**
   * Read numbers, all of a dataset or a part of it. Filters, type, rank and size are looked at before.
   *
   * @param take gets the values in the file's order: a view that is gone when `take` returns
   */
  read<Type extends NumberType, T>(
    path: string,
    { types, ranks }: Wanted<Type>,
    take: (values: NumberArrays[Type], dataset: Hdf5Dataset) => T,
    slab: Hyperslab | null = null,
  ): T {
    const dataset = this.#checked(path, ranks);
    const type = types.find((wanted) => wanted === dataset.dtype);
    if (!type) throw hdf5Error(`${path} holds ${dataset.dtype}, not ${types.join(' or ')}`, 'unsupported');
    const metadata = this.#metadata(path);
    const count = slab?.count ?? dataset.shape;
    const bytes = checkedSize(path, count, metadata.size);
    return withMemory(this.#library, bytes, (address) => {
      if (bytes > 0) this.#fill(path, address, slab);
      return take(viewOf(type, this.#library.HEAPU8.buffer, address, bytes / metadata.size), dataset);
    });
  }

  /** All texts of a dataset with one axis, or of a single one: trimmed. Texts of fixed and of any length. */
  texts(path: string): readonly string[] {
    const dataset = this.#checked(path, [0, 1]);
    const metadata = this.#metadata(path);
    if (!isString(metadata)) throw hdf5Error(`${path} holds ${dataset.dtype}, not text`, 'unsupported');
    return readTexts(this.#library, this.#fileId, path, metadata);
  }

  /** The attributes of a group or dataset, by name in the file's order; none where there is no such place. */
  attributes(path: string): ReadonlyMap<string, Hdf5Value> {
    const [library, fileId] = [this.#library, this.#fileId];
    const values = new Map<string, Hdf5Value>();
    this.#noting(() => {
      // To ask for what is not there costs the library some of its stack.
      if (!this.#isLinked(path)) return;
      const names = attempt(() => library.get_attribute_names(fileId, path), `${path} or its attributes are damaged`);
      for (const name of names.slice(0, maxAttributes)) {
        this.#noting(() => values.set(name, readAttribute(library, fileId, path, name)));
      }
    });
    return values;
  }

  /** Whether the groups on the way say that there is something at this path, be it damaged or not. */
  #isLinked(path: string): boolean {
    const names = path.split('/').slice(1);
    return names.every((name, depth) => this.#namesIn(`/${names.slice(0, depth).join('/')}`).has(name));
  }

  /** @throws FormatError for a group that is damaged; of a dataset, none */
  #namesIn(group: string): ReadonlySet<string> {
    const known = this.#names.get(group);
    if (known) return known;
    this.#names.set(group, new Set()); // a damaged one is not asked again
    const names = new Set(this.has(group) ? [] : attempt(() => this.#library.get_names(this.#fileId, group, false)));
    this.#names.set(group, names);
    return names;
  }

  #noting(call: () => unknown): void {
    try {
      call();
    } catch (error) {
      this.#note(error);
    }
  }

  #note(error: unknown): void {
    if (!(error instanceof Error && 'toProblem' in error)) throw error;
    this.#problem ??= (error as ReturnType<typeof hdf5Error>).toProblem();
  }

  #checked(path: string, ranks: readonly number[]): Hdf5Dataset {
    if (!this.has(path)) throw noDataset(path);
    const metadata = this.#metadata(path);
    const filters = this.#filters(path);
    checkReadable(path, metadata, filters);
    const dataset = describeDataset(path, metadata, filters);
    if (ranks.includes(dataset.shape.length)) return dataset;
    throw hdf5Error(`${path} has ${dataset.shape.length} axes, not ${ranks.join(' or ')}`, 'unsupported');
  }

  #metadata(path: string) {
    return attempt(() => this.#library.get_dataset_metadata(this.#fileId, path), `the header of ${path} is damaged`);
  }

  #filters(path: string) {
    return attempt(() => this.#library.get_dataset_filters(this.#fileId, path), `the header of ${path} is damaged`);
  }

  #fill(path: string, address: number, slab: Hyperslab | null): void {
    const count = slab && slab.count.map(BigInt);
    const start = slab && slab.start.map(BigInt);
    const stride = slab && slab.count.map(() => 1n);
    const broken = `the bytes of ${path} are damaged`;
    const status = attempt(
      () => this.#library.get_dataset_data(this.#fileId, path, count, start, stride, BigInt(address)),
      broken,
    );
    // The library's own way of reading passes over this, and hands out whatever was in memory.
    if (status < 0) throw hdf5Error(broken);
  }
}

function noDataset(path: string) {
  return hdf5Error(`there is no dataset ${path}`, 'inconsistent');
}

function viewOf<Type extends NumberType>(type: Type, memory: ArrayBufferLike, at: number, length: number) {
  const views = {
    uint8: () => new Uint8Array(memory, at, length),
    uint16: () => new Uint16Array(memory, at, length),
    int32: () => new Int32Array(memory, at, length),
    float32: () => new Float32Array(memory, at, length),
    float64: () => new Float64Array(memory, at, length),
  };
  return views[type]() as NumberArrays[Type];
}
