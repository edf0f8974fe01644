import { readRiometerFile } from './riometer';
import { formatIsoUs } from './timestamp';
import { parseRiometerText, type RiometerRow } from '$lib/formats/riometer-text';
import type { Outcome } from '$lib/model/failure';
import type { Described } from './describe-colour';
import { summariseFloats } from './number-summary';

/**
 * What is in a riometer's text, ready for JSON. Rows are counted and summed as they stand in the file, those of hour 24
 * included; the timestamps are of those that count. Sums and ranges are of the raw signal.
 */
export function describeRiometer(bytes: Uint8Array, name: string): Outcome<Described> {
  const outcome = readRiometerFile(bytes, name);
  if (!outcome.ok) return outcome;
  const { kind, siteUid, timesUs, badRows, problem } = outcome.value;
  const { header, rows } = parseRiometerText(bytes);
  const { nan_count, finite_sum, finite_min, finite_max } = summariseFloats(
    Float64Array.from(rows, ({ values }) => values.at(-1)!),
  );
  const last = rows.at(-1)!;
  const fields = {
    type: 'riometer text',
    dataset: kind === 'k0' ? 'NORSTAR_RIOMETER_K0_TXT' : 'NORSTAR_RIOMETER_K2_TXT',
    site: siteUid,
    header_lines: header.length,
    rows: rows.length,
    columns: 2 + last.values.length,
    first_row: written(bytes, rows[0]!),
    last_row: written(bytes, last),
    bad_rows: badRows,
    nan_count,
    sum: finite_sum,
    min: finite_min,
    max: finite_max,
    first_timestamp: formatIsoUs(timesUs[0]!),
    last_timestamp: formatIsoUs(timesUs.at(-1)!),
    header,
  };
  return { ok: true, value: { fields, problem } };
}

/** The words of a row as they stand in the file. */
function written(bytes: Uint8Array, { offset }: RiometerRow): string[] {
  const line = bytes.subarray(offset, bytes.indexOf(0x0a, offset));
  return new TextDecoder().decode(line).trim().split(/\s+/);
}
