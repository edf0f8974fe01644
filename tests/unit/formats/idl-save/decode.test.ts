import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import { followPointer } from '$lib/formats/idl-save/save-file';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { sharedData } from '../../shared-data';
import { SaveWriter, writeArrayDescription, type WriterOptions } from './save-writer';
import { XdrWriter } from './xdr-writer';

const five: IdlValue = { kind: 'scalar', type: 'INT', value: 5 };
const bytes: IdlValue = { kind: 'array', type: 'BYTE', dims: [2, 3], values: new Uint8Array([1, 2, 3, 4, 5, 6]) };
const floats: IdlValue = { kind: 'array', type: 'FLOAT', dims: [3], values: new Float32Array([1.5, NaN, -Infinity]) };
const text: IdlValue = { kind: 'array', type: 'STRING', dims: [3], values: ['æøå', '', 'abcd'] };
const structure: IdlValue = {
  kind: 'structure',
  name: 'POINT',
  dims: [2],
  tags: ['X', 'FLAGS', 'INNER'],
  elements: [0, 1].map(
    (index) =>
      new Map<string, IdlValue>([
        ['X', { kind: 'scalar', type: 'DOUBLE', value: index + 0.25 }],
        ['FLAGS', { kind: 'array', type: 'BYTE', dims: [5], values: new Uint8Array([index, 2, 3, 4, 255]) }],
        ['INNER', { kind: 'structure', name: '', dims: [1], tags: ['S'], elements: [new Map([['S', text]])] }],
      ]),
  ),
};

describe('forms of the container', () => {
  const forms: [string, WriterOptions][] = [
    ['plain', {}],
    ['compressed', { compressed: true }],
    ['after PROMOTE64', { promote64: true }],
    ['PROMOTE64 and compressed', { promote64: true, compressed: true }],
    ['64-bit array descriptions', { wideArrays: true }],
    ['byte counts of 0', { zeroByteCounts: true }],
    ['predefined structures', { predefine: true }],
  ];

  test.each(forms)('%s', async (_, options) => {
    const writer = new SaveWriter(options);
    const values = [five, bytes, floats, text, structure, structure];
    values.forEach((value, index) => writer.variable(`V${index}`, value));
    const file = await decodeIdlSave(writer.bytes());
    expect(file.problem).toBeNull();
    expect(file.compressed).toBe(options.compressed ?? false);
    expect(file.variables.map((variable) => variable.name)).toEqual(values.map((_value, index) => `V${index}`));
    expect(file.variables.map((variable) => variable.value)).toEqual(values);
  });

  test('a file that ends at a record boundary without END_MARKER is whole', async () => {
    const file = await decodeIdlSave(new SaveWriter().variable('A', five).bytesWithoutEnd());
    expect(file).toMatchObject({ problem: null, recordTypes: [2], variables: [{ name: 'A', value: five }] });
  });

  test('unknown records are stepped over, known ones without values are kept as notes', async () => {
    const writer = new SaveWriter({ compressed: true })
      .record(99, new Uint8Array([1, 2, 3]))
      .record(10, new XdrWriter().raw(new Uint8Array(1024)).text('Thu').text('neil').text('host').bytes())
      .record(14, new XdrWriter().int32(12).text('x86_64').text('linux').text('8.8').bytes())
      .record(13, new XdrWriter().text('author').text('title').text('id').bytes())
      .record(19, new XdrWriter().text('notice').bytes())
      .record(20, new XdrWriter().int32(3).text('why').bytes())
      .record(1, new XdrWriter().int32(2).text('BLOCK').text('A').text('B').bytes());
    const file = await decodeIdlSave(writer.variable('A', five).bytes());
    expect(file).toMatchObject({
      problem: null,
      recordTypes: [99, 10, 14, 13, 19, 20, 1, 2, 6],
      notes: {
        timestamp: { date: 'Thu', user: 'neil', host: 'host' },
        version: { format: 12, architecture: 'x86_64', os: 'linux', release: '8.8' },
        identification: { author: 'author', title: 'title', idCode: 'id' },
        notice: 'notice',
        description: 'why',
      },
      commonBlocks: [{ name: 'BLOCK', variables: ['A', 'B'] }],
      variables: [{ name: 'A', value: five }],
    });
  });
});

