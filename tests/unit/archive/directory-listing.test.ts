import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apacheSize, apacheTime } from '../../archive/directory-listing';
import { startArchive, type RunningArchive } from '../../archive/server';
import { rawRequest } from './raw-request';
import { temporaryTree, type TemporaryTree } from './temporary-tree';

test.each([
  [0, '0 '],
  [812, '812 '],
  [973, '1.0K'],
  [1024, '1.0K'],
  [4600, '4.5K'],
  [314_000, '307K'],
  [2_098_588, '2.0M'],
  [2_166_897, '2.1M'],
  [10_485_760, '10M'],
  [1_073_741_824, '1.0G'],
])('%i bytes are shown as %j', (bytes, shown) => {
  expect(apacheSize(bytes)).toBe(shown);
});

test('times are shown as the server writes them, UTC', () => {
  expect(apacheTime(new Date('2014-03-09T06:05:59Z'))).toBe('09-Mar-2014 06:05');
});

describe('a folder page', () => {
  let tree: TemporaryTree;
  let archive: RunningArchive;
  const folder = 'THEMIS/asi/skymaps/gill/gill_20210308';
  const skymap = 'themis_skymap_gill_20210308-+_v02.sav';

  beforeAll(async () => {
    tree = await temporaryTree({
      [`sort_by_project/${folder}/${skymap}`]: 'x'.repeat(314_000),
      [`sort_by_project/${folder}/a&b <c>.txt`]: 'y',
      [`sort_by_project/${folder}/.hidden`]: 'z',
      [`sort_by_project/${folder}/inner/file`]: '',
    });
    archive = await startArchive({ roots: [tree.root] });
  });
  afterAll(async () => {
    await archive.close();
    await tree.remove();
  });

  const pageOf = async (query = '') =>
    (await rawRequest(archive.url, `/data/sort_by_project/${folder}/${query}`)).body.toString();

  test('is an HTML page with a title, sort links and the way up', async () => {
    const answer = await rawRequest(archive.url, `/data/sort_by_project/${folder}/`);
    expect(answer.headers['content-type']).toBe('text/html;charset=UTF-8');
    const page = answer.body.toString();
    expect(page).toContain(`<title>Index of /sort_by_project/${folder}</title>`);
    expect(page).toContain('<a href="?C=N;O=D">Name</a>');
    expect(page).toContain('<a href="/data/sort_by_project/THEMIS/asi/skymaps/gill/">Parent Directory</a>');
  });

  test('has one line per entry: an escaped link, a cut text, time and rounded size', async () => {
    const line = (await pageOf()).split('\n').find((text) => text.includes('themis_skymap'));
    expect(line).toMatch(
      /^<a href="themis_skymap_gill_20210308-%2B_v02\.sav">themis_skymap_gill_2\.\.&gt;<\/a> \d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d {3}307K/,
    );
  });

  test('links a folder with a slash and without a size', async () => {
    expect(await pageOf()).toMatch(/<a href="inner\/">inner\/<\/a> +\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d +- /);
  });

  test('cannot be broken by a name, and keeps hidden files hidden', async () => {
    const page = await pageOf();
    expect(page).toContain('<a href="a%26b%20%3Cc%3E.txt">a&amp;b &lt;c&gt;.txt</a>');
    expect(page).not.toContain('hidden');
  });

  test('can be turned round', async () => {
    const order = async (query: string) =>
      [...(await pageOf(query)).matchAll(/<a href="([^?/"]+)/g)].map(([, href]) => href);
    const rising = await order('?C=N;O=A');
    expect(rising).toHaveLength(3);
    expect(await order('?C=N;O=D')).toEqual([...rising].reverse());
    expect((await order('?C=S;O=D'))[0]).toContain('themis_skymap');
  });

  test('needs its slash', async () => {
    const answer = await rawRequest(archive.url, '/data/sort_by_project/THEMIS');
    expect(answer.status).toBe(301);
    expect(answer.headers.location).toBe('/data/sort_by_project/THEMIS/');
  });
});
