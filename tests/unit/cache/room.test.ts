import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toLeave, toYield } from '$lib/cache/room';

const totals = (files: number, products: number) => ({
  files: { count: 1, bytes: files },
  products: { count: 1, bytes: products },
});

test.each([
  ['fits: nothing leaves', 500, 100, 400, { files: 0, products: 0 }],
  ['files leave first, down to nine tenths', 800, 100, 200, { files: 200, products: 0 }],
  ['products beyond a quarter leave before files', 500, 400, 200, { files: 50, products: 150 }],
  ['when files are not enough, products follow', 100, 200, 900, { files: 100, products: 200 }],
])('%s', (_, files, products, bytes, leaving) => {
  expect(toLeave(totals(files, products), { part: 'files', bytes }, 1000)).toEqual(leaving);
});

test('without room in the browser a tenth leaves, or as much as is to come', () => {
  expect(toYield(totals(1000, 500), 10).files).toBeCloseTo(150);
  expect(toYield(totals(1000, 500), 400)).toEqual({ files: 400, products: 0 });
  expect(toYield(totals(100, 50), 1000)).toEqual({ files: 100, products: 50 });
});

test('never leaves more than there is, and what comes fits afterwards', () => {
  const size = fc.nat(2000);
  fc.assert(
    fc.property(size, size, size, size, fc.constantFrom('files', 'products'), (files, products, bytes, more, part) => {
      const limit = bytes + more;
      const leaving = toLeave(totals(files, products), { part, bytes }, limit);
      expect(leaving.files).toBeGreaterThanOrEqual(0);
      expect(leaving.products).toBeGreaterThanOrEqual(0);
      expect(leaving.files).toBeLessThanOrEqual(files + 1e-9);
      expect(leaving.products).toBeLessThanOrEqual(products + 1e-9);
      expect(files + products - leaving.files - leaving.products + bytes).toBeLessThanOrEqual(limit + 1e-9);
    }),
  );
});