describe('values', () => {
  test.each<[string, IdlValue]>([
    ['undefined', { kind: 'undefined' }],
    ['!NULL', { kind: 'null' }],
    ['a byte', { kind: 'scalar', type: 'BYTE', value: 234 }],
    ['a negative int', { kind: 'scalar', type: 'INT', value: -23456 }],
    ['a uint', { kind: 'scalar', type: 'UINT', value: 65535 }],
    ['an object', { kind: 'scalar', type: 'OBJECT', value: 3 }],
    ['a text of 5000 characters', { kind: 'scalar', type: 'STRING', value: 'x'.repeat(4999) + 'ÿ' }],
    ['uints', { kind: 'array', type: 'UINT', dims: [2], values: new Uint16Array([0, 65535]) }],
    ['ints', { kind: 'array', type: 'INT', dims: [2], values: new Int16Array([-1, 32767]) }],
    ['long64s', { kind: 'array', type: 'LONG64', dims: [2], values: new BigInt64Array([-1n, 2n ** 62n]) }],
    ['double complexes', { kind: 'array', type: 'DCOMPLEX', dims: [1], values: new Float64Array([1, -2]) }],
  ])('%s', async (_, value) => {
    const file = await decodeIdlSave(new SaveWriter().variable('A', value).bytes());
    expect(file.problem).toBeNull();
    expect(file.variables[0]!.value).toEqual(value);
  });

  test('NaN keeps its bit pattern', async () => {
    const bits = new Uint32Array([0x7fc00001, 0xffa12345, 0x7f812345]);
    const wide = new BigUint64Array([0xfff4000000000001n]);
    const file = await decodeIdlSave(
      new SaveWriter()
        .variable('F', { kind: 'array', type: 'FLOAT', dims: [3], values: new Float32Array(bits.buffer) })
        .variable('D', { kind: 'array', type: 'DOUBLE', dims: [1], values: new Float64Array(wide.buffer) })
        .bytes(),
    );
    const [f, d] = file.variables.map(({ value }) => (value.kind === 'array' ? value.values : []));
    expect(new Uint32Array((f as Float32Array<ArrayBuffer>).buffer)).toEqual(bits);
    expect(new BigUint64Array((d as Float64Array<ArrayBuffer>).buffer)).toEqual(wide);
  });

  test('zeros at the end of a text are not part of it, and zeros within cost no time', async () => {
    const long = '\0'.repeat(2_000_000) + 'x';
    const start = performance.now();
    const file = await decodeIdlSave(
      new SaveWriter()
        .variable('A', { kind: 'scalar', type: 'STRING', value: 'abc\0\0' })
        .variable('B', { kind: 'scalar', type: 'STRING', value: long })
        .bytes(),
    );
    expect(performance.now() - start).toBeLessThan(2000);
    expect(file.variables[0]!.value).toMatchObject({ value: 'abc' });
    expect(file.variables[1]!.value).toEqual({ kind: 'scalar', type: 'STRING', value: long });
  });

  test('a system variable has two more numbers before its marker', async () => {
    const body = new XdrWriter().text('!PATH').int32(3).int32(2).int32(0).int32(0).int32(7).int32(11).bytes();
    const file = await decodeIdlSave(new SaveWriter().record(3, body).variable('A', five).bytes());
    expect(file.problem).toBeNull();
    expect(file.variables[0]).toEqual({
      name: '!PATH',
      system: true,
      value: { kind: 'scalar', type: 'LONG', value: 11 },
    });
  });

  test('a structure that inherits: its tags are all its own, the superclass is defined for later', async () => {
    const base = (out: XdrWriter) =>
      out.int32(9).text('BASE').int32(4).int32(1).int32(4).int32(0).int32(3).int32(0).text('A');
    const derived = new XdrWriter().text('D').int32(8).int32(0x24);
    writeArrayDescription(derived, [1]);
    derived.int32(9).text('DERIVED').int32(2).int32(2).int32(8);
    derived.int32(-1).uint64(0n).int32(3).int32(0).int32(4).int32(3).int32(0).text('A').text('B');
    derived.text('DERIVED').int32(1).text('BASE');
    base(derived).text('BASE').int32(0);
    derived.int32(7).int32(10).int32(20);
    const onlyBase = new XdrWriter().text('B').int32(8).int32(0x24);
    writeArrayDescription(onlyBase, [1]);
    onlyBase.int32(9).text('BASE').int32(1).int32(1).int32(4).int32(7).int32(30);

    const file = await decodeIdlSave(new SaveWriter().record(2, derived.bytes()).record(2, onlyBase.bytes()).bytes());
    expect(file.problem).toBeNull();
    const [first, second] = file.variables.map(({ value }) => (value.kind === 'structure' ? value : null));
    expect(first).toMatchObject({ name: 'DERIVED', tags: ['A', 'B'] });
    expect([...first!.elements[0]!.values()]).toMatchObject([{ value: 10 }, { value: 20 }]);
    expect(second).toMatchObject({ name: 'BASE', tags: ['A'] });
    expect(second!.elements[0]!.get('A')).toMatchObject({ value: 30 });
  });
});

describe('pointers', () => {
  test('are indices that one follows; targets may form a ring', async () => {
    const pointer = (value: number): IdlValue => ({ kind: 'scalar', type: 'POINTER', value });
    const file = await decodeIdlSave(
      new SaveWriter()
        .heap(1, pointer(2))
        .heap(2, pointer(1))
        .variable('P', pointer(1))
        .variable('N', pointer(0))
        .bytes(),
    );
    expect(file.problem).toBeNull();
    expect(followPointer(file, 1)).toEqual(pointer(2));
    expect(followPointer(file, 2)).toEqual(pointer(1));
    expect(followPointer(file, 0)).toBeNull();
    expect(followPointer(file, 77)).toBeNull();
  });

  test('an invalid heap record, kind 18, is a null target', async () => {
    const invalid = new XdrWriter().int32(1).int32(18).int32(0).int32(2).bytes();
    const file = await decodeIdlSave(new SaveWriter().record(16, invalid).bytes());
    expect(file.problem).toBeNull();
    expect(followPointer(file, 1)).toBeNull();
  });
});

test.skipIf(!sharedData)('a skymap decodes in tens of milliseconds', async () => {
  const path = 'sort_by_project/THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';
  const skymap = new Uint8Array(readFileSync(resolve(sharedData!, path)));
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await decodeIdlSave(skymap);
    times.push(performance.now() - start);
  }
  expect(times.sort((a, b) => a - b)[2]).toBeLessThan(100); // 6 ms on an idle machine
});
