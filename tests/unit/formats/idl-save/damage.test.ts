import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import type { IdlValue } from '$lib/formats/idl-save/value';
import { SaveWriter, writeArrayDescription } from './save-writer';
import { XdrWriter } from './xdr-writer';

const five: IdlValue = { kind: 'scalar', type: 'INT', value: 5 };

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
