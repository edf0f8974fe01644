import { expect, test } from 'vitest';
import { ByteCursor } from '$lib/formats/byte-cursor';
import { FormatError } from '$lib/formats/format-error';

test('reads big-endian numbers of every kind and counts their bytes', () => {
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -2);
  view.setUint32(4, 0xfffffffe);
  view.setFloat32(8, 0.5);
  view.setFloat64(12, Math.PI);
  view.setBigInt64(20, -3n);
  view.setBigUint64(28, 2n ** 64n - 1n);
  const cursor = new ByteCursor(bytes.subarray(0, 36), 'pgm');
  expect([cursor.int32(), cursor.uint32(), cursor.float32(), cursor.float64()]).toEqual([-2, 0xfffffffe, 0.5, Math.PI]);
  expect([cursor.bigInt64(), cursor.bigUint64()]).toEqual([-3n, 2n ** 64n - 1n]);
  expect(cursor).toMatchObject({ offset: 36, length: 36, atEnd: true });
});

test('takes views, also of a view that does not begin where its buffer does', () => {
  const bytes = Uint8Array.of(9, 9, 1, 2, 3).subarray(2);
  const cursor = new ByteCursor(bytes, 'pgm');
  const taken = cursor.take(2);
  expect([...taken]).toEqual([1, 2]);
  expect(taken.buffer).toBe(bytes.buffer);
});

test.each([
  ['take', (cursor: ByteCursor) => cursor.take(4)],
  ['a number', (cursor: ByteCursor) => cursor.float64()],
  ['seek', (cursor: ByteCursor) => cursor.seek(5)],
])('%s beyond the end says where it began, and stays there', (_, read) => {
  const cursor = new ByteCursor(new Uint8Array(4), 'pgm');
  cursor.seek(1);
  expect(() => read(cursor)).toThrow(FormatError);
  expect(cursor.offset).toBe(1);
  try {
    read(cursor);
  } catch (error) {
    expect(error).toMatchObject({ kind: 'truncated', format: 'pgm', offset: 1 });
  }
});

test.each([-1, 1.5, Number.NaN])('refuses to take or seek %d', (count) => {
  const cursor = new ByteCursor(new Uint8Array(4), 'pgm');
  expect(() => cursor.take(count)).toThrow(FormatError);
  expect(() => cursor.seek(count)).toThrow(FormatError);
  expect(cursor.take(4)).toHaveLength(4);
});

test('an error as a plain record crosses a thread whole', () => {
  const error = new ByteCursor(new Uint8Array(4), 'pgm').error('odd', 'inconsistent');
  const problem = { kind: 'inconsistent', format: 'pgm', offset: 0, message: 'odd' };
  expect(structuredClone(error.toProblem())).toEqual(problem);
});
