import { describe, expect, test } from 'vitest';
import { observatory } from '$lib/datasets/observatories';
import { nightMarks } from '$lib/geometry/night-marks';
import type { SampleEvent } from '$lib/model/sample';
import { gapGroups } from '$lib/state/gap-summary';
import { gapsOf } from '$lib/state/gaps';
import { minutesOf } from '$lib/state/minute-table';
import { nightLight } from '$lib/state/night-light';
import { absenceInSample, hasCamera, shareText } from '$lib/state/sample-gaps';

const minuteUs = 60_000_000;
const at = (utc: string) => Date.parse(`2030-02-08T${utc}Z`) * 1000;
const range = { startUs: at('08:00'), endUs: at('08:20') };
const sample: SampleEvent = {
  ...{ range, onsetUs: at('08:08'), title: 'A substorm' },
  computed: [0, 3, 6, 7, 8, 9, 12, 15, 18],
  tracks: [
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'fsmi', deviceUid: 'themis93' },
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'whit', deviceUid: 'themis91' },
    { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis96' },
    { dataset: 'REGO_RAW', siteUid: 'fsmi', deviceUid: 'rego-991' },
  ],
};
const gill = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: null };

/** With files of these minutes, which are on their way; and whether it is known that there are no others. */
function gapsWith({ of = sample, camera = gill, over = range, there = sample.computed!, known = true } = {}) {
  const files = there.map((minute) => {
    const startUs = range.startUs + minute * minuteUs;
    const name = `minute ${minute}`;
    return { url: name, name, dataset: camera.dataset, bytes: null, startUs, siteUid: 'gill', deviceUid: 'themis96' };
  });
  const minutes = minutesOf(over, files, known ? [over] : [], minuteUs);
  const place = observatory('gill')!;
  const light = nightLight(over, place, nightMarks(over, place));
  const absence = absenceInSample(of, camera);
  return gapsOf(minutes, over, 3_000_000, () => false, { light, absence }).filter(({ kind }) => kind === 'gap');
}

const brief = (gaps: ReturnType<typeof gapsWith>) =>
  gaps.map(({ startUs, endUs, cause }) => [
    (startUs - range.startUs) / minuteUs,
    (endUs - range.startUs) / minuteUs,
    cause,
  ]);

describe('why the sample event has no file', () => {
  test('what was left out is told from what is missing', () => {
    const gaps = gapsWith({ there: [0, 3, 6, 7, 8, 12, 15, 18] });
    expect(brief(gaps)).toEqual([
      [1, 3, 'not computed'],
      [4, 6, 'not computed'],
      [9, 10, 'missing'],
      [10, 12, 'not computed'],
      [13, 15, 'not computed'],
      [16, 18, 'not computed'],
      [19, 20, 'not computed'],
    ]);
    expect(gaps[0]!.sentence).toBe('Left out of the sample event, which has 9 of its 20 minutes.');
    expect(gaps[2]!.sentence).toBe('The sample event has no file here.');
    expect(gapGroups(gaps).map(({ text }) => text)).toEqual(['11 minutes not computed', '1 minute missing']);
  });

  test('one that does not say what was computed lacks what it lacks', () => {
    const gaps = gapsWith({ of: { ...sample, computed: null } });
    expect(new Set(gaps.map(({ cause, sentence }) => `${cause}: ${sentence}`))).toEqual(
      new Set(['missing: The sample event has no file here.']),
    );
  });

  test('what could not be asked is not called missing; what was left out is known all the same', () => {
    expect(brief(gapsWith({ known: false, there: [0, 3, 6, 7, 8, 12, 15, 18] })).slice(1, 4)).toEqual([
      [4, 6, 'not computed'],
      [9, 10, 'not known'],
      [10, 12, 'not computed'],
    ]);
  });

  test('the day around it is outside of it, by night and by day', () => {
    const over = { startUs: at('00:00'), endUs: at('20:00') };
    const gaps = gapsWith({ over, there: Array.from({ length: 20 }, (_, minute) => minute) });
    expect(brief(gaps)).toEqual([
      [-480, 0, 'outside the sample event'],
      [20, 720, 'outside the sample event'],
    ]);
    expect(gaps[0]!.sentence).toBe('Outside the sample event (08:00–08:20 UTC).');
  });

  test.each([
    [{ dataset: 'THEMIS_ASI_RAW', siteUid: 'rank', deviceUid: null }, 'THEMIS ASI RANK'],
    [{ dataset: 'REGO_RAW', siteUid: 'gill', deviceUid: null }, 'REGO GILL'],
    [{ ...gill, deviceUid: 'themis19' }, 'THEMIS ASI GILL themis19'],
  ])('a camera that it does not have: one gap that names those it has', (camera, name) => {
    expect(hasCamera(sample, camera)).toBe(false);
    const gaps = gapsWith({ camera: camera as typeof gill, there: [], over: { ...range, endUs: at('09:00') } });
    expect(brief(gaps)).toEqual([[0, 60, 'no such camera']]);
    expect(gaps[0]!.sentence).toBe(
      `The sample event has no camera ${name}. It has THEMIS ASI at FSMI, WHIT and GILL; REGO at FSMI.`,
    );
  });

  test('one that it has, by its device too', () => {
    expect(hasCamera(sample, gill)).toBe(true);
    expect(hasCamera(sample, { ...gill, deviceUid: 'themis96' })).toBe(true);
  });
});

test.each([
  [sample.computed, 'which has 9 of its 20 minutes'],
  [[0, 19, 20, 1439], 'which has 2 of its 20 minutes'],
  [Array.from({ length: 20 }, (_, minute) => minute), null],
  [null, null],
])('how much of it there is, where it is not all', (computed, text) => {
  expect(shareText({ ...sample, computed }, gill)).toBe(text);
});

test('a camera with minutes of its own', () => {
  const [first, ...others] = sample.tracks;
  const own = { ...sample, tracks: [{ ...first!, computed: [6, 7] }, ...others] };
  expect(shareText(own, first!)).toBe('which has 2 of its 20 minutes');
  expect(shareText(own, gill)).toBe('which has 9 of its 20 minutes');
});
