import fc from 'fast-check';
import { imagerDatasets } from '$lib/datasets/catalogue';
import { curveDatasets } from '$lib/datasets/curve-catalogue';
import { colormapNames } from '$lib/model/dataset';
import type { SkyEvent, TrackCurves } from '$lib/model/event';
import { plainCurves } from '$lib/state/curve-link';
import { longestRangeUs, shortestZoomUs } from '$lib/state/event-link';
import { mapKinds, mapOverlays, overlapRules } from '$lib/state/map-link';
import { longestStepSec, mostCells } from '$lib/state/montage-link';
import { cameraOf } from '$lib/state/track-link';

const t = (text: string) => Date.parse(text) * 1000;

/** As files name them, and as no file should. */
const anyCurves: fc.Arbitrary<TrackCurves> = fc.record({
  shown: fc.option(
    fc.uniqueArray(
      fc.oneof(
        fc.constantFrom('raw signal', '30.00 MHz', '30.00 MHz (2)'),
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1, unit: 'binary' }),
      ),
      { minLength: 1, maxLength: 11 },
    ),
  ),
  axis: fc.option(
    fc
      .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true, noDefaultInfinity: true }))
      .map(([one, other]) => [Math.min(one, other) + 0, Math.max(one, other) + 0] as const)
      .filter(([low, high]) => low < high),
  ),
});

const anyMapPlace = fc.record({
  latDeg: fc.integer({ min: -90_000, max: 90_000 }).map((thousandth) => thousandth / 1000),
  lonDeg: fc.integer({ min: -180_000, max: 180_000 }).map((thousandth) => thousandth / 1000),
});

/** Any event the app can be in. */
export const anyEvent: fc.Arbitrary<SkyEvent> = fc
  .record({
    startUs: fc.integer({ min: t('1990-01-01T00:00Z'), max: t('2090-01-01T00:00Z') }),
    lengthUs: fc.integer({ min: shortestZoomUs, max: longestRangeUs }),
    cursor: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    zoom: fc.option(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))),
    facing: fc.constantFrom('sky' as const, 'map' as const),
    altitudeKm: fc.option(fc.integer({ min: 600, max: 10_000 }).map((tenth) => tenth / 10)),
    tracks: fc.uniqueArray(
      fc.record({
        dataset: fc.constantFrom(...[...imagerDatasets, ...curveDatasets].map(({ name }) => name)),
        siteUid: fc.constantFrom('gill', 'gako', 'rank', 'fsmi'),
        deviceUid: fc.option(fc.constantFrom('themis19', 'rego-652', 'nir-216')),
        display: fc.record({
          countsRange: fc.option(
            fc
              .tuple(fc.integer({ min: 0, max: 65534 }), fc.integer({ min: 1, max: 65535 }))
              .map(([a, b]) => [Math.min(a, b - 1), b] as const)
              .filter(([low, high]) => low >= 0 && low < high),
          ),
          gamma: fc.integer({ min: 10, max: 1000 }).map((hundredth) => hundredth / 100),
          colormap: fc.option(fc.constantFrom(...colormapNames)),
        }),
        strip: fc.record({ hidden: fc.boolean(), heightPx: fc.option(fc.integer({ min: 40, max: 800 })) }),
        onMap: fc.boolean(),
        choices: fc.record({
          skymap: fc.option(fc.constantFrom('themis_skymap_gako_20110305-+_vXX.sav', 'own:my_skymap_1.sav')),
          flatfield: fc.option(fc.constant('REGO_flatfield_15649_20211019-+_v02.sav')),
          rayleighs: fc.option(fc.constantFrom('REGO_Rayleighs_15651_20210908-+_v02.sav', 'own:factor.2')),
        }),
        curves: anyCurves,
      }),
      { minLength: 1, maxLength: 4, selector: cameraOf },
    ),
    focus: fc.nat(3),
    stage: fc.constantFrom('all' as const, 'one' as const),
    view: fc.constantFrom('sky' as const, 'map' as const, 'montage' as const),
    montage: fc.record({
      pace: fc.oneof(
        fc.constant({ by: 'fit' as const }),
        fc.record({ by: fc.constant('count' as const), count: fc.integer({ min: 1, max: mostCells }) }),
        fc.record({ by: fc.constant('step' as const), stepSec: fc.integer({ min: 1, max: longestStepSec }) }),
      ),
      span: fc.constantFrom('window' as const, 'range' as const),
      cameras: fc.constantFrom('stage' as const, 'all' as const),
    }),
    map: fc.record({
      kind: fc.constantFrom(...mapKinds),
      centre: fc.option(anyMapPlace),
      spanKm: fc.option(fc.integer({ min: 100, max: 40_000 })),
      overlap: fc.constantFrom(...overlapRules),
      elevationDeg: fc.integer({ min: 0, max: 60 }),
      overlays: fc.subarray([...mapOverlays]),
      mark: fc.option(anyMapPlace),
      ruler: fc.option(fc.tuple(anyMapPlace, anyMapPlace)),
    }),
  })
  .map(({ startUs, lengthUs, cursor, zoom, focus, ...rest }) => {
    const at = (share: number, most: number) => startUs + Math.floor(share * most);
    const zoomStartUs = zoom && at(zoom[0], lengthUs - shortestZoomUs);
    return {
      range: { startUs, endUs: startUs + lengthUs },
      cursorUs: cursor === null ? null : at(cursor, lengthUs - 1),
      zoom:
        zoom && zoomStartUs !== null
          ? {
              startUs: zoomStartUs,
              endUs:
                zoomStartUs +
                shortestZoomUs +
                Math.floor(zoom[1] * (startUs + lengthUs - zoomStartUs - shortestZoomUs)),
            }
          : null,
      ...rest,
      tracks: rest.tracks.map((track) =>
        curveDatasets.some(({ name }) => name === track.dataset) ? track : { ...track, curves: plainCurves },
      ),
      focus: focus % rest.tracks.length,
    };
  });
