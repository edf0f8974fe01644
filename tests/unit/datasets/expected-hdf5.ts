import { sharedData } from '../shared-data';
import { readSharedFile } from './expected-stacks';

/** What the reference readers found in one HDF5 file; see the `conventions` of expected.json. */
export interface ExpectedHdf5 {
  readonly type: 'hdf5 images' | 'hdf5 grid' | 'hdf5 spectra';
  readonly datasets: readonly { readonly path: string; readonly shape: readonly number[] }[];
  readonly file_attributes: Readonly<Record<string, unknown>>;
  readonly frame0_attributes?: Readonly<Record<string, unknown>>;
  readonly n_frame_groups?: number;
  readonly shape: readonly number[];
  readonly axis_order: string;
  readonly dtype: string;
  readonly n_frames: number;
  readonly sha256_pixels_le: string;
  readonly timestamps: readonly string[];
  readonly samples: readonly (readonly (number | string)[])[];
  readonly valid_sum?: number;
  readonly wavelength?: { readonly sha256_le: string };
  readonly confidence?: Readonly<Record<string, unknown>> & { readonly sha256_pixels_le: string };
}

interface Expected {
  readonly files: Readonly<Record<string, { readonly type: string }>>;
}

/** Every HDF5 file of the real ones, by its path among them; none where they are missing. */
export const expectedHdf5: readonly (readonly [path: string, file: ExpectedHdf5])[] = Object.entries(
  sharedData ? (JSON.parse(readSharedFile('expected.json').toString()) as Expected).files : {},
)
  .filter(([, file]) => file.type.startsWith('hdf5'))
  .map(([path, file]) => [path, file as unknown as ExpectedHdf5] as const);
