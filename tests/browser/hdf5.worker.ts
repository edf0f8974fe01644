import { readColourSeries } from '$lib/datasets/colour-series';
import type { Outcome } from '$lib/model/failure';
import type { ColourSeries } from '$lib/model/colour';

export type FromWorker = Outcome<ColourSeries>;

self.onmessage = ({ data }: MessageEvent<{ bytes: Uint8Array; name: string }>) => {
  void readColourSeries(data.bytes, { dataset: null, name: data.name }).then((outcome) => self.postMessage(outcome));
};
