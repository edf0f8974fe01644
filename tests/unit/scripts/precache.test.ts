import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { injectPrecache, precacheList } from '../../../scripts/precache';
import { temporaryTree, type TemporaryTree } from '../archive/temporary-tree';

const built = {
  'index.html': '<h1>start</h1>',
  'event/index.html': '<h1>event</h1>',
  '404.html': '<h1>not here</h1>',
  'relay/index.html': '{"relay":null}',
  'sample/index.html': '{"sample":null}',
  'service-worker.js': 'const list=self.__PRECACHE??[];keep(list);',
  'service-worker.js.map': '{}',
  '_app/version.json': '{}',
  '_app/immutable/entry/app.abc.js': 'import()',
  '_app/immutable/entry/app.abc.js.map': '{}',
  '_app/immutable/chunks/_x-1.js': 'a name may begin like this',
  '_app/immutable/workers/chunks/inflate-abc.js': 'only a worker loads it',
  '_app/immutable/workers/assets/decode-abc.wasm': '\0asm',
  'icons/icon 100%#1.png': 'png',
  'manifest.webmanifest': '{}',
  '.nojekyll': '',
  _headers: '/*',
  'screenshot.png': 'png',
};

let tree: TemporaryTree;
let build: string;
const addToBuild = (files: Record<string, string>) =>
  tree.add(Object.fromEntries(Object.entries(files).map(([name, content]) => [`build/${name}`, content])));
const worker = () => readFile(path.join(build, 'service-worker.js'), 'utf8');

beforeEach(async () => {
  tree = await temporaryTree();
  build = path.join(tree.root, 'build');
  await addToBuild(built);
});
afterEach(() => tree.remove());

describe('the list of what is kept', () => {
  test('is what lies in the build, pages by their folder, without what must come fresh', async () => {
    expect((await precacheList(build)).map(({ url }) => url)).toEqual([
      '_app/immutable/chunks/_x-1.js',
      '_app/immutable/entry/app.abc.js',
      '_app/immutable/workers/assets/decode-abc.wasm',
      '_app/immutable/workers/chunks/inflate-abc.js',
      'event/',
      'icons/icon%20100%25%231.png',
      './',
      'manifest.webmanifest',
    ]);
  });

  test('has a revision where the name does not change with the content, and only there', async () => {
    const list = new Map((await precacheList(build)).map(({ url, revision }) => [url, revision]));
    expect(list.get('_app/immutable/workers/chunks/inflate-abc.js')).toBeNull();
    // printf '<h1>start</h1>' | sha256sum
    expect(list.get('./')).toBe('062cde551f29bab4');
    await addToBuild({ 'event/index.html': '<h1>another</h1>' });
    const after = new Map((await precacheList(build)).map(({ url, revision }) => [url, revision]));
    expect(after.get('./')).toBe(list.get('./'));
    expect(after.get('event/')).not.toBe(list.get('event/'));
  });

  test('leads, relative to the worker, to the files themselves', async () => {
    for (const { url } of await precacheList(build)) {
      const { pathname } = new URL(url, 'https://example.org/repo/service-worker.js');
      expect(pathname.startsWith('/repo/')).toBe(true);
      const name = decodeURIComponent(pathname.slice('/repo/'.length)).replace(/(^|\/)$/, '$1index.html');
      expect(Object.keys(built)).toContain(name);
    }
  });
});

describe('the list in the worker', () => {
  test('stands where the placeholder was, and the rest as it was', async () => {
    await injectPrecache(build);
    const list = JSON.stringify(await precacheList(build));
    expect(await worker()).toBe(`const list=${list}??[];keep(list);`);
  });

  test('a second time is refused, and changes nothing', async () => {
    await injectPrecache(build);
    const once = await worker();
    await expect(injectPrecache(build)).rejects.toThrow('must stand in it exactly once');
    expect(await worker()).toBe(once);
  });

  test.each<[string, Record<string, string>, string]>([
    ['two placeholders', { 'service-worker.js': 'self.__PRECACHE;self.__PRECACHE' }, 'exactly once'],
    ['none', { 'service-worker.js': 'self.__OTHER' }, 'exactly once'],
  ])('%s: refused', async (_, files, sentence) => {
    await addToBuild(files);
    await expect(injectPrecache(build)).rejects.toThrow(sentence);
  });

  test.each([
    [['index.html'], 'the page ./ is missing'],
    [['event/index.html'], 'the page event/ is missing'],
    [['_app/immutable/entry/app.abc.js'], 'no scripts'],
    [['service-worker.js'], 'ENOENT'],
  ])('a build without %s is none', async (names, sentence) => {
    await tree.remove();
    tree = await temporaryTree();
    build = path.join(tree.root, 'build');
    await addToBuild(Object.fromEntries(Object.entries(built).filter(([name]) => !names.includes(name))));
    await expect(injectPrecache(build)).rejects.toThrow(sentence);
  });
});
