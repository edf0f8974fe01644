import { datasetByName } from '$lib/datasets/catalogue';
import type { SkyEvent } from '$lib/model/event';
import type { SampleEvent } from '$lib/model/sample';
import { plainDisplay } from './event-link';

/** A camera of the sample event, to be opened. */
export interface SampleLink {
  /** `THEMIS ASI GILL` */
  readonly name: string;
  /** At onset, where that is known. The device is named, so that no other one is ever shown in its place. */
  readonly event: SkyEvent;
}

/** Its cameras in the order in which they are to be looked at, at least one. */
export function sampleLinks({ range, onsetUs, tracks }: SampleEvent): SampleLink[] {
  return tracks.map(({ dataset, siteUid, deviceUid }) => ({
    name: `${datasetByName(dataset)?.title ?? dataset} ${siteUid.toUpperCase()}`,
    event: {
      range,
      cursorUs: onsetUs,
      tracks: [{ dataset, siteUid, deviceUid, display: plainDisplay }],
      zoom: null,
      facing: 'sky',
      altitudeKm: null,
    },
  }));
}
