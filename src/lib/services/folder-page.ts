/** One line of a folder's page. */
export interface FolderEntry {
  /** Percent-decoded, without the slash of a folder. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Size as the page shows it, usually rounded (2.0M); null where it shows none. */
  readonly bytes: number | null;
}

/** Far above any folder of the archive; what is longer is not read to its end. */
const longestPage = 8 * 2 ** 20;
const longestTag = 4000;

/**
 * Read the page that a web server makes of a folder (Apache, nginx and their likes): links to names directly inside
 * it. Links to the parent, to other folders or hosts, and those that sort the list are left out. Text without such
 * links, whatever it is, is an empty folder.
 */
export function parseListing(html: string): FolderEntry[] {
  const page = html.length > longestPage ? html.slice(0, longestPage) : html;
  const entries = new Map<string, FolderEntry>();
  const anchor = /<a\s/gi;
  for (let match = anchor.exec(page); match; match = anchor.exec(page)) {
    const tag = page.slice(match.index, match.index + longestTag);
    const link = hrefOf(tag);
    const entry = link === null ? null : entryOf(link);
    if (!entry) continue;
    const bytes = entry.isFolder ? null : sizeAfter(tag);
    // Some pages link a name twice, its icon first: the link with a size is the better one.
    const seen = entries.get(entry.name);
    if (!seen || seen.bytes === null) entries.set(entry.name, { ...entry, bytes });
  }
  return [...entries.values()];
}

function hrefOf(tag: string): string | null {
  const end = tag.indexOf('>');
  const head = end < 0 ? '' : tag.slice(0, end);
  const match = /\shref\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"']+))/i.exec(head);
  const text = match?.[1] ?? match?.[2] ?? match?.[3];
  return text === undefined ? null : text.replace(/&amp;/gi, '&').replace(/&#0*43;/g, '+');
}

function entryOf(link: string): { readonly name: string; readonly isFolder: boolean } | null {
  const relative = link.startsWith('./') ? link.slice(2) : link;
  const isFolder = relative.endsWith('/');
  const encoded = isFolder ? relative.slice(0, -1) : relative;
  // ?C=N;O=D sorts; a slash or a scheme leads elsewhere.
  if (encoded === '' || /[/?#]/.test(encoded) || /^[a-z][a-z0-9+.-]*:/i.test(encoded)) return null;
  const name = decoded(encoded);
  if (name === null || name === '.' || name === '..' || /[/\\]/.test(name) || hasControlCharacters(name)) return null;
  return { name, isFolder };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a stray % sign
  }
}

function hasControlCharacters(name: string): boolean {
  for (let index = 0; index < name.length; index++) if (name.charCodeAt(index) < 32) return true;
  return false;
}

const sizeAfterDate =
  /(?:\d{4}-\d\d-\d\d|\d\d-[a-z]{3}-\d{4})\s{1,9}\d\d:\d\d(?::\d\d)?\s{1,200}(\d{1,15}(?:\.\d{1,3})?)\s?([kmgt]?)i?b?(?:\s|$)/i;
const powerOf1024: Readonly<Record<string, number>> = { '': 0, K: 1, M: 2, G: 3, T: 4 };

/** The size stands behind the date, between this link and the next; no name can be taken for it there. */
function sizeAfter(tag: string): number | null {
  const end = tag.search(/<\/a\s{0,9}>/i);
  if (end < 0) return null;
  const rest = tag.slice(end + 3);
  const next = rest.search(/<a\s/i);
  const text = (next < 0 ? rest : rest.slice(0, next)).replace(/<[^<>]{0,500}>/g, ' ').replace(/&nbsp;/g, ' ');
  const match = sizeAfterDate.exec(text);
  if (!match) return null;
  const power = powerOf1024[match[2]!.toUpperCase()] ?? 0;
  return Math.round(Number(match[1]) * 1024 ** power);
}
