import { wrap } from 'comlink';
import { afterAll, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { followPointer, type IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { IdlValue } from '$lib/formats/idl-save/value';
import type { DecodeApi } from '../../workers/decode-api';

/*
 * Every real IDL SAVE file through a real worker of a real browser: its own inflate, its own structured clone.
 */

interface ExpectedSave {
  readonly type: string;
  readonly record_types_in_order: readonly number[];
  readonly variables: Readonly<Record<string, unknown>>;
}

const expectedText = await commands.readSharedFile('expected.json');
const files = expectedText ? (JSON.parse(atob(expectedText)) as { files: Record<string, ExpectedSave> }).files : {};
const saves = Object.entries(files).filter(([, { type }]) => type === 'idl save');

const worker = new Worker(new URL('../../workers/decode.worker.ts', import.meta.url), { type: 'module' });
const decoder = wrap<DecodeApi>(worker);
afterAll(() => worker.terminate());

test.skipIf(saves.length === 0)('there are such files', () => {
  expect(saves.length).toBeGreaterThan(15);
});

test.each(saves)('%s', async (path, expected) => {
  const text = atob((await commands.readSharedFile(path))!);
  const file = await decoder.save(Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer);
  expect(file.problem).toBeNull();
  expect(file.recordTypes).toEqual(expected.record_types_in_order);
  expect(file.variables.map(({ name }) => name.toLowerCase())).toEqual(Object.keys(expected.variables));
  for (const { name, value } of file.variables)
    expect(expected.variables[name.toLowerCase()], name).toMatchObject(await described(value, file));
});

/** A value in the words of expected.json, pointers followed. */
async function described(value: IdlValue | null, file: IdlSaveFile): Promise<object> {
  if (value === null) return { kind: 'null pointer' };
  switch (value.kind) {
    case 'scalar':
      if (value.type === 'POINTER' || value.type === 'OBJECT') return described(followPointer(file, value.value), file);
      return { kind: 'scalar', type: value.type, value: plain(value.value) };
    case 'array': {
      const common = { kind: 'array', type: value.type, dims_row_major: value.dims };
      if (value.type === 'STRING') return { ...common, values: value.values };
      if (value.type === 'POINTER' || value.type === 'OBJECT') {
        expect(new Set(value.values).size).toBe(1);
        return { ...common, value: await described(followPointer(file, value.values[0]!), file) };
      }
      return { ...common, sha256_le: await sha256(value.values) };
    }
    case 'structure': {
      const elements = value.elements.map(async (record, index) => {
        const fields = [...record].map(async ([tag, field]) => [tag, await described(field, file)] as const);
        return { index, fields: Object.fromEntries(await Promise.all(fields)) };
      });
      return { kind: 'struct', dims_row_major: value.dims, tags: value.tags, elements: await Promise.all(elements) };
    }
    case 'null':
    case 'undefined':
      return { kind: value.kind }; // none of the files has one
  }
}

function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

async function sha256(values: ArrayBufferView<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', values));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
