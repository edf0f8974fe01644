import { expect, test, vi } from 'vitest';
import { isEmptyCell, readGridFile } from '$lib/datasets/grid-file';
import { readProcessedSpectra } from '$lib/datasets/processed-spectra';
import { recogniseFile } from '$lib/datasets/recognise';
import { Hdf5File } from '$lib/formats/hdf5';
import { hdf5Bytes, type Part } from '../formats/hdf5-file';

const times: Part = { path: '/data/timestamp', data: ['2030-01-01 06:00:00 UTC'] };
const grown = (path: string, data: Float32Array | Uint8Array, size: number[]): Part => ({
  path,
  data,
  shape: size.map(() => 1),
  chunks: size.map(() => 1),
  grown: size,
});
const float = new Float32Array(1);

test.each([
  ['20300101_0600_110km_MOSv001_grid_themis-asi.h5', [grown('/data/grid', float, [4, 8, 2e9]), times]],
  ['20300101_0600_110km_MOSv001_grid_themis-asi.h5', [grown('/data/grid', float, [4, 8, 90_000]), times]],
  ['20300101_06_rabb_spect-01_cal_v01.h5', [grown('/data/spectra', float, [4, 8, 2e9]), times]],
  ['20300101_medo-hsr_k0_v01.h5', [grown('/data/raw_power', float, [4, 2e9]), times]],
  ['20300101_0600_gill_rgb-04_full.h5', [grown('/data/images', new Uint8Array(1), [4, 8, 3, 1e9]), times]],
] as const)(
  '%s: a header that promises any number of frames is refused before a list of them is made',
  async (name, parts) => {
    const asked = vi.spyOn(Hdf5File.prototype, 'attributes');
    const outcome = await recogniseFile(await hdf5Bytes(parts), name);
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'unsupported' } });
    expect(asked.mock.calls.length).toBeLessThan(10);
    asked.mockRestore();
  },
);

test('a grid and spectra of any size are refused before memory is taken', async () => {
  const grid = await hdf5Bytes([grown('/data/grid', float, [4, 8, 2e9]), times]);
  expect(await readGridFile(grid, { dataset: null, name: 'x.h5' })).toMatchObject({ failure: { kind: 'unsupported' } });
  const wavelength: Part = { path: '/data/wavelength', data: new Float64Array(4), shape: [4] };
  const wide = await hdf5Bytes([grown('/data/spectra', float, [4, 2e9, 1]), wavelength, times]);
  const spectra = await readProcessedSpectra(wide, { dataset: null, name: 'x.h5' });
  expect(spectra).toMatchObject({ failure: { kind: 'unsupported' } });
});

test('the value that stands for none is that of 32 bits', () => {
  const [cell] = Float32Array.of(-999.1);
  expect(isEmptyCell(cell!, { fillValue: -999.1 })).toBe(true);
  expect(isEmptyCell(-999, { fillValue: -999.1 })).toBe(false);
  expect(isEmptyCell(0, { fillValue: null })).toBe(false);
});
