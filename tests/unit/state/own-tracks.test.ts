import { expect, test } from 'vitest';
import { minuteUs } from '$lib/datasets/utc';
import { nightsOf } from '$lib/state/own-tracks';
import { at, dayAt, framesAt } from './own-bench';

test('cameras of one night belong together; another night is another event', () => {
  const rego = { dataset: 'REGO_RAW', deviceUid: 'rego-652' };
  const nights = nightsOf([
    framesAt('2014-03-10T06:05'),
    framesAt('2014-03-12T06:00'),
    framesAt('2014-03-10T06:00'),
    framesAt('2014-03-10T08:00', rego),
  ]);
  expect(nights.map(({ tracks }) => tracks.map(({ dataset, files }) => [dataset.name, files]))).toEqual([
    [
      ['THEMIS_ASI_RAW', 2],
      ['REGO_RAW', 1],
    ],
    [['THEMIS_ASI_RAW', 1]],
  ]);
  expect(nights[0]!.range).toEqual({ startUs: at('2014-03-10T06:00'), endUs: at('2014-03-10T08:01') });
  expect(nights[0]!.event.tracks.map(({ deviceUid }) => deviceUid)).toEqual(['themis19', 'rego-652']);
  expect(nights[0]!.tracks[0]!.event.range.endUs).toBe(at('2014-03-10T06:06'));
});

test('days on end are parted, since no event is longer than a day', () => {
  const hourly = Array.from({ length: 60 }, (_, hour) =>
    framesAt(new Date(Date.UTC(2030, 0, 1, hour)).toISOString().slice(0, 16)),
  );
  const nights = nightsOf(hourly);
  expect(nights.reduce((sum, { tracks }) => sum + tracks[0]!.files, 0)).toBe(60);
  for (const { range } of nights) expect(range.endUs - range.startUs).toBeLessThanOrEqual(24 * 60 * minuteUs);
});

test('a riometer’s day belongs to every night that it is of, else it is an event of its own', () => {
  const rego = { dataset: 'REGO_RAW', deviceUid: 'rego-652' };
  const nights = nightsOf(
    [framesAt('2014-03-10T23:50'), framesAt('2014-03-11T00:10'), framesAt('2014-03-12T06:00', rego)],
    [dayAt('2014-03-10'), dayAt('2014-03-11'), dayAt('2014-03-15'), dayAt('2014-03-15', 'fsim')],
  );
  expect(
    nights.map(({ tracks }) => tracks.map(({ siteUid, deviceUid, files }) => [siteUid, deviceUid, files])),
  ).toEqual([
    [
      ['gill', 'themis19', 2],
      ['gill', null, 2],
    ],
    [['gill', 'rego-652', 1]],
    [
      ['gill', null, 1],
      ['fsim', null, 1],
    ],
  ]);
  const midnight = { startUs: at('2014-03-10T23:50'), endUs: at('2014-03-11T00:11') };
  expect([nights[0]!.range, nights[0]!.tracks[1]!.event.range]).toEqual([midnight, midnight]);
  expect(nights[0]!.event.tracks.map(({ dataset }) => dataset)).toEqual(['THEMIS_ASI_RAW', 'NORSTAR_RIOMETER_K0_TXT']);
  expect(nights[2]!.event.range).toEqual({ startUs: at('2014-03-15T00:00'), endUs: at('2014-03-16T00:00') });
});

test('an hour of spectra is as long as its frames', () => {
  const spectra = framesAt('2030-01-01T06:00', { dataset: 'TREX_SPECT_PROCESSED_V1', deviceUid: 'spect-01' });
  const [night] = nightsOf([{ ...spectra, firstUs: at('2030-01-01T06:10:01'), lastUs: at('2030-01-01T06:12:31') }]);
  expect(night!.range).toEqual({ startUs: at('2030-01-01T06:10'), endUs: at('2030-01-01T06:13') });
});
