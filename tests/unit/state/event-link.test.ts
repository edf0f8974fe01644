import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatEventLink, parseEventLink } from '$lib/state/event-link';
import { newEvent } from '$lib/state/new-event';
import { plainTrack } from '$lib/state/track-link';
import { anyEvent } from './any-event';

const t = (text: string) => Date.parse(text) * 1000;

const plain = newEvent('THEMIS_ASI_RAW', 'gill', { startUs: t('2014-03-10T06:00Z'), endUs: t('2014-03-10T06:10Z') });

describe('event → link → event', () => {
  test('loses nothing', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const { event: back, problems } = parseEventLink(new URLSearchParams(formatEventLink(event)));
        expect(problems).toEqual([]);
        expect(back).toEqual(event);
      }),
      { numRuns: 500 },
    );
  });

  test('survives being copied through a URL object, as browsers do', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const url = new URL(`https://example.org/event/?${formatEventLink(event)}`);
        expect(parseEventLink(new URL(url.href).searchParams).event).toEqual(event);
      }),
    );
  });

  test('is readable', () => {
    expect(formatEventLink(plain)).toBe('v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&track=THEMIS_ASI_RAW:gill');
    expect(
      formatEventLink({
        ...plain,
        cursorUs: t('2014-03-10T06:02:27Z') + 30_761,
        facing: 'map',
        altitudeKm: 150,
        zoom: { startUs: t('2014-03-10T06:02Z'), endUs: t('2014-03-10T06:04Z') },
        tracks: [
          {
            dataset: 'THEMIS_ASI_RAW',
            siteUid: 'gill',
            deviceUid: 'themis19',
            ...plainTrack,
            display: { countsRange: [2000, 12000], gamma: 1.2, colormap: 'viridis' },
          },
          {
            dataset: 'REGO_RAW',
            siteUid: 'gill',
            deviceUid: null,
            ...plainTrack,
            strip: { hidden: true, heightPx: 120 },
            onMap: false,
            choices: { ...plainTrack.choices, skymap: 'rego_skymap_gill_20160101-+_v01.sav' },
          },
          {
            dataset: 'SWAN_HSR_K0_H5',
            siteUid: 'medo',
            deviceUid: null,
            ...plainTrack,
            curves: { shown: ['20.00 MHz', '30.00 MHz (2)'], axis: [-0.5, 3.4] },
          },
        ],
        focus: 1,
        view: 'map',
        map: {
          kind: 'equal-area',
          centre: { latDeg: 62.5, lonDeg: -110 },
          spanKm: 2400,
          overlap: 'mean',
          elevationDeg: 8,
          overlays: ['sites', 'sun'],
          mark: { latDeg: 60.5, lonDeg: -112 },
          ruler: [
            { latDeg: 56.377, lonDeg: -94.644 },
            { latDeg: 60.026, lonDeg: -111.933 },
          ],
        },
        montage: { pace: { by: 'step', stepSec: 30 }, span: 'range', cameras: 'all' },
        stage: 'one',
      }),
    ).toBe(
      'v=1&range=2014-03-10T06:00Z/2014-03-10T06:10Z&at=2014-03-10T06:02:27.030761Z' +
        '&track=THEMIS_ASI_RAW:gill:themis19,counts:2000-12000,gamma:1.2,colormap:viridis' +
        '&track=REGO_RAW:gill,hidden,height:120,unmapped,skymap:rego_skymap_gill_20160101-%2B_v01.sav' +
        '&track=SWAN_HSR_K0_H5:medo,curves:20.00_MHz/30.00_MHz_(2),axis:-0.5-3.4&focus=2' +
        '&view=map&map=equal-area,centre:62.5/-110,span:2400,overlap:mean,elevation:8,overlays:sites/sun' +
        ',mark:60.5/-112,ruler:56.377/-94.644/60.026/-111.933&montage=step:30,span:range,cameras:all&stage=one' +
        '&zoom=2014-03-10T06:02Z/2014-03-10T06:04Z&facing=map&altitude=150',
    );
  });
});

