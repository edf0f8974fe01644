import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTar } from '$lib/formats/tar';
import { concat, latin1 } from './pgm-bytes';
import { gnuLong, member, pax, tarBytes, type TarMember } from './tar-bytes';

const hello = latin1('hello');
const hundred = 'n'.repeat(100);

function namesOf(bytes: Uint8Array): string[] {
  const { entries, problem } = decodeTar(bytes);
  expect(problem).toBeNull();
  return entries.map(({ name }) => name);
}

test('members are views of the file, with the places where they stand in it', () => {
  const bytes = tarBytes(member({ name: 'a.png', content: hello }), member({ name: 'b.png', content: latin1('!') }));
  const { entries, problem } = decodeTar(bytes);
  expect(problem).toBeNull();
  expect(entries.map(({ name, offset, contentOffset }) => [name, offset, contentOffset])).toEqual([
    ['a.png', 0, 512],
    ['b.png', 1024, 1536],
  ]);
  expect(entries[0]!.bytes).toEqual(hello);
  expect(entries[0]!.bytes.buffer).toBe(bytes.buffer);
});

describe('names', () => {
  const long = `${'directory/'.repeat(20)}name.png`;
  test.each<[string, Uint8Array, string]>([
    ['of 100 bytes, no zero behind it', member({ name: hundred }), hundred],
    ['with a prefix', member({ name: 'name.png', prefix: 'a/b' }), 'a/b/name.png'],
    ['GNU keeps times where the prefix is', member({ name: 'n', prefix: '1234', mark: 'ustar  \0' }), 'n'],
    ['before ustar', member({ name: 'n', prefix: 'junk', mark: '' }), 'n'],
    ['of pax', concat(pax({ mtime: '1.5', path: long }), member({ name: 'short' })), long],
    ['of pax, for all', concat(pax({ path: 'all' }, 'g'), member({ name: 'short' })), 'all'],
    ['of pax, taken back', concat(pax({ path: 'all' }, 'g'), pax({ path: 'own' }), member({ name: 'n' })), 'own'],
    ['of pax, in UTF-8', concat(pax({ path: 'Gakona ☾' }), member({ name: 'n' })), 'Gakona ☾'],
    ['of GNU', concat(gnuLong(long), member({ name: 'short' })), long],
    ['of GNU, and a link', concat(gnuLong('link', 'K'), gnuLong(long), member({ name: 'short' })), long],
  ])('%s', (_, bytes, name) => {
    expect(namesOf(tarBytes(bytes))).toEqual([name]);
  });

  test('of an extended header hold for one member only', () => {
    const bytes = tarBytes(pax({ path: 'first' }), member({ name: 'one' }), member({ name: 'two' }));
    expect(namesOf(bytes)).toEqual(['first', 'two']);
    expect(decodeTar(bytes).entries[0]!.offset).toBe(0);
  });
});

describe('sizes', () => {
  const base256 = Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5);
  test.each<[string, TarMember['size']]>([
    ['octal, a zero behind', '00000000005\0'],
    ['octal, a blank behind', '00000000005 '],
    ['octal, blanks before', '         5 \0'],
    ['octal, all twelve digits', '000000000005'],
    ['base 256', base256],
  ])('%s', (_, size) => {
    const { entries, problem } = decodeTar(
      tarBytes(member({ name: 'n', content: hello, size }), member({ name: 'm' })),
    );
    expect(problem).toBeNull();
    expect(entries.map(({ bytes }) => bytes.length)).toEqual([5, 0]);
  });

  test('of pax comes before that of the header', () => {
    const { entries } = decodeTar(tarBytes(pax({ size: '5' }), member({ name: 'n', content: hello, size: '0\0' })));
    expect(entries[0]!.bytes).toEqual(hello);
  });

  test.each<[string, Uint8Array, string]>([
    ['behind the end', member({ name: 'n', size: '77777777777\0' }), 'truncated'],
    ['behind the end, base 256', member({ name: 'n', size: base256.with(6, 1) }), 'truncated'],
    ['beyond all numbers', member({ name: 'n', size: new Uint8Array(12).fill(0xff) }), 'corrupt'],
    ['no number', member({ name: 'n', size: 'hello' }), 'corrupt'],
    ['negative', member({ name: 'n', size: '-1' }), 'corrupt'],
    ['of pax behind the end', concat(pax({ size: '999999999999999' }), member({ name: 'n' })), 'truncated'],
    ['of pax, no number', concat(pax({ size: '1e3' }), member({ name: 'n' })), 'corrupt'],
  ])('%s: the member before is kept', (_, odd, kind) => {
    const { entries, problem } = decodeTar(tarBytes(member({ name: 'good', content: hello }), odd));
    expect(entries.map(({ name }) => name)).toEqual(['good']);
    expect(problem?.kind).toBe(kind);
    expect(problem?.offset).toBeGreaterThanOrEqual(1024);
  });
});

