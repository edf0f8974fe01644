/** A file as a person gave it. */
export interface GivenFile {
  /** null where the browser does not give it. */
  readonly file: File | null;
  /** With the folders that it was given in. */
  readonly path: string;
}

/** Goes through what was given, a portion at a time, so that a folder of thousands holds nothing up. */
export type GivenFiles = (signal: AbortSignal) => AsyncGenerator<readonly GivenFile[], void>;

/** Folders of the browser's own kind, which may be kept and opened again; not all browsers have them. */
export interface OpenFolder {
  readonly kind: 'directory';
  readonly name: string;
  values(): AsyncIterable<OpenFolder | OpenFile>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

interface OpenFile {
  readonly kind: 'file';
  readonly name: string;
  getFile(): Promise<File>;
}

const portion = 100;
/** Deeper than any archive. */
const deepest = 24;

/** The files of a file field. */
export function filesOfList(files: ArrayLike<File>): GivenFiles {
  return async function* (signal) {
    for (let from = 0; from < files.length && !signal.aborted; from += portion) {
      const given = Array.from({ length: Math.min(portion, files.length - from) }, (_, at) => files[from + at]!);
      yield given.map((file) => ({ file, path: file.webkitRelativePath || file.name })).filter(isNoClutter);
      await aBreath();
    }
  };
}

/** What was dropped, folders with all that is in them. To be called while the drop is dealt with: later it is gone. */
export function filesOfDrop({ items, files }: DataTransfer): GivenFiles {
  const entries: FileSystemEntry[] = [];
  const loose: File[] = [];
  for (const item of items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) loose.push(file);
  }
  if (entries.length === 0 && loose.length === 0) return filesOfList(files);
  return async function* (signal) {
    yield* filesOfList(loose)(signal);
    yield* inPortions(walkEntries(entries, 0, signal));
  };
}

/** A folder that the person picked, with all that is in it. Throws where the browser does not give it, after what it gave. */
export function filesOfFolder(folder: OpenFolder): GivenFiles {
  return (signal) => inPortions(walkFolder(folder, folder.name, 0, signal));
}

async function* walkEntries(
  entries: readonly FileSystemEntry[],
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<GivenFile, void> {
  for (const entry of entries) {
    if (signal.aborted || depth > deepest) return;
    const path = entry.fullPath.replace(/^\//, '');
    if (isFile(entry)) yield { file: await fileOf(entry), path };
    else if (isFolder(entry)) yield* walkEntries(await childrenOf(entry), depth + 1, signal);
  }
}

async function* walkFolder(
  folder: OpenFolder,
  path: string,
  depth: number,
  signal: AbortSignal,
): AsyncGenerator<GivenFile, void> {
  if (depth > deepest) return;
  for await (const entry of folder.values()) {
    if (signal.aborted) return;
    const place = `${path}/${entry.name}`;
    if (entry.kind === 'file') yield { file: await entry.getFile().catch(() => null), path: place };
    else yield* walkInner(entry, place, depth + 1, signal);
  }
}

/** A folder in a folder: one that the browser does not give does not end the walk, and is listed. */
async function* walkInner(...given: Parameters<typeof walkFolder>): AsyncGenerator<GivenFile, void> {
  try {
    yield* walkFolder(...given);
  } catch {
    yield { file: null, path: given[1] };
  }
}

async function* inPortions(files: AsyncGenerator<GivenFile, void>): AsyncGenerator<readonly GivenFile[], void> {
  let waiting: GivenFile[] = [];
  try {
    for await (const file of files) {
      if (isNoClutter(file)) waiting.push(file);
      if (waiting.length < portion) continue;
      yield waiting;
      waiting = [];
      await aBreath();
    }
  } catch (error) {
    yield waiting;
    throw error;
  }
  yield waiting;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

/** Browsers give a folder's content in pieces, until there is an empty one. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return children;
    children.push(...some);
  }
}

/** What systems leave in folders for themselves. */
function isNoClutter({ path }: GivenFile): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return !name.startsWith('.') && !/^(Thumbs\.db|desktop\.ini|__MACOSX)$/i.test(name);
}

function aBreath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
