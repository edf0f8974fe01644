import { expect, test } from 'vitest';
import { filesOfDrop, filesOfFolder, type GivenFile, type OpenFolder } from '$lib/state/given-files';
import { file, oneByOne } from './own-bench';

async function all(portions: AsyncGenerator<readonly GivenFile[], void>): Promise<GivenFile[]> {
  const found: GivenFile[] = [];
  for await (const portion of portions) found.push(...portion);
  return found;
}

test('a drop: folders with all that is in them, in the pieces in which browsers give them', async () => {
  const fileEntry = (name: string, gone = false) => ({
    isFile: true,
    fullPath: `/night/${name}`,
    file: (done: (file: File) => void, failed: () => void) => (gone ? failed() : done(file(name))),
  });
  const pieces = [[fileEntry('a'), fileEntry('b', true)], [fileEntry('c')], []];
  const entry = {
    isDirectory: true,
    fullPath: '/night',
    createReader: () => ({ readEntries: (done: (some: unknown) => void) => done(pieces.shift()) }),
  };
  const items = [
    { kind: 'string' },
    { kind: 'file', webkitGetAsEntry: () => entry },
    { kind: 'file', webkitGetAsEntry: () => null, getAsFile: () => file('loose') },
  ];
  const given = filesOfDrop({ items, files: [] } as unknown as DataTransfer);
  const found = await all(given(new AbortController().signal));
  expect(found.map(({ path, file: one }) => [path, one !== null])).toEqual([
    ['loose', true],
    ['night/a', true],
    ['night/b', false],
    ['night/c', true],
  ]);
});

test('folders that hold each other come to an end', async () => {
  const circle: OpenFolder = {
    kind: 'directory',
    name: 'again',
    values: () => oneByOne([circle]),
  };
  expect(await all(filesOfFolder(circle)(new AbortController().signal))).toEqual([]);
});