describe('a link from elsewhere', () => {
  test('any query at all: names what it cannot use, never throws', () => {
    const names = fc.constantFrom(
      'v',
      'range',
      'at',
      'track',
      'zoom',
      'facing',
      'altitude',
      'view',
      'map',
      'montage',
      'other',
    );
    const scraps = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '2014-03-10T06:00Z/PT10M',
        'THEMIS_ASI_RAW:gill',
        '2014-03-10T06:00Z',
        '1',
        'map',
        '110',
        'magnetic,span:900',
        'montage',
        'count:24,span:range',
        'step:0,cameras:all',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, scraps)), (pairs) => {
        const { event, problems } = parseEventLink(new URLSearchParams(pairs));
        expect(event !== null || problems.length > 0).toBe(true);
        // Whatever came out of it is a proper event: it reads back without complaint.
        if (event)
          expect(parseEventLink(new URLSearchParams(formatEventLink(event)))).toMatchObject({ event, problems: [] });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a duration', 'range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill', []],
    ['small and capital letters', 'range=2014-03-10T06:00Z/PT10M&track=themis_asi_raw:GILL', []],
    ['blanks for T, no Z', 'range=2014-03-10 06:00/2014-03-10 06:10&track=THEMIS_ASI_RAW:gill', []],
    ['an unknown parameter', 'range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill&sparkle=yes', ['sparkle']],
    ['an unknown version', 'v=7&range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill', ['v']],
    ['a broken cursor', 'range=2014-03-10T06:00Z/PT10M&at=noon&track=THEMIS_ASI_RAW:gill', ['at']],
    ['a cursor outside', 'range=2014-03-10T06:00Z/PT10M&at=2014-03-10T07:00Z&track=THEMIS_ASI_RAW:gill', ['at']],
    ['ends exchanged', 'range=2014-03-10T06:10Z/2014-03-10T06:00Z&track=THEMIS_ASI_RAW:gill', ['range']],
    ['a broken option', 'range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill,counts:9-1', ['track']],
    ['one bad track of two', 'range=2014-03-10T06:00Z/PT10M&track=NOPE:gill&track=THEMIS_ASI_RAW:gill', ['track']],
    ['a bad zoom', 'range=2014-03-10T06:00Z/PT10M&zoom=x&track=THEMIS_ASI_RAW:gill', ['zoom']],
    ['a bad altitude', 'range=2014-03-10T06:00Z/PT10M&altitude=-3&track=THEMIS_ASI_RAW:gill', ['altitude']],
    ['a bad view', 'range=2014-03-10T06:00Z/PT10M&view=moon&track=THEMIS_ASI_RAW:gill', ['view']],
    ['a bad map', 'range=2014-03-10T06:00Z/PT10M&map=globe&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a centre off the Earth', 'range=2014-03-10T06:00Z/PT10M&map=centre:91/0&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a bad span', 'range=2014-03-10T06:00Z/PT10M&map=span:1&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a bad overlap', 'range=2014-03-10T06:00Z/PT10M&map=overlap:worst&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a bad elevation', 'range=2014-03-10T06:00Z/PT10M&map=elevation:90&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a bad overlay', 'range=2014-03-10T06:00Z/PT10M&map=overlays:sites/dragons&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a ruler of one end', 'range=2014-03-10T06:00Z/PT10M&map=ruler:56/-94&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a ruler off the Earth', 'range=2014-03-10T06:00Z/PT10M&map=ruler:56/0/9/181&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a mark of no place', 'range=2014-03-10T06:00Z/PT10M&map=mark:56&track=THEMIS_ASI_RAW:gill', ['map']],
    ['a bad montage', 'range=2014-03-10T06:00Z/PT10M&montage=mosaic&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a count of none', 'range=2014-03-10T06:00Z/PT10M&montage=count:0&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a count of parts', 'range=2014-03-10T06:00Z/PT10M&montage=count:2.5&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a count beyond all', 'range=2014-03-10T06:00Z/PT10M&montage=count:999&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a bad step', 'range=2014-03-10T06:00Z/PT10M&montage=step:3:1&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a bad span', 'range=2014-03-10T06:00Z/PT10M&montage=span:night&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['bad cameras', 'range=2014-03-10T06:00Z/PT10M&montage=cameras:some&track=THEMIS_ASI_RAW:gill', ['montage']],
    ['a bad facing', 'range=2014-03-10T06:00Z/PT10M&facing=up&track=THEMIS_ASI_RAW:gill', ['facing']],
  ])('%s: the rest is used', (_, query, named) => {
    const { event, problems } = parseEventLink(new URLSearchParams(query));
    expect(problems.map(({ parameter }) => parameter)).toEqual(named);
    expect(event).toEqual(plain);
  });

  test.each([
    ['map=elevation:80', '“elevation:80” is not an elevation between 0 and 60°; the default is used.'],
    ['map=span:1', '“span:1” is not a width between 100 and 40000 km; the default is used.'],
    ['map=overlays:', /^“overlays:” is not a list of overlays \(none, or some of graticule\/magnetic\/.*, each once\)/],
    ['map=overlap:worst', /^“overlap:worst” is not an overlap rule \(highest, nearest, mean, maximum, order\)/],
    ['map=mark:91/0', /^“mark:91\/0” is not a latitude and a longitude in degrees/],
    ['map=globe', /^“globe” is not a projection \(stereographic, .*\) or part of a map \(centre, .*\);/],
    ['montage=count:999', '“count:999” is not a whole number of frames from 1 to 360; the default is used.'],
    ['montage=mosaic', '“mosaic” was not understood; the default is used.'],
    ['track=REGO_RAW:gill,gamma:0', '“gamma:0” is not a gamma between 0.1 and 10; the default is used.'],
  ])('of %s is said what may stand there', (part, message) => {
    const query = `range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill&${part}`;
    const { problems } = parseEventLink(new URLSearchParams(query));
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  });

  test.each([
    'curves:',
    'curves:a//b',
    'curves:a b',
    'curves:~110000~',
    `curves:${'x'.repeat(101)}`,
    `curves:${Array.from({ length: 65 }, (_, at) => at).join('/')}`,
    'axis:3-3',
    'axis:4-2.1',
    'axis:low-high',
    'axis:1-1e999',
    'skymap:own:',
    'skymap:own:../x.sav',
  ])('a bad option of a riometer (%s) is named, and what it would change stays at its default', (option) => {
    const query = new URLSearchParams([
      ['range', '2014-03-10T06:00Z/PT10M'],
      ['track', `NORSTAR_RIOMETER_K0_TXT:gill,${option}`],
    ]);
    const { event, problems } = parseEventLink(query);
    expect(problems).toHaveLength(1);
    expect(event?.tracks).toEqual([{ ...plain.tracks[0], dataset: 'NORSTAR_RIOMETER_K0_TXT' }]);
  });

  test('curves are no part of a camera', () => {
    const { event, problems } = parseEventLink(
      new URLSearchParams('range=2014-03-10T06:00Z/PT10M&track=THEMIS_ASI_RAW:gill,curves:raw_signal,axis:1-2'),
    );
    expect(problems.map(({ message }) => message.slice(0, 19))).toEqual(['“curves:raw_signal”', '“axis:1-2” was not ']);
    expect(event).toEqual(plain);
  });

  test('without a range, the ten minutes that hold the cursor', () => {
    const { event, problems } = parseEventLink(
      new URLSearchParams('at=2014-03-10T06:02:27Z&track=THEMIS_ASI_RAW:gill'),
    );
    expect(event).toEqual({ ...plain, cursorUs: t('2014-03-10T06:02:27Z') });
    expect(problems).toEqual([]);
  });

  test('across midnight', () => {
    const { event, problems } = parseEventLink(
      new URLSearchParams('range=2014-03-10T23:55Z/2014-03-11T00:05Z&track=THEMIS_ASI_RAW:gill'),
    );
    expect(problems).toEqual([]);
    expect(event?.range).toEqual({ startUs: t('2014-03-10T23:55Z'), endUs: t('2014-03-11T00:05Z') });
  });

  test('longer than a day: its first day, and said', () => {
    const { event, problems } = parseEventLink(
      new URLSearchParams('range=2014-03-10T00:00Z/2014-04-10T00:00Z&track=THEMIS_ASI_RAW:gill'),
    );
    expect(event?.range.endUs).toBe(t('2014-03-11T00:00Z'));
    expect(problems).toHaveLength(1);
  });

  test.each(['', 'range=yesterday', 'track=THEMIS_ASI_RAW:gill', 'range=2014-03-10T06:00Z/PT10M'])(
    'too little (%j): no event, and why',
    (query) => {
      const { event, problems } = parseEventLink(new URLSearchParams(query));
      expect(event).toBeNull();
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});
