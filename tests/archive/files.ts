import type { IncomingMessage } from 'node:http';
import { emptyAnswer, textAnswer, type Answer } from '../../scripts/http/answer';
import { fileAnswer } from '../../scripts/http/file-answer';
import { namesOf } from '../../scripts/http/folder';
import { directoryListing } from './directory-listing';
import { splitTarget } from './hosts';
import { treeName, type Tree } from './tree';

const contentTypes: readonly (readonly [ending: string, type: string])[] = [
  ['.gz', 'application/x-gzip'],
  ['.bz2', 'application/x-bzip2'],
  ['.tar', 'application/x-tar'],
  ['.jpg', 'image/jpeg'],
  ['.png', 'image/png'],
  ['.pgm', 'image/x-portable-graymap'],
  ['.txt', 'text/plain'],
  ['.mp4', 'video/mp4'],
  ['.pdf', 'application/pdf'],
];

/**
 * The file host: files and folders of the tree, a home page at `/`, and for anything else what the real host does: a
 * redirect to the home page, never a 404.
 *
 * @param base what stands before paths in links and redirects: `/data`, or nothing
 * @param labelGzip says `content-encoding: gzip` for `.gz` files, so that a browser unpacks them by itself
 */
export async function dataAnswer(
  request: IncomingMessage,
  tree: Tree,
  target: string,
  base: string,
  labelGzip: boolean,
): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return textAnswer(405, 'text/html', page('Method Not Allowed', ''), { allow: 'GET, HEAD' });
  }
  const { path, query } = splitTarget(target);
  if (path === '/' || path === '') return homePage(base);

  const names = namesOf(path);
  if (names?.[0] !== treeName) return missing(base);
  const found = await tree.find(names.slice(1));
  if (!found) return missing(base);
  if (found.kind === 'file') {
    return path.endsWith('/') ? missing(base) : fileAnswer(request, found, fileHeaders(found.path, labelGzip));
  }
  if (!path.endsWith('/')) return emptyAnswer(301, { location: `${base}${path}/` });
  return directoryListing(`/${names.join('/')}/`, base, query, await tree.list(names.slice(1)));
}

export function homePage(base: string): Answer {
  const text = `<p>This stands in for the data server.</p>\n<p><a href="${base}/${treeName}/">${treeName}</a></p>`;
  return textAnswer(200, 'text/html;charset=UTF-8', page('Data', text));
}

function missing(base: string): Answer {
  return textAnswer(302, 'text/html;charset=UTF-8', page('Found', ''), { location: `${base}/` });
}

function fileHeaders(path: string, labelGzip: boolean): Record<string, string> {
  if (labelGzip && path.endsWith('.gz')) {
    return { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  }
  const type = contentTypes.find(([ending]) => path.endsWith(ending))?.[1] ?? 'application/octet-stream';
  return { 'content-type': type };
}

function page(title: string, body: string): string {
  return `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n${body}\n</body>\n</html>\n`;
}
