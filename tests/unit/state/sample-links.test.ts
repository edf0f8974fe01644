import { describe, expect, test } from 'vitest';
import type { SampleEvent } from '$lib/model/sample';
import { formatEventLink, parseEventLink } from '$lib/state/event-link';
import { titleOf } from '$lib/state/new-event';
import { sampleLinks } from '$lib/state/sample-links';

const at = (utc: string) => Date.parse(utc) * 1000;
const sample: SampleEvent = {
  range: { startUs: at('2030-02-08T08:00Z'), endUs: at('2030-02-08T08:20Z') },
  onsetUs: at('2030-02-08T08:07:30Z'),
  title: 'A substorm',
  computed: null,
  tracks: [
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96' },
    { dataset: 'REGO_RAW', siteUid: 'fsmi', deviceUid: 'rego-991' },
  ],
};

describe('links to the sample event', () => {
  test('one for each camera, in order, just after onset, each read back as it was', () => {
    const links = sampleLinks(sample);
    expect(links.map(({ name, about }) => [name, about])).toEqual([
      ['THEMIS ASI GILL', 'Gillam, white light'],
      ['REGO FSMI', 'Fort Smith, 630.0 nm'],
    ]);
    expect(links.map(({ event }) => formatEventLink(event))).toEqual([
      'v=1&range=2030-02-08T08:00Z/2030-02-08T08:20Z&at=2030-02-08T08:08:15Z&track=THEMIS_ASI_RAW:gill:themis96,counts:2500-7000',
      'v=1&range=2030-02-08T08:00Z/2030-02-08T08:20Z&at=2030-02-08T08:09Z&track=REGO_RAW:fsmi:rego-991,counts:270-750',
    ]);
    for (const { event } of links) {
      const read = parseEventLink(new URLSearchParams(formatEventLink(event)));
      expect([read.event, read.problems]).toEqual([event, []]);
    }
  });

  test('the frame has begun by then, and the link stays short', () => {
    const [first] = sampleLinks({ ...sample, onsetUs: at('2030-02-08T08:08:00.047Z') });
    expect(formatEventLink(first!.event)).toContain('at=2030-02-08T08:08:46Z&');
  });

  test('an onset at the very end is itself looked at', () => {
    const [first] = sampleLinks({ ...sample, onsetUs: at('2030-02-08T08:19:30Z') });
    expect(formatEventLink(first!.event)).toContain('at=2030-02-08T08:19:30Z&');
  });

  test('a place that nobody lists has no name', () => {
    const [first] = sampleLinks({ ...sample, tracks: [{ ...sample.tracks[0]!, siteUid: 'moon' }] });
    expect(first!.about).toBe('white light');
  });

  test('at the first frame where nobody knows the onset', () => {
    const [first] = sampleLinks({ ...sample, onsetUs: null });
    expect(formatEventLink(first!.event)).not.toContain('at=');
  });

  test('the title of what was computed begins with that', () => {
    const { event } = sampleLinks(sample)[0]!;
    expect(titleOf(event, true)).toBe('Synthetic: THEMIS ASI GILL, 2030-02-08 08:00–08:20 UTC');
    expect(titleOf(event)).toBe('THEMIS ASI GILL, 2030-02-08 08:00–08:20 UTC');
  });
});
