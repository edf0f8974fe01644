import { datasetByName } from '$lib/datasets/catalogue';
import { observatory } from '$lib/datasets/observatories';
import { secondUs } from '$lib/datasets/utc';
import type { SkyEvent, TrackDisplay } from '$lib/model/event';
import type { SampleEvent } from '$lib/model/sample';
import { emptyEvent } from './new-event';
import { plainDisplay, plainTrack } from './track-link';

/** A camera of the sample event, to be opened. */
export interface SampleLink {
  /** `THEMIS ASI GILL` */
  readonly name: string;
  /** `Gillam, white light` */
  readonly about: string;
  /** Just after onset, where that is known. The device is named, so that no other one is ever shown in its place. */
  readonly event: SkyEvent;
}

/**
 * When the aurora fills a camera's sky after onset, and the counts between which it is seen then: at onset itself there
 * is one thin arc on a dark sky. Chosen by eye.
 */
const bestLooks: Readonly<Record<string, { readonly afterSec: number; readonly display: Partial<TrackDisplay> }>> = {
  THEMIS_ASI_RAW: { afterSec: 45, display: { countsRange: [2500, 7000] } },
  REGO_RAW: { afterSec: 90, display: { countsRange: [270, 750] } },
};

/** Its cameras in the order in which they are to be looked at, at least one. */
export function sampleLinks(sample: SampleEvent): SampleLink[] {
  return sample.tracks.map(({ dataset: datasetName, siteUid, deviceUid }) => {
    const dataset = datasetByName(datasetName);
    const look = bestLooks[datasetName] ?? { afterSec: 0, display: {} };
    const town = observatory(siteUid)?.name.split(',')[0];
    return {
      name: `${dataset?.title ?? datasetName} ${siteUid.toUpperCase()}`,
      about: [town, dataset?.light].filter((part) => part !== undefined).join(', '),
      event: {
        ...emptyEvent(sample.range),
        cursorUs: afterOnset(sample, look.afterSec),
        tracks: [
          { dataset: datasetName, siteUid, deviceUid, ...plainTrack, display: { ...plainDisplay, ...look.display } },
        ],
      },
    };
  });
}

/** All its cameras at once, just after onset. */
export function sampleOfAll(sample: SampleEvent): SkyEvent {
  const links = sampleLinks(sample);
  const [first] = links;
  return { ...first!.event, tracks: links.map(({ event }) => event.tracks[0]!) };
}

/** The next full second, for a short link: the frame has begun by then. Within the range. */
function afterOnset({ range, onsetUs }: SampleEvent, afterSec: number): number | null {
  if (onsetUs === null) return null;
  const instantUs = Math.ceil(onsetUs / secondUs + afterSec) * secondUs;
  return instantUs < range.endUs ? instantUs : onsetUs;
}
