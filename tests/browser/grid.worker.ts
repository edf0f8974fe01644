import { readGridFile } from '$lib/datasets/grid-file';
import type { Outcome } from '$lib/model/failure';
import type { GridSeries } from '$lib/model/grid';

export type GridFromWorker = Outcome<GridSeries>;

self.onmessage = ({ data }: MessageEvent<{ bytes: Uint8Array; name: string }>) => {
  void readGridFile(data.bytes, { dataset: null, name: data.name }).then((outcome) => self.postMessage(outcome));
};
