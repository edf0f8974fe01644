import type { Totals } from './database';

/** The things that count towards the budget. */
export type Part = 'files' | 'products';

/** What may leave: pinned files are neither counted nor asked. */
export type Loose = Pick<Totals, Part>;

/** All but the pinned files. */
export function looseOf({ files, products, pinned }: Totals): Loose {
  return { files: { count: files.count - pinned.count, bytes: files.bytes - pinned.bytes }, products };
}

/** Bytes that have to go. */
export type Leaving = Readonly<Record<Part, number>>;

/** Room is made down to this share of the limit, so that not every new file has to make room. */
const roomyShare = 0.9;

/**
 * What products may take while there are files to keep. They are what makes a night open again at once, so files leave
 * before them; but the products of many nights must not leave the files of the present one no room.
 */
const productShare = 0.25;

/**
 * How much has to leave so that something new fits: products beyond their share, then files, then products.
 *
 * @param totals without what is to come, and without what it replaces
 * @param limit in bytes, not less than what is to come
 */
export function toLeave(
  totals: Loose,
  coming: { readonly part: Part; readonly bytes: number },
  limit: number,
): Leaving {
  const after = totals.files.bytes + totals.products.bytes + coming.bytes;
  if (after <= limit) return { files: 0, products: 0 };
  const excess = Math.min(after - roomyShare * limit, after - coming.bytes);
  const products = totals.products.bytes + (coming.part === 'products' ? coming.bytes : 0);
  const tooMany = Math.min(excess, totals.products.bytes, Math.max(0, products - productShare * limit));
  return share(totals, excess, tooMany);
}

/** What leaves when the browser has less room than it was thought to have: a tenth, or what is to come if that is more. */
export function toYield(totals: Loose, comingBytes: number): Leaving {
  const kept = totals.files.bytes + totals.products.bytes;
  return share(totals, Math.min(kept, Math.max(kept * (1 - roomyShare), comingBytes)), 0);
}

/** Products that leave in any case, then files, then the rest of the products. */
function share(totals: Loose, bytes: number, productsFirst: number): Leaving {
  const files = Math.min(bytes - productsFirst, totals.files.bytes);
  return { files, products: bytes - files };
}
