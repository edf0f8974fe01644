import { textAnswer, type Answer } from '../../scripts/http/answer';
import type { Entry } from '../../scripts/http/folder';

/** Apache cuts the text of a link at this many characters; the link itself stays whole. */
const nameWidth = 23;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

type SortKey = 'N' | 'M' | 'S';

interface Order {
  readonly key: SortKey;
  readonly descending: boolean;
}

/**
 * The answer that a folder's page is.
 *
 * @param base what stands before the path in links: `/data`, or nothing
 * @param query Apache's own sort order: `C=N;O=D`
 */
export function directoryListing(path: string, base: string, query: string, entries: readonly Entry[]): Answer {
  return textAnswer(200, 'text/html;charset=UTF-8', folderPage(path, parentUrl(path, base), query, entries));
}

/**
 * A folder's page, as Apache's mod_autoindex writes it: sort links, the way up, one line per entry with its link, time
 * (UTC) and rounded size. Names in links are percent-encoded, `+` as `%2B`.
 *
 * @param path of the folder as people read it, with slashes at both ends: `/sort_by_project/THEMIS/`
 * @param parent where the way up leads
 */
export function folderPage(path: string, parent: string, query: string, entries: readonly Entry[]): string {
  const order = orderOf(query);
  const title = `Index of ${escapeHtml(path.replace(/\/$/, ''))}`;
  return [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">',
    '<html>',
    ' <head>',
    `  <title>${title}</title>`,
    ' </head>',
    ' <body>',
    `<h1>${title}</h1>`,
    `<pre>${columnTitles(order)}<hr>`,
    `<a href="${parent}">Parent Directory</a>${' '.repeat(nameWidth - 'Parent Directory'.length)}${' '.repeat(20)}   -   `,
    ...sorted(entries, order).map(line),
    '<hr></pre>',
    '</body></html>',
    '',
  ].join('\n');
}

/** A size as Apache rounds it: `307K`, `2.0M`, `4.5K`, `812 `. */
export function apacheSize(bytes: number): string {
  if (bytes < 973) return `${bytes} `;
  let size = bytes;
  for (const unit of 'KMGTPE') {
    let tenths = size % 1024;
    size = Math.floor(size / 1024);
    if (size >= 973) continue;
    if (size < 9 || (size === 9 && tenths < 973)) {
      tenths = Math.floor((tenths * 5 + 256) / 512);
      return tenths >= 10 ? `${size + 1}.0${unit}` : `${size}.${tenths}${unit}`;
    }
    return `${tenths >= 512 ? size + 1 : size}${unit}`;
  }
  throw new RangeError(`no file has ${bytes} bytes`);
}

/** `20-Nov-2026 23:05`, UTC. */
export function apacheTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const month = months[date.getUTCMonth()];
  const day = `${two(date.getUTCDate())}-${month}-${date.getUTCFullYear()}`;
  return `${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

function orderOf(query: string): Order {
  const match = /^C=([NMS])[;&]O=([AD])$/.exec(query);
  return { key: (match?.[1] ?? 'N') as SortKey, descending: match?.[2] === 'D' };
}

function sorted(entries: readonly Entry[], { key, descending }: Order): Entry[] {
  const value = (entry: Entry) =>
    key === 'S' ? (entry.kind === 'folder' ? -1 : entry.bytes) : key === 'M' ? entry.modified.getTime() : 0;
  const rising = [...entries].sort((a, b) => value(a) - value(b) || (a.name < b.name ? -1 : 1));
  return descending ? rising.reverse() : rising;
}

function columnTitles(order: Order): string {
  const link = (key: SortKey | 'D', text: string) =>
    `<a href="?C=${key};O=${order.key === key && !order.descending ? 'D' : 'A'}">${text}</a>`;
  return `${link('N', 'Name')}${' '.repeat(nameWidth - 4)} ${link('M', 'Last modified')}      ${link('S', 'Size')}  ${link('D', 'Description')}`;
}

function parentUrl(path: string, base: string): string {
  const parent = path.replace(/[^/]*\/$/, '');
  return base + parent.split('/').map(encodeURIComponent).join('/');
}

function line(entry: Entry): string {
  const slash = entry.kind === 'folder' ? '/' : '';
  const name = entry.name + slash;
  const shown = name.length > nameWidth ? `${name.slice(0, nameWidth - 3)}..>` : name;
  const size = entry.kind === 'folder' ? '- ' : apacheSize(entry.bytes);
  const link = `<a href="${encodeURIComponent(entry.name)}${slash}">${escapeHtml(shown)}</a>`;
  return `${link}${' '.repeat(nameWidth - shown.length)} ${apacheTime(entry.modified)}  ${size.padStart(5)}  `;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
