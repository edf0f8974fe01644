import { describe, expect, test } from 'vitest';
import type { KeogramColumns } from '$lib/model/frames';
import type { Failure } from '$lib/model/failure';
import { gapAt, gapsOf } from '$lib/state/gaps';
import type { Minute, MinuteLoad } from '$lib/state/track-view.svelte';

const second = 1_000_000;
const minute = 60 * second;

function loaded(startUs: number, frames: readonly number[], problem: KeogramColumns['problem'] = null): MinuteLoad {
  const columns: KeogramColumns = {
    dataset: 'THEMIS_ASI_RAW',
    siteUid: 'gill',
    deviceUid: 'themis19',
    height: 1,
    counts: new Uint16Array(frames.length),
    timesUs: Float64Array.from(frames, (frame) => startUs + frame * 3 * second + 60_000),
    frame: { height: 1, width: 1 },
    histogram: new Uint32Array(4096),
    header: [],
    problem,
  };
  return { phase: 'ready', columns };
}

const whole = Array.from({ length: 20 }, (_, frame) => frame);
const failed = (failure: Failure): MinuteLoad => ({ phase: 'failed', failure });

function timeline(...loads: (MinuteLoad | 'no file')[]): Minute[] {
  return loads.map((load, index) => ({
    startUs: index * minute,
    endUs: (index + 1) * minute,
    file:
      load === 'no file'
        ? null
        : { url: `u${index}`, name: '', dataset: '', bytes: null, startUs: index * minute, siteUid: '', deviceUid: '' },
    load: load === 'no file' ? { phase: 'waiting' } : load,
  }));
}

const gaps = (minutes: Minute[], stopped = false) =>
  gapsOf(minutes, { startUs: 0, endUs: minutes.length * minute }, 3 * second, stopped);
const brief = (minutes: Minute[], stopped = false) =>
  gaps(minutes, stopped).map(({ startUs, endUs, cause }) => [startUs / second, endUs / second, cause]);

describe('why the timeline is empty', () => {
  test('a whole night has no gaps', () => {
    expect(brief(timeline(loaded(0, whole), loaded(minute, whole)))).toEqual([]);
  });

  test('neighbouring minutes with the same cause are one gap, each cause has its own', () => {
    const minutes = timeline(
      'no file',
      'no file',
      failed({ kind: 'refused', host: 'data.phys.ucalgary.ca', message: '' }),
      failed({ kind: 'corrupt', format: 'gzip', offset: 7, message: 'no header' }),
      loaded(4 * minute, whole),
      { phase: 'waiting' },
    );
    expect(brief(minutes)).toEqual([
      [0, 120, 'not on the server'],
      [120, 180, 'refused'],
      [180, 240, 'corrupt file'],
      [300, 360, 'on its way'],
    ]);
    expect(gaps(minutes)[2]!.sentence).toContain('at byte 7');
    expect(gaps(minutes).map(({ retry }) => retry.length)).toEqual([0, 1, 1, 0]);
    expect(brief(minutes, true).at(-1)).toEqual([300, 360, 'not fetched']);
  });

  test('a short file says where it broke, and the rest of its minute is a gap', () => {
    const minutes = timeline(
      loaded(0, [0, 1, 2], { kind: 'truncated', format: 'pgm', offset: 394_000, message: 'the samples end early' }),
    );
    expect(brief(minutes)).toEqual([[9.06, 60, 'cut off']]);
    expect(gaps(minutes)[0]!.sentence).toContain('3 frames could be read');
    expect(gaps(minutes)[0]!.retry).toEqual(minutes);
  });

  test('a damaged file that has all its frames is told all the same', () => {
    const minutes = timeline(
      loaded(0, whole, { kind: 'corrupt', format: 'gzip', offset: 2_628_902, message: 'its checksum does not fit' }),
    );
    expect(gaps(minutes).map(({ kind, cause }) => [kind, cause])).toEqual([['damage', 'damaged']]);
  });

  test('frames of another time are not drawn into this one', () => {
    const minutes = timeline('no file', loaded(0, [0, 1, 2]));
    expect(gaps(minutes)[1]!.sentence).toContain('1970-01-01 00:00:00 UTC');
    expect(brief(minutes)[1]).toEqual([60, 120, 'another time']);
  });

  test('one lost frame is a gap of its own length', () => {
    const minutes = timeline(
      loaded(
        0,
        whole.filter((frame) => frame !== 7),
      ),
    );
    const [gap, ...others] = gaps(minutes);
    expect(others).toEqual([]);
    expect((gap!.endUs - gap!.startUs) / second).toBeCloseTo(3, 1);
    expect(gapAt(gaps(minutes), 22 * second)).toEqual(gap);
    expect(gapAt(gaps(minutes), 30 * second)).toBeNull();
  });

  test('a file of another picture size is the odd one, also when it came first', () => {
    const odd = loaded(0, whole);
    if (odd.phase !== 'ready') throw new Error('not loaded');
    const minutes = timeline(
      { phase: 'ready', columns: { ...odd.columns, height: 7 } },
      loaded(minute, whole),
      loaded(2 * minute, whole),
    );
    expect(brief(minutes)).toEqual([[0, 60, 'another picture size']]);
  });

  test('gaps are cut to the range', () => {
    const cut = gapsOf(timeline('no file'), { startUs: 10 * second, endUs: 20 * second }, 3 * second, false);
    expect(cut.map(({ startUs, endUs }) => [startUs / second, endUs / second])).toEqual([[10, 20]]);
  });
});
