import { describe, expect, test } from 'vitest';
import { keogramColumns } from '$lib/analysis/keogram';
import { datasetByName, imagerDatasets } from '$lib/datasets/catalogue';
import { datasetOfPath } from '$lib/datasets/file-name';
import { rego } from '$lib/datasets/rego';
import { themisAsi } from '$lib/datasets/themis-asi';
import type { ImagerDataset } from '$lib/model/dataset';
import { storedFrames } from '../analysis/stored-frames';
import { expectedStacks } from './expected-stacks';

describe('facts of the datasets', () => {
  test.each(expectedStacks.filter(([, { peer_orientation }]) => peer_orientation))(
    '%s: turned by other readers as the reference says',
    (path, { peer_orientation }) => {
      const { peerFlip } = datasetOfPath(path)!.orientation;
      const said = {
        none: { rows: false, columns: false },
        'rows reversed': { rows: true, columns: false },
        'rows and columns reversed': { rows: true, columns: true },
      }[peer_orientation!.flip_relative_to_file];
      expect(peerFlip).toEqual(said);
    },
  );

  test('every one has a name of its own, a place in the archive, words to search for, and credit', () => {
    expect(new Set(imagerDatasets.map(({ name }) => name)).size).toBe(imagerDatasets.length);
    for (const dataset of imagerDatasets) {
      expect(datasetByName(dataset.name)).toBe(dataset);
      expect(dataset.directory).not.toMatch(/^\/|\/$/);
      expect(dataset.searchWords.length).toBeGreaterThan(0);
      expect(dataset.credit.acknowledgement).toContain('University of Calgary');
      expect(dataset.display.countsRange[0]).toBeLessThan(dataset.display.countsRange[1]);
    }
  });

  /** Frames whose every pixel holds its own column: a keogram of it says which column it is. */
  const sliceOf = ({ frame, keogramSlice, orientation }: ImagerDataset) => {
    const { width, height } = frame;
    const counts = Uint16Array.from({ length: width * height }, (_, at) => at % width);
    return keogramColumns(storedFrames({ width, height, counts }), keogramSlice, orientation)!.counts[0];
  };

  test('the keogram is of the column that PyAuroraX counts as floor(columns / 2 − 1), which REGO has turned', () => {
    expect(sliceOf(themisAsi)).toBe(127);
    expect(sliceOf(rego)).toBe(256); // 255 after its columns are reversed
  });
});
