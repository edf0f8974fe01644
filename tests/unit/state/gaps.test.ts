import { describe, expect, test } from 'vitest';
import type { KeogramColumns } from '$lib/model/frames';
import type { Failure } from '$lib/model/failure';
import { observatory } from '$lib/datasets/observatories';
import { nightMarks } from '$lib/geometry/night-marks';
import { gapAt, gapNear, gapsOf } from '$lib/state/gaps';
import type { Minute, MinuteLoad } from '$lib/state/minute-table';
import { nightLight } from '$lib/state/night-light';

const second = 1_000_000;
const minute = 60 * second;

function loaded(startUs: number, frames: readonly number[], problem: KeogramColumns['problem'] = null): MinuteLoad {
  const columns: KeogramColumns = {
    dataset: 'THEMIS_ASI_RAW',
    siteUid: 'gill',
    deviceUid: 'themis19',
    height: 1,
    channels: 1,
    countsPerBin: 16,
    counts: new Uint16Array(frames.length),
    timesUs: Float64Array.from(frames, (frame) => startUs + frame * 3 * second + 60_000),
    frame: { height: 1, width: 1 },
    histogram: new Uint32Array(4096),
    thumbnail: { frame: 0, height: 1, width: 1, counts: new Uint16Array(1) },
    synthetic: false,
    problem,
  };
  return { phase: 'ready', columns };
}

const whole = Array.from({ length: 20 }, (_, frame) => frame);
const failed = (failure: Failure): MinuteLoad => ({ phase: 'failed', failure });

function timeline(...loads: (MinuteLoad | 'no file' | 'not asked')[]): Minute[] {
  return timelineFrom(0, loads);
}

function timelineFrom(fromUs: number, loads: readonly (MinuteLoad | 'no file' | 'not asked')[]): Minute[] {
  return loads.map((load, index) => {
    const startUs = fromUs + index * minute;
    const times = { startUs, endUs: startUs + minute, known: load !== 'not asked' };
    if (typeof load === 'string') return { ...times, file: null, load: { phase: 'waiting' } };
    const file = { url: `u${index}`, name: '', dataset: '', bytes: null, startUs, siteUid: '', deviceUid: '' };
    return { ...times, file, load };
  });
}

const gaps = (minutes: Minute[], stopped = false) =>
  gapsOf(minutes, { startUs: 0, endUs: minutes.length * minute }, 3 * second, () => stopped);
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
      failed({ kind: 'refused', host: 'data.phys.ucalgary.ca', reason: 'unknown', message: '' }),
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
    const cut = gapsOf(timeline('no file'), { startUs: 10 * second, endUs: 20 * second }, 3 * second, () => false);
    expect(cut.map(({ startUs, endUs }) => [startUs / second, endUs / second])).toEqual([[10, 20]]);
  });
});

describe('many gaps', () => {
  const bad: Failure = { kind: 'server', status: 500, message: 'it answered with status 500' };

  test('a run of failures is one gap that asks for all of its minutes, in order', () => {
    const minutes = timeline(...Array.from({ length: 300 }, () => failed(bad)));
    const [gap, ...others] = gaps(minutes);
    expect(others).toEqual([]);
    expect(gap!.retry).toEqual(minutes);
    expect(gaps(minutes)[0]!.retry).toHaveLength(300); // asked twice, it has not grown
  });

  test('a gap that has not changed is the same object', () => {
    const minutes = timeline(loaded(0, whole), failed(bad), loaded(2 * minute, [0, 1, 2]), { phase: 'waiting' });
    const before = gaps(minutes);
    const later = gaps([...minutes.slice(0, 3), { ...minutes[3]!, load: loaded(3 * minute, whole) }]);
    expect(before.map(({ cause }) => cause)).toEqual(['server failed', 'no frames', 'on its way']);
    expect(later.map(({ cause }) => cause)).toEqual(['server failed', 'no frames']);
    expect(later[0]).toBe(before[0]);
    expect(later[1]).toBe(before[1]);
  });

  test('a minute of which the archive could not be asked is not said to be missing there', () => {
    expect(brief(timeline('not asked', 'not asked', 'no file'))).toEqual([
      [0, 120, 'not known'],
      [120, 180, 'not on the server'],
    ]);
  });

  test('four times the minutes do not take twelve times as long', () => {
    const kinds = (length: number) =>
      Array.from({ length }, (_, index): MinuteLoad | 'no file' =>
        index % 7 === 0
          ? failed(bad)
          : index % 5 === 0
            ? { phase: 'waiting' }
            : index % 3 === 0
              ? 'no file'
              : loaded(index * minute, whole),
      );
    const shortest = (minutes: Minute[]) => {
      const took = Array.from({ length: 40 }, () => {
        const started = performance.now();
        gaps(minutes);
        return performance.now() - started;
      });
      return Math.min(...took); // other work on the machine does not count
    };
    const [night, longer] = [shortest(timeline(...kinds(960))), shortest(timeline(...kinds(3840)))];
    expect(longer / night, `${night.toFixed(2)} ms for a night`).toBeLessThan(12);
  });

  test('the gap at each instant is the one a plain search finds', () => {
    const loads = Array.from({ length: 40 }, (_, index): MinuteLoad | 'no file' => {
      const startUs = index * minute;
      const problem = { kind: 'corrupt', format: 'gzip', offset: 9, message: 'its checksum does not fit' } as const;
      return [
        loaded(startUs, whole),
        loaded(startUs, whole, problem),
        loaded(0, [0, 1], problem), // of another time, and damaged
        'no file' as const,
        loaded(
          startUs,
          whole.filter((frame) => frame % 4 !== 2),
        ),
        failed(bad),
      ][(index * 5 + (index >> 2)) % 6]!;
    });
    const all = gaps(timeline(...loads));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['gap', 'damage']));
    for (let atUs = -minute; atUs < 41 * minute; atUs += 700_000) {
      const holding = all.filter(({ startUs, endUs }) => startUs <= atUs && atUs < endUs);
      expect(gapAt(all, atUs)).toBe(holding.find(({ kind }) => kind !== 'damage') ?? null);
      const near = gapNear(all, atUs, 20 * second);
      const away = all.map(({ startUs, endUs }) => Math.max(0, startUs - atUs, atUs - endUs + 1));
      const least = Math.min(...away);
      if (least > 20 * second) expect(near).toBeNull();
      else expect(away[all.indexOf(near!)]).toBe(least);
      if (holding.length > 0) expect(near).toBe(holding.find(({ kind }) => kind === 'gap') ?? holding[0]);
    }
  });

  test('a gap narrower than a pixel is told beside it, what is on its way is not', () => {
    const minutes = timeline(
      loaded(
        0,
        whole.filter((frame) => frame !== 7),
      ),
      { phase: 'waiting' },
    );
    const all = gaps(minutes);
    expect(gapNear(all, 40 * second, 20 * second)).toBe(all[0]);
    expect(gapNear(all, 40 * second, 5 * second)).toBeNull();
    expect(gapNear(all, 70 * second, 5 * second)).toBeNull();
  });
});

