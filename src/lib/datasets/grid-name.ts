import type { HeaderLine } from '$lib/model/frames';
import { headerValue } from './header';

const arrays = ['THEMIS_ASI', 'REGO', 'TREX_NIR', 'TREX_BLUE', 'TREX_RGB', 'TREX_RGB5577'] as const;

/**
 * The dataset of a grid file, by its name (`…_MOSv001_grid_themis-asi.h5`), else by its metadata.
 *
 * @returns as the archive spells it, `THEMIS_ASI_GRID_MOSV001`; null where neither tells
 */
export function gridDatasetOf(name: string, header: readonly HeaderLine[]): string | null {
  const named = /_(MOS[uv]\d{3})_grid_([a-z0-9-]+)\.h5$/i.exec(name);
  const method = (named?.[1] ?? headerValue(header, ['methodology_uid']) ?? '').toUpperCase();
  const array = (named?.[2] ?? headerValue(header, ['project_name']) ?? '').toUpperCase().replaceAll('-', '_');
  const known = arrays.find((each) => each === array);
  return known && /^MOS[UV]\d{3}$/.test(method) ? `${known}_GRID_${method}` : null;
}
