import { sharedData } from '../shared-data';
import { readSharedFile } from './expected-stacks';

export { readSharedFile } from './expected-stacks';

/** What the reference readers found in one file; see the `conventions` of expected.json. */
export type ExpectedFile = Readonly<Record<string, unknown>> & { readonly type: string };

interface Expected {
  readonly files: Readonly<Record<string, ExpectedFile>>;
}

/** Every real file of one type, by its path among them; none where they are missing. */
export function expectedFiles(type: string): (readonly [path: string, file: ExpectedFile])[] {
  if (!sharedData) return [];
  const { files } = JSON.parse(readSharedFile('expected.json').toString()) as Expected;
  return Object.entries(files).filter(([, file]) => file.type === type);
}
