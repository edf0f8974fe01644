import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../shared-data';

/** What the reference readers found in one PGM file; see the `conventions` of expected.json. */
export interface ExpectedStack {
  readonly shape: readonly [frames: number, height: number, width: number];
  readonly n_frames: number;
  readonly sha256_pixels_le: string;
  readonly sha256_decoded_stream: string;
  readonly decoded_bytes: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly timestamps: readonly string[];
  readonly metadata_frame0: readonly (readonly [string, string])[];
  readonly metadata_frame1?: readonly (readonly [string, string])[];
  readonly comment_lines_per_frame: readonly number[];
  readonly peer_orientation?: {
    readonly flip_relative_to_file: 'none' | 'rows reversed' | 'rows and columns reversed';
  };
}

interface ExpectedKeogram {
  readonly files: readonly string[];
  readonly shape_row_time: readonly [rows: number, times: number];
  readonly sum: number;
  readonly sha256_le_row_major_raw_rows: string;
  readonly samples_row_time_value_raw_rows: readonly (readonly [row: number, time: number, value: number])[];
}

interface Expected {
  readonly files: Readonly<Record<string, { readonly type: string }>>;
  readonly derived: { readonly keogram_gill_3_minutes: ExpectedKeogram };
}

const expected = sharedData ? (JSON.parse(readSharedFile('expected.json').toString()) as Expected) : null;

/** Every PGM file of the real ones, by its path among them; none where they are missing. */
export const expectedStacks: readonly (readonly [path: string, stack: ExpectedStack])[] = Object.entries(
  expected?.files ?? {},
)
  .filter(([, file]) => file.type === 'pgm stack')
  .map(([path, file]) => [path, file as unknown as ExpectedStack] as const);

/** Every real file, by its path among them. */
export const expectedPaths: readonly string[] = Object.keys(expected?.files ?? {});

export const expectedKeogram = expected?.derived.keogram_gill_3_minutes ?? null;

export function readSharedFile(path: string): Buffer<ArrayBuffer> {
  return readFileSync(join(sharedData!, path));
}
