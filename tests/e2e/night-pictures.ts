import { encode } from 'jpeg-js';
import { hosts } from '../archive/hosts';
import type { ProductRecord } from '../archive/product-records';
import { sourceAt } from '../archive/data-sources';

/* Daily keograms of many nights, as TREx RGB has them: small, and with a pattern that can be told again. */

export interface NightPicture {
  /** Of the whole UTC day; by eights, a block of the JPEG has one value and keeps it. */
  readonly width: number;
  readonly height: number;
  /** Grey, 0…247; null where there is no data, which is white from top to bottom. */
  readonly paint: (column: number, row: number) => number | null;
}

/** The picture as a JPEG file. */
export function nightPicture({ width, height, paint }: NightPicture): Uint8Array {
  const data = Buffer.alloc(4 * width * height, 255);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const at = 4 * (row * width + column);
      data.fill(paint(column, row) ?? 255, at, at + 3);
    }
  return encode({ width, height, data }, 95).data;
}

/** Where the archive has the daily keogram of a night. @param date `2020-02-01` */
export function nightPath(site: string, date: string): string {
  const day = date.replaceAll('-', '');
  const camera = `${site}_rgb-04`;
  return `sort_by_project/TREx/RGB/stream2/${date.replaceAll('-', '/')}/${camera}/${day}__${camera}_full-keogram.jpg`;
}

/** What the search service tells of it. @throws for a site that has no such camera */
export function productOf(site: string, date: string, url = `${hosts.data}/${nightPath(site, date)}`): ProductRecord {
  const source = sourceAt('trex', 'RGB ASI', site);
  if (!source) throw new Error(`There is no TREx RGB camera at ${site}.`);
  return {
    ...{ start: `${date}T00:00:00`, end: `${date}T23:59:00`, data_source: source, url },
    ...{ data_product_type: 'keogram', metadata: { keogram_type: 'daily' } },
  };
}

/** Dates from the first to the last. */
export function datesOf(first: string, last: string): string[] {
  const dates: string[] = [];
  for (let ms = Date.parse(first); ms <= Date.parse(last); ms += 86_400_000)
    dates.push(new Date(ms).toISOString().slice(0, 10));
  return dates;
}