test('directories, links and devices are passed over, whatever size they claim', () => {
  const others = ['1', '2', '3', '4', '5', '6'].map((type) => member({ name: type, type, size: '77777777777\0' }));
  const old = member({ name: 'directory/', mark: '' });
  const files = [member({ name: 'zero', type: '\0' }), member({ name: 'contiguous', type: '7' })];
  expect(namesOf(tarBytes(...others, old, ...files))).toEqual(['zero', 'contiguous']);
});

test('reading ends at a block of zeros, or with the bytes', () => {
  const one = member({ name: 'one' });
  expect(namesOf(concat(one, new Uint8Array(512), member({ name: 'two' })))).toEqual(['one']);
  expect(namesOf(one)).toEqual(['one']);
  expect(namesOf(concat(one, new Uint8Array(100)))).toEqual(['one']);
  expect(namesOf(new Uint8Array(0))).toEqual([]);
});

describe('damage', () => {
  const whole = tarBytes(
    member({ name: 'one', content: hello }),
    pax({ path: 'two' }),
    member({ name: '2', content: hello }),
    member({ name: 'three', content: hello }),
  );

  test('in a header costs that member', () => {
    for (const [at, left] of [
      [3, ['two', 'three']],
      [2048 + 2, ['one', 'three']],
      [3072 + 150, ['one', 'two']],
    ] as const) {
      const bytes = whole.with(at, 0x41);
      const { entries, problem } = decodeTar(bytes);
      expect(entries.map(({ name }) => name)).toEqual(left);
      expect(problem).toMatchObject({ kind: 'corrupt', format: 'tar', offset: at - (at % 512) });
    }
  });

  test('in an extended header costs the name', () => {
    const { entries, problem } = decodeTar(whole.with(1536, 0x30));
    expect(entries.map(({ name }) => name)).toEqual(['one', '2', 'three']);
    expect(problem).toMatchObject({ kind: 'corrupt', offset: 1024 });
  });

  test('cut off in the last member: the others, and where it began', () => {
    const { entries, problem } = decodeTar(whole.subarray(0, 2048 + 512 + 3));
    expect(entries.map(({ name }) => name)).toEqual(['one']);
    expect(problem).toMatchObject({
      kind: 'truncated',
      offset: 1024,
      message: expect.stringContaining('3 of its 5') as string,
    });
  });

  test('a checksum added up of signed bytes counts', () => {
    const bytes = member({ name: '\xff' });
    const sum = bytes
      .subarray(0, 512)
      .reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : (byte << 24) >> 24), 0);
    bytes.set(latin1(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    expect(decodeTar(bytes).entries).toHaveLength(1);
  });
});

const anyMember = fc.record({
  name: fc
    .string({ unit: fc.constantFrom(...'abcdefghij_-.0123456789/é☾'), minLength: 1, maxLength: 300 })
    .map((name) => `${name}x`),
  content: fc.uint8Array({ maxLength: 1500 }),
  form: fc.constantFrom('pax' as const, 'gnu' as const),
});

function packed({ name, content, form }: { name: string; content: Uint8Array; form: 'pax' | 'gnu' }) {
  const utf8 = new TextEncoder().encode(name);
  if (utf8.length <= 100) return member({ name, content, mark: form === 'gnu' ? 'ustar  \0' : 'ustar\x0000' });
  const long = form === 'pax' ? pax({ path: name }) : gnuLong(String.fromCharCode(...utf8));
  return concat(long, member({ name: 'short', content }));
}

test('any files come back as they went in; cut anywhere, those before the cut', () => {
  fc.assert(
    fc.property(fc.array(anyMember, { maxLength: 5 }), fc.nat(), (files, where) => {
      const bytes = tarBytes(...files.map(packed));
      const { entries, problem } = decodeTar(bytes);
      expect(problem).toBeNull();
      expect(entries.map(({ name, bytes: content }) => [name, [...content]])).toEqual(
        files.map(({ name, content }) => [name, [...content]]),
      );
      const length = where % bytes.length;
      const cut = decodeTar(bytes.subarray(0, length)).entries;
      const wholes = entries.filter((entry) => entry.contentOffset + entry.bytes.length <= length);
      expect(cut.map(({ name }) => name)).toEqual(wholes.map(({ name }) => name));
    }),
    { numRuns: 60 },
  );
});

test('hostile bytes end as a result, with every view inside the file', () => {
  const base = tarBytes(
    pax({ path: 'one', size: '5' }),
    member({ name: '1', content: hello }),
    member({ name: 'two', content: hello }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { maxLength: 30 }), (blows) => {
      const bytes = Uint8Array.from(base);
      for (const [at, value] of blows) bytes[at] = value;
      for (const { contentOffset, bytes: content } of decodeTar(bytes).entries) {
        expect(contentOffset + content.length).toBeLessThanOrEqual(bytes.length);
      }
      expect(true).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('a hundred thousand members and no more', () => {
  const one = member({ name: 'n' });
  const bytes = new Uint8Array(100_010 * 512);
  for (let at = 0; at < bytes.length; at += 512) bytes.set(one, at);
  const { entries, problem } = decodeTar(bytes);
  expect(entries).toHaveLength(100_000);
  expect(problem?.kind).toBe('unsupported');
}, 20_000);
