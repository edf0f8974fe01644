import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedMap } from '$lib/cache/bounded-map';

test('over the budget, what was used longest ago leaves', () => {
  const map = new BoundedMap<string>(100);
  map.set('a', 'A', 40);
  map.set('b', 'B', 40);
  expect(map.get('a')).toBe('A');
  expect(map.set('c', 'C', 40)).toBe(true);
  expect([map.has('a'), map.has('b'), map.has('c')]).toEqual([true, false, true]);
  expect(map.usedBytes).toBe(80);
});

test('asking whether something is there is no use of it', () => {
  const map = new BoundedMap<string>(100);
  map.set('a', 'A', 50);
  map.set('b', 'B', 50);
  map.has('a');
  map.set('c', 'C', 50);
  expect(map.has('a')).toBe(false);
});

test('what is larger than all is not kept and drives nothing out', () => {
  const map = new BoundedMap<string>(100);
  map.set('a', 'A', 100);
  expect(map.set('b', 'B', 101)).toBe(false);
  expect(map.get('a')).toBe('A');
});

test('a value set anew counts once, and one set too large is gone', () => {
  const map = new BoundedMap<string>(100);
  map.set('a', 'A', 60);
  map.set('a', 'AA', 70);
  expect([map.get('a'), map.usedBytes, map.size]).toEqual(['AA', 70, 1]);
  map.set('a', 'AAA', 700);
  expect([map.get('a'), map.usedBytes, map.size]).toEqual([undefined, 0, 0]);
});

test('sizes that are none are refused', () => {
  expect(() => new BoundedMap(NaN)).toThrow(RangeError);
  expect(() => new BoundedMap<string>(10).set('a', 'A', NaN)).toThrow(RangeError);
});

test('a lower budget takes effect at once', () => {
  const map = new BoundedMap<string>(100);
  for (const key of ['a', 'b', 'c']) map.set(key, key, 30);
  map.get('a');
  map.budgetBytes = 70;
  expect([map.keys(), map.usedBytes, map.budgetBytes]).toEqual([['c', 'a'], 60, 70]);
  expect(() => (map.budgetBytes = -1)).toThrow(RangeError);
  map.clear();
  expect([map.keys(), map.usedBytes, map.set('d', 'D', 70)]).toEqual([[], 0, true]);
});

test('never over budget, and the count is that of what is there', () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    bytes: fc.nat(60),
    op: fc.constantFrom('set', 'get', 'delete'),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const map = new BoundedMap<number>(100);
      for (const { key, bytes, op } of steps) {
        if (op === 'set') map.set(key, bytes, bytes);
        else if (op === 'get') map.get(key);
        else map.delete(key);
        const held = ['a', 'b', 'c', 'd', 'e'].filter((name) => map.has(name));
        const sum = held.reduce((total, name) => total + (map.get(name) ?? NaN), 0);
        expect(map.usedBytes).toBe(sum);
        expect(map.usedBytes).toBeLessThanOrEqual(100);
        expect(map.size).toBe(held.length);
      }
    }),
  );
});