describe('what the Sun explains', () => {
  const gill = observatory('gill')!;
  const at = (utc: string) => Date.parse(utc) * 1000;
  const brightGaps = (from: string, loads: readonly (MinuteLoad | 'no file' | 'not asked')[]) => {
    const minutes = timelineFrom(at(from), loads);
    const range = { startUs: at(from), endUs: at(from) + loads.length * minute };
    return gapsOf(minutes, range, 3 * second, () => false, { light: nightLight(range, gill, nightMarks(range, gill)) });
  };
  const none = (minutes: number) => Array<'no file'>(minutes).fill('no file');

  test('an evening: daylight, twilight, and then the archive', () => {
    // The Sun is at −6° at 00:46:50 UTC and at −12° at 01:30.
    const gaps = brightGaps('2014-03-10T00:00Z', none(180));
    expect(gaps.map(({ cause }) => cause)).toEqual(['daylight', 'not on the server', 'not on the server']);
    expect(gaps[0]!.sentence).toMatch(/^The Sun stood between −6\.0° and 0\.\d° at GILL: too light for the cameras\.$/);
    expect((gaps[0]!.endUs - gaps[0]!.startUs) / minute).toBe(47);
    expect(gaps[1]!.sentence).toBe(
      'The archive has no file here. The Sun stood between −12.0° and −6.0° at GILL: the cameras usually wait for −12°.',
    );
    expect(gaps[2]!.sentence).toBe('The archive has no file here.');
  });

  test('a file is shown whatever the Sun; in twilight a camera that ran is not said to wait', () => {
    const startUs = at('2014-03-10T00:00Z');
    const loads: (MinuteLoad | 'no file')[] = none(90);
    for (const index of [10, 60, 62, 80]) loads[index] = loaded(startUs + index * minute, whole);
    const gaps = brightGaps('2014-03-10T00:00Z', loads);
    expect(
      gaps.map(({ startUs: from, cause, sentence }) => [(from - startUs) / minute, cause, /wait/.test(sentence)]),
    ).toEqual([
      [0, 'daylight', false],
      [11, 'daylight', false],
      [47, 'not on the server', true],
      [61, 'not on the server', false],
      [63, 'not on the server', false],
      [81, 'not on the server', true],
    ]);
  });

  test('out of season, by the date', () => {
    const [gap, ...others] = brightGaps('2014-07-01T06:00Z', none(10));
    expect(others).toEqual([]);
    expect(gap!.cause).toBe('outside the season');
    expect(gap!.sentence).toBe(
      'The Sun sinks no lower than −10.5° at GILL on 2014-07-01: the cameras usually wait for −12°.',
    );
  });

  test('a failed file keeps its own cause by day too; what was not asked is daylight all the same', () => {
    const failure: Failure = { kind: 'offline', message: 'no network' };
    const causes = brightGaps('2014-03-10T18:00Z', [failed(failure), 'not asked']).map(({ cause }) => cause);
    expect(causes).toEqual(['network down', 'daylight']);
    expect(brightGaps('2014-03-10T06:00Z', ['not asked'])[0]!.cause).toBe('not known');
  });
});
