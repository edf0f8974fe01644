import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeSave } from '$lib/datasets/describe-save';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import { startSha256 } from '$lib/formats/sha256';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { SaveWriter } from '../formats/idl-save/save-writer';
import { XdrWriter } from '../formats/idl-save/xdr-writer';
import { sharedData } from '../shared-data';

interface ExpectedFile {
  readonly type: string;
  readonly format: string;
  readonly record_types_in_order: readonly number[];
  readonly variables: Record<string, unknown>;
}

describe.skipIf(!sharedData)('real files', () => {
  const files = sharedData ? saveFiles(sharedData) : [];

  test('all of them are here', () => {
    expect(files).toHaveLength(19);
  });

  test.each(files)('%s: every field is the expected one', async (path, expected) => {
    const bytes = new Uint8Array(readFileSync(resolve(sharedData!, path)));
    const { variables, problem } = await describeSave(bytes, startSha256);
    expect(problem).toBeNull();
    expect(variables).toEqual(withoutSamples(expected.variables));
  });

  test.each(files)('%s: the records in order', async (path, expected) => {
    const file = await decodeIdlSave(new Uint8Array(readFileSync(resolve(sharedData!, path))));
    expect(file.recordTypes).toEqual(expected.record_types_in_order);
    expect(file.compressed).toBe(expected.format === 'compressed');
  });
});

describe('what no real file holds', () => {
  test('numbers that JSON lacks are text', async () => {
    const { variables } = await describeSave(
      new SaveWriter()
        .variable('INF', { kind: 'scalar', type: 'FLOAT', value: -Infinity })
        .variable('BIG', { kind: 'scalar', type: 'ULONG64', value: 2n ** 64n - 1n })
        .variable('SMALL', { kind: 'scalar', type: 'LONG64', value: -5n })
        .variable('NONE', { kind: 'array', type: 'FLOAT', dims: [2], values: new Float32Array([NaN, Infinity]) })
        .variable('SUM', { kind: 'array', type: 'ULONG64', dims: [2], values: new BigUint64Array([2n ** 63n, 3n]) })
        .bytes(),
      startSha256,
    );
    expect(variables).toMatchObject({
      inf: { value: '-Infinity' },
      big: { value: '18446744073709551615' },
      small: { value: -5 },
      none: { nan_count: 1, inf_count: 1, finite_sum: null, finite_min: null, finite_max: null },
      sum: { sum: '9223372036854775811', min: 3, max: '9223372036854775808' },
    });
    expect(JSON.parse(JSON.stringify(variables))).toEqual(variables);
  });

  test('a cycle of pointers ends in a stub', async () => {
    const { variables, problem } = await describeSave(
      new SaveWriter()
        .heap(1, structure('NEXT', { kind: 'scalar', type: 'POINTER', value: 2 }))
        .heap(2, structure('NEXT', { kind: 'scalar', type: 'POINTER', value: 1 }))
        .variable('RING', { kind: 'scalar', type: 'POINTER', value: 1 })
        .bytes(),
      startSha256,
    );
    expect(problem).toBeNull();
    expect(JSON.stringify(variables)).toContain('points back to heap value 1');
  });

  test('pointers that double at every step end in stubs, soon', async () => {
    const writer = new SaveWriter();
    for (let index = 1; index < 60; index++) {
      const values = new Int32Array([index + 1, (index + 2) % 61]);
      writer.heap(index, { kind: 'array', type: 'POINTER', dims: [2], values });
    }
    writer.heap(60, { kind: 'scalar', type: 'INT', value: 7 });
    writer.variable('TREE', { kind: 'scalar', type: 'POINTER', value: 1 });
    const text = JSON.stringify((await describeSave(writer.bytes(), startSha256)).variables);
    expect(text).toContain('stub');
    expect(text.length).toBeLessThan(20_000_000);
  });

  test('many pointers to one large target: summed up once', async () => {
    const pointers = Int32Array.from({ length: 5000 }, (_, index) => (index === 4999 ? 2 : 1));
    const start = performance.now();
    const { variables } = await describeSave(
      new SaveWriter()
        .heap(1, { kind: 'array', type: 'DOUBLE', dims: [1_000_000], values: new Float64Array(1_000_000).fill(1) })
        .heap(2, { kind: 'scalar', type: 'INT', value: 7 })
        .variable('P', { kind: 'array', type: 'POINTER', dims: [5000], values: pointers })
        .bytes(),
      startSha256,
    );
    expect(performance.now() - start).toBeLessThan(5000);
    expect((variables.p as { values: unknown[] }).values[4998]).toMatchObject({ count: 1_000_000, finite_sum: 1e6 });
  });

  test.each<[string, IdlValue]>([
    ['a long text', { kind: 'scalar', type: 'STRING', value: 'x'.repeat(100_000) }],
    [
      'many texts',
      { kind: 'array', type: 'STRING', dims: [100], values: Array(100).fill('x'.repeat(1000)) as string[] },
    ],
    ['a long tag', structure('T'.repeat(60_000), { kind: 'scalar', type: 'POINTER', value: 0 })],
  ])('many pointers to %s: stubs after some million characters', async (_, target) => {
    const pointers = Int32Array.from({ length: 9000 }, (_zero, index) => (index === 0 ? 0 : 1));
    const { variables } = await describeSave(
      new SaveWriter()
        .heap(1, target)
        .variable('P', { kind: 'array', type: 'POINTER', dims: [9000], values: pointers })
        .variable('Q', { kind: 'scalar', type: 'INT', value: 7 })
        .bytes(),
      startSha256,
    );
    const text = JSON.stringify(variables);
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(text.length).toBeLessThan(25_000_000);
    expect(text).toContain('"stub"');
  });

  test('a variable whose name is a book', async () => {
    const name = new Uint8Array(21_000_000).fill(78);
    const body = new XdrWriter().int32(name.length).raw(name).int32(2).int32(0).int32(7).int32(7);
    const { variables } = await describeSave(new SaveWriter().record(2, body.bytes()).bytes(), startSha256);
    expect(JSON.stringify(variables).length).toBeLessThan(1000);
  }, 20_000);

  test('an array of pointers to different values lists them', async () => {
    const { variables } = await describeSave(
      new SaveWriter()
        .heap(1, { kind: 'scalar', type: 'STRING', value: 'one' })
        .variable('P', { kind: 'array', type: 'POINTER', dims: [3], values: new Int32Array([1, 0, 9]) })
        .bytes(),
      startSha256,
    );
    expect(variables.p).toMatchObject({
      all_point_to_one_value: false,
      values: [{ kind: 'scalar', type: 'STRING', value: 'one' }, { kind: 'null pointer' }, { kind: 'null pointer' }],
    });
  });
});

function saveFiles(root: string): [string, ExpectedFile][] {
  const { files } = JSON.parse(readFileSync(resolve(root, 'expected.json'), 'utf8')) as {
    files: Record<string, ExpectedFile>;
  };
  return Object.entries(files).filter(([, file]) => file.type === 'idl save');
}

/** Samples are values at single places; the hash covers all of them. */
function withoutSamples(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, part: unknown) => (key.endsWith('flat_samples') ? undefined : part));
}

function structure(tag: string, value: { kind: 'scalar'; type: 'POINTER'; value: number }) {
  return { kind: 'structure', name: 'NODE', dims: [1], tags: [tag], elements: [new Map([[tag, value]])] } as const;
}
