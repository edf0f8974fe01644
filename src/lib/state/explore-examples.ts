import { dayUs } from '$lib/datasets/utc';
import type { ExploreChoice } from '$lib/model/explore';
import type { SampleEvent } from '$lib/model/sample';
import { noChoice } from './explore-link';

/** Something to look at for whoever has nothing in mind. */
export interface ExploreExample {
  readonly name: string;
  readonly choice: ExploreChoice;
}

/**
 * The last nights of a colour array that runs; and the sample event, where there is one.
 *
 * @param nowUs UTC, microseconds since 1970
 */
export function examplesOf(nowUs: number, sample: Pick<SampleEvent, 'range'> | null): readonly ExploreExample[] {
  const todayUs = Math.floor(nowUs / dayUs) * dayUs;
  const lastNights: ExploreExample = {
    name: 'TREx RGB, the last fourteen nights',
    choice: {
      ...noChoice,
      range: { startUs: todayUs - 13 * dayUs, endUs: todayUs + dayUs },
      array: { program: 'trex', instrumentType: 'RGB ASI' },
    },
  };
  if (!sample) return [lastNights];
  const startUs = Math.floor(sample.range.startUs / dayUs) * dayUs;
  const sampleNight: ExploreExample = {
    name: 'The night of the sample event, which is synthetic: THEMIS ASI',
    choice: {
      ...noChoice,
      range: { startUs, endUs: startUs + dayUs },
      array: { program: 'themis-asi', instrumentType: 'panchromatic ASI' },
    },
  };
  return [lastNights, sampleNight];
}
