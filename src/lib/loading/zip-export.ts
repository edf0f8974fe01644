import { makeZip, predictLength } from 'client-zip';
import type { Library, LibraryFile } from './library';

export interface ZipExport {
  /** Made as it is read: no more of it is in memory than a piece. Cancelling it ends the work. */
  readonly stream: ReadableStream<Uint8Array>;
  /** What it will be when no file is gone by then. */
  readonly bytes: number;
  /** Files that were gone when their turn came; complete when the stream has ended. */
  readonly gone: readonly LibraryFile[];
}

/** Text to go with the files: whom to thank for them. */
export interface ZipText {
  readonly name: string;
  readonly text: string;
}

const archiveFolder = '/sort_by_project/';
/** What was computed must not be unpacked among what was observed. */
const sampleFolder = 'nightside-sample-event-synthetic';

/**
 * Raw files as one zip, stored and not packed again, in the folders of the archive: `THEMIS/asi/stream0/2014/…`. The
 * sample event's stand in a folder of their own.
 *
 * @param onFile is told of each file that was put in
 */
export function zipOf(
  library: Pick<Library, 'bytes'>,
  files: readonly LibraryFile[],
  texts: readonly ZipText[],
  onFile: (done: number) => void,
): ZipExport {
  const gone: LibraryFile[] = [];
  async function* entries() {
    for (const { name, text } of texts) yield { name, input: text };
    let done = 0;
    for (const file of files) {
      const input = await library.bytes(file);
      if (input) yield { name: pathInZip(file), input, lastModified: dateOf(file) };
      else gone.push(file);
      onFile(++done);
    }
  }
  const length = predictLength([
    ...texts.map(({ name, text }) => ({ name, size: new TextEncoder().encode(text).length })),
    ...files.map((file) => ({ name: pathInZip(file), size: file.bytes })),
  ]);
  return { stream: makeZip(entries()), bytes: Number(length), gone };
}

/**
 * Where a file stands in the zip: its path on the archive below `sort_by_project`, never above the top, on no drive, and
 * with no name that Windows takes for a path.
 */
export function pathInZip({ url, name, isSample }: LibraryFile): string {
  const at = url.indexOf(archiveFolder);
  const path = at < 0 ? name : readable(url.slice(at + archiveFolder.length));
  const safe = path
    .replaceAll(':', '_')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
  return isSample ? `${sampleFolder}/${safe}` : safe;
}

function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // a stray % sign
  }
}

/** As the archive dates it, else when it was kept. */
function dateOf({ lastModified, keptMs }: LibraryFile): Date {
  const ms = lastModified === null ? NaN : Date.parse(lastModified);
  return new Date(Number.isNaN(ms) ? keptMs : ms);
}
