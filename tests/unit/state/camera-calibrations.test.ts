import { describe, expect, test } from 'vitest';
import { rego } from '$lib/datasets/rego';
import type { ChosenCalibration } from '$lib/loading/loading';
import type { Failure, Outcome } from '$lib/model/failure';
import { plainTrack } from '$lib/state/track-link';
import { TrackView } from '$lib/state/track-view.svelte';
import { FakeLoading, failed, listingOf, minuteUs, missing, settled, startUs } from './fake-loading';
import { opened } from './track-bench';

const range = { startUs, endUs: startUs + 10 * minuteUs };
const offline: Failure = { kind: 'offline', message: 'no network' };

function factor(name: string): Outcome<ChosenCalibration> {
  const calibration = { kind: 'rayleighs', name, rayleighsPerCountPerSecond: 13, author: null } as const;
  return { ok: true, value: { calibration, name, url: name, dataset: 'c', rule: 'valid', startUs: 0, others: [] } };
}

function redline(deviceUid: string | null = null) {
  const loading = new FakeLoading();
  const track = { dataset: 'REGO_RAW', siteUid: 'gill', deviceUid, ...plainTrack };
  const view = new TrackView(loading, rego, track, range, startUs);
  const asked = () => loading.calibrationsAsked.map(({ what }) => what);
  const answer = async (kind: string, outcome: Outcome<ChosenCalibration | null>) => {
    const index = loading.calibrationsAsked.findIndex(({ what }) => what.startsWith(kind));
    loading.calibrationsAsked.splice(index, 1)[0]!.answer(outcome);
    await settled();
  };
  const list = async (device: string | null) => {
    const listing = listingOf([0]);
    loading.listings.shift()!.answer({ ok: true, value: { ...listing.value, deviceUid: device } });
    await settled();
  };
  void view.open();
  return { loading, view, asked, answer, list, calibrations: view.calibrations! };
}

describe('calibrations of a track', () => {
  test('are looked for once the device is known, both kinds once', async () => {
    const { asked, list, answer, calibrations, view } = redline();
    await settled();
    expect(asked()).toEqual([]);
    await list('rego-651');
    expect(asked()).toEqual(['flatfield rego-651', 'rayleighs rego-651']);
    expect([calibrations.flatfield.phase, calibrations.rayleighs.phase]).toEqual(['searching', 'searching']);
    await answer('rayleighs', factor('old'));
    await answer('flatfield', { ok: true, value: null });
    expect(calibrations.rayleighs).toMatchObject({ phase: 'ready', chosen: { name: 'old' } });
    expect(calibrations.flatfield.phase).toBe('none');
    void view.open(); // the same range again
    await list('rego-651');
    expect(asked()).toEqual([]);
  });

  test('no files, no device, nothing to look for; a device that the link names is enough', async () => {
    const nobody = redline();
    await nobody.list(null);
    expect(nobody.asked()).toEqual([]);
    const named = redline('rego-655');
    await named.list(null);
    expect(named.asked()).toEqual(['flatfield rego-655', 'rayleighs rego-655']);
  });

  test('another range: looked for anew, the one at hand stays until then', async () => {
    const { loading, list, answer, calibrations, view } = redline();
    await list('rego-651');
    await answer('rayleighs', factor('old'));
    view.setRange({ startUs: startUs + minuteUs, endUs: startUs + 4 * minuteUs });
    await list('rego-651');
    expect(calibrations.rayleighs).toMatchObject({ chosen: { name: 'old' } });
    loading.calibrationsAsked.splice(0, 1); // the first range's flatfield, which is late
    await answer('rayleighs', factor('new'));
    expect(calibrations.rayleighs).toMatchObject({ chosen: { name: 'new' } });
  });

  test('chosen by hand: only that kind is asked for, and a late answer to the rule is not taken', async () => {
    const { loading, list, answer, calibrations, view } = redline();
    await list('rego-651');
    view.setChoices({ skymap: null, flatfield: null, rayleighs: 'hand.sav' });
    expect(loading.calibrationsAsked.map(({ what, name }) => [what.split(' ')[0], name])).toEqual([
      ['flatfield', null],
      ['rayleighs', null],
      ['rayleighs', 'hand.sav'],
    ]);
    await answer('rayleighs', factor('rule'));
    expect(calibrations.rayleighs.phase).toBe('searching');
    await answer('rayleighs', factor('hand.sav'));
    expect(calibrations.rayleighs).toMatchObject({ chosen: { name: 'hand.sav' } });
  });

  test('a failure can be tried again; for want of a network it is by itself', async () => {
    const { asked, list, answer, calibrations, view } = redline();
    await list('rego-651');
    await answer('flatfield', failed(missing));
    await answer('rayleighs', failed(offline));
    expect([calibrations.flatfield.phase, calibrations.rayleighs.phase]).toEqual(['failed', 'failed']);
    await view.networkIsBack();
    expect(asked()).toEqual(['rayleighs rego-651']);
    calibrations.find('flatfield');
    await answer('flatfield', { ok: true, value: null });
    expect(calibrations.flatfield.phase).toBe('none');
  });

  test('a dataset without has none and asks for none', async () => {
    const { loading, view } = await opened();
    expect([view.calibrations, loading.calibrationsAsked]).toEqual([null, []]);
  });
});
