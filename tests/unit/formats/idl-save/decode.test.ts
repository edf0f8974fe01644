import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deflateSync } from 'node:zlib';
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

describe('damage', () => {
  const variable = (type: number, flags: number) => new XdrWriter().text('BAD').int32(type).int32(flags);
  const array = (dims: readonly number[], wide = false) => {
    const out = variable(5, 4);
    writeArrayDescription(out, dims, wide);
    return out.int32(7).float64(1).bytes();
  };
  const structureOf = (tagCount: number) => {
    const out = variable(8, 0x24);
    writeArrayDescription(out, [1]);
    return out.int32(9).text('').int32(8).int32(tagCount).int32(0).bytes();
  };
  const structureWithTags = (tagCount: number) => {
    const out = new XdrWriter().raw(structureOf(tagCount));
    for (let tag = 0; tag < tagCount; tag++) out.int32(0).int32(3).int32(0);
    return out.raw(new Uint8Array(4 * tagCount + 4 + 4 * tagCount)).bytes(); // names, marker, data
  };
  const commonBlock = (count: number) =>
    new XdrWriter()
      .int32(count)
      .text('C')
      .raw(new Uint8Array(4 * count))
      .bytes();
  const bodies: [string, Uint8Array, string][] = [
    ['an unknown type', variable(77, 0).int32(7).bytes(), 'corrupt'],
    ['no marker before the data', variable(3, 0).int32(8).int32(1).bytes(), 'corrupt'],
    ['an array with another marker', variable(3, 4).int32(9).bytes(), 'corrupt'],
    ['an array larger than the file', array([1_000_000_000]), 'truncated'],
    ['an array of 2^63 elements', array([2 ** 31, 2 ** 32], true), 'truncated'],
    ['an array without elements', array([0]), 'corrupt'],
    ['a name longer than the file', new XdrWriter().int32(1_000_000).bytes(), 'truncated'],
    ['a name of negative length', new XdrWriter().int32(-4).bytes(), 'corrupt'],
    ['text whose two lengths differ', variable(7, 0).int32(7).int32(3).text('abcd').bytes(), 'corrupt'],
    ['a structure without tags', structureOf(0), 'corrupt'],
    ['a structure of a billion tags', structureOf(1_000_000_000), 'corrupt'],
    ['a structure of more tags than arguments of a call', structureWithTags(200_000), 'unsupported'],
    ['a predefined structure nobody defined', predefined('NOBODY'), 'corrupt'],
    ['structures nested without end', nested(500), 'unsupported'],
  ];

  test.each(bodies)('%s: that variable is lost, the next is not', async (_, body, kind) => {
    for (const compressed of [false, true]) {
      const file = await decodeIdlSave(new SaveWriter({ compressed }).record(2, body).variable('GOOD', five).bytes());
      expect(file.problem).toMatchObject({ kind, format: 'idl save' });
      expect(file.variables).toEqual([{ name: 'GOOD', value: five, system: false }]);
    }
  });

  test('the offset is that of the file where the reading broke', async () => {
    const file = await decodeIdlSave(new SaveWriter().record(2, variable(77, 0).bytes()).bytes());
    expect(file.problem).toMatchObject({ kind: 'corrupt', offset: 4 + 16 + 8 + 8 });
  });

  test('an array of structures larger than the file is refused before it is built', async () => {
    const out = variable(8, 0x24);
    writeArrayDescription(out, [2 ** 31 - 1]);
    out.int32(9).text('').int32(8).int32(1).int32(0).int32(0).int32(7).int32(0).text('S').int32(7);
    const file = await decodeIdlSave(new SaveWriter().record(2, out.bytes()).bytes());
    expect(file.problem).toMatchObject({ kind: 'truncated' });
  });

  test('few bytes do not become very many objects', async () => {
    const count = 1_100_000;
    const out = variable(7, 4);
    writeArrayDescription(out, [count]);
    const body = out
      .int32(7)
      .raw(new Uint8Array(4 * count))
      .bytes();
    const file = await decodeIdlSave(new SaveWriter({ compressed: true }).record(2, body).bytes());
    expect(file.problem).toMatchObject({ kind: 'unsupported' });
  });

  test.each([
    ['back to the first record', 4],
    ['to itself', 44],
    ['into its own header', 56],
  ])('`next` that points %s stops the reading', async (_, next) => {
    const writer = new SaveWriter().variable('A', five);
    expect(writer.bytesWithoutEnd()).toHaveLength(44);
    const file = await decodeIdlSave(writer.record(19, new XdrWriter().text('loop').bytes(), next).bytes());
    expect(file.problem).toMatchObject({ kind: 'corrupt', offset: 44 });
    expect(file.variables).toHaveLength(1);
  });

  test('`next` behind the end: cut off', async () => {
    const writer = new SaveWriter().variable('A', five).variable('B', five);
    const file = await decodeIdlSave(writer.bytesWithoutEnd().subarray(0, -1));
    expect(file.problem).toMatchObject({ kind: 'truncated', offset: 44 });
    expect(file.variables).toHaveLength(1);
  });

  test('a common block of more names than anyone shares', async () => {
    const file = await decodeIdlSave(
      new SaveWriter().record(1, commonBlock(1000)).record(1, commonBlock(1001)).variable('A', five).bytes(),
    );
    expect(file.problem).toMatchObject({ kind: 'unsupported' });
    expect(file.commonBlocks.map(({ variables }) => variables.length)).toEqual([1000]);
    expect(file.variables).toHaveLength(1);
  });

  test('more records than are read: those before stay', async () => {
    const writer = new SaveWriter({ compressed: true }).variable('A', five);
    for (let index = 1; index < 5000; index++) writer.record(99, new Uint8Array());
    const most = await decodeIdlSave(writer.bytesWithoutEnd());
    expect(most).toMatchObject({ problem: null, variables: [{ name: 'A' }] });
    const file = await decodeIdlSave(writer.variable('B', five).bytes());
    expect(file).toMatchObject({ problem: { kind: 'unsupported' }, variables: [{ name: 'A' }] });
    expect(file.variables).toHaveLength(1);
  });

  test('a compressed body that is not zlib, or whose checksum is wrong', async () => {
    const good = new SaveWriter({ compressed: true }).variable('A', five).bytes();
    const broken = good.slice();
    broken.fill(0xaa, 22, 30);
    for (const file of [await decodeIdlSave(broken), await decodeIdlSave(withoutChecksum(good))]) {
      expect(file.problem).toMatchObject({ kind: 'corrupt', offset: 4 });
      expect(file.variables).toHaveLength(0);
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 60_000, 65_535, 131_000])(
    'a zlib stream that lacks its last %d bytes',
    async (missing) => {
      const values = Uint8Array.from({ length: 200_000 }, (_, index) => (index * index * 7919) >> 8);
      const body = new XdrWriter().text('A').int32(1).int32(4);
      writeArrayDescription(body, [values.length]);
      const stream = deflateSync(body.int32(7).int32(values.length).raw(values).bytes(), { level: 0 });
      const stored = plainRecord(stream.subarray(0, stream.length - missing));
      const file = await decodeIdlSave(stored);
      expect(file.problem).toMatchObject({ kind: 'truncated', message: 'the compressed record ends in the middle' });
      expect(file.variables).toMatchObject([{ name: 'B' }]);
    },
  );

  test('a damaged zlib stream is told in words of our own', async () => {
    const stream = deflateSync(new Uint8Array(1000));
    for (const damaged of [stream.map((byte, at) => (at === 0 ? 0x79 : byte)), stream.fill(0xff, 4, 8)]) {
      const file = await decodeIdlSave(plainRecord(damaged));
      expect(file.problem).toMatchObject({ kind: 'corrupt', message: 'the compressed record does not unpack' });
    }
  });

  test('damaged bombs one after the other: soon nothing more is unpacked', async () => {
    const bomb = deflateSync(new Uint8Array(100 * 1024 * 1024));
    bomb[bomb.length - 1]! ^= 0xff;
    const writer = new SaveWriter({ compressed: true }).variable('A', five);
    for (let count = 0; count < 3; count++) writer.storedRecord(2, bomb);
    const file = await decodeIdlSave(writer.variable('B', five).bytes());
    expect(file.problem).toMatchObject({ kind: 'corrupt' });
    expect(file.variables.map(({ name }) => name)).toEqual(['A']);
  }, 20_000);

  test('a compressed bomb is given up', async () => {
    const body = new Uint8Array(160 * 1024 * 1024);
    const bomb = new SaveWriter({ compressed: true }).record(2, body).variable('A', five).bytes();
    expect(bomb.length).toBeLessThan(1_000_000);
    const file = await decodeIdlSave(bomb);
    expect(file.problem).toMatchObject({ kind: 'unsupported', offset: 4 });
    expect(file.variables).toHaveLength(1);
  });

  test.each([
    ['nothing', new Uint8Array(), 'truncated'],
    ['a page of the archive', new TextEncoder().encode('<!DOCTYPE html>'), 'corrupt'],
    ['another form', new Uint8Array([0x53, 0x52, 0, 5]), 'corrupt'],
  ])('%s is not a SAVE file', async (_, input, kind) => {
    expect(await decodeIdlSave(input)).toMatchObject({ variables: [], problem: { kind, offset: 0 } });
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

function predefined(name: string): Uint8Array {
  const out = new XdrWriter().text('BAD').int32(8).int32(0x24);
  writeArrayDescription(out, [1]);
  return out.int32(9).text(name).int32(1).int32(1).int32(4).int32(7).int32(1).bytes();
}

function nested(levels: number): Uint8Array {
  const out = new XdrWriter().text('BAD').int32(8).int32(0x24);
  writeArrayDescription(out, [1]);
  for (let level = 0; level < levels; level++) {
    out.int32(9).text('').int32(8).int32(1).int32(0).int32(0).int32(8).int32(0x24).text('S');
    writeArrayDescription(out, [1]);
  }
  return out.bytes();
}

/** A compressed file: a variable record with these stored bytes, then the variable B. */
function plainRecord(stored: Uint8Array): Uint8Array {
  return new SaveWriter({ compressed: true }).storedRecord(2, stored).variable('B', five).bytes();
}

/** The one record of a compressed file with the last byte of its zlib stream wrong. */
function withoutChecksum(file: Uint8Array): Uint8Array {
  const copy = file.slice();
  const last = new DataView(copy.buffer).getUint32(8) - 1;
  copy[last]! ^= 0xff;
  return copy;
}
