import type { NightMarks } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import type { KeogramFile } from '$lib/render/keogram-image';
import type { Gap } from '$lib/state/gaps';

export const second = 1_000_000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** An evening in Manitoba, as an instant. */
export function at(text: string): number {
  return Date.parse(text) * 1000;
}

/** Minutes of a keogram with an arc that drifts, wavers and flares; every `every`-th one is there. */
export function sampleFiles({ startUs, endUs }: TimeRange, every = 1, height = 256): KeogramFile[] {
  const files: KeogramFile[] = [];
  const count = Math.round((endUs - startUs) / minute);
  for (let index = 0; index < count; index += every) {
    const counts = new Uint16Array(20 * height);
    const timesUs = Float64Array.from({ length: 20 }, (_, frame) => startUs + index * minute + frame * 3 * second);
    for (let frame = 0; frame < 20; frame++) {
      const t = index + frame / 20;
      const middle = height * (0.5 + 0.25 * Math.sin(t / 70) + 0.04 * Math.sin(t / 3));
      const strength = 6000 * Math.exp(-(((t % 260) - 120) ** 2) / 3000);
      for (let row = 0; row < height; row++) {
        const noise = ((row * 7919 + index * 104_729 + frame * 1299) % 331) - 165;
        const arc = strength * Math.exp(-((row - middle) ** 2) / (0.006 * height * height));
        counts[frame * height + row] = 2900 + noise + arc + 600 * Math.sin((Math.PI * row) / height);
      }
    }
    const nextUs = every === 1 && index + 1 < count ? startUs + (index + 1) * minute : null;
    files.push({ counts, height, channels: 1, timesUs, nextUs });
  }
  return files;
}

export function stretch(startUs: number, endUs: number, kind: Gap['kind'], cause: string, sentence: string): Gap {
  return { startUs, endUs, kind, cause, sentence, retry: [] };
}

/** What is still on its way when every `every`-th minute is there. */
export function pendingBetween({ startUs, endUs }: TimeRange, every: number): Gap[] {
  const gaps: Gap[] = [];
  for (let fromUs = startUs; fromUs < endUs; fromUs += every * minute)
    gaps.push(
      stretch(fromUs + minute, Math.min(endUs, fromUs + every * minute), 'pending', 'on its way', 'On its way.'),
    );
  return gaps;
}

/** Sun and Moon over Gillam in the night of 10 March 2014, roughly. */
export const sampleMarks: NightMarks = {
  darkness: (
    [
      ['2014-03-09T19:00Z', 'day'],
      ['2014-03-10T00:30Z', 'civil'],
      ['2014-03-10T01:05Z', 'nautical'],
      ['2014-03-10T01:48Z', 'astronomical'],
      ['2014-03-10T02:31Z', 'night'],
      ['2014-03-10T10:31Z', 'astronomical'],
      ['2014-03-10T11:15Z', 'nautical'],
      ['2014-03-10T11:57Z', 'civil'],
      ['2014-03-10T12:33Z', 'day'],
      ['2014-03-10T19:00Z', 'day'],
    ] as const
  ).flatMap(([start, darkness], index, all) => {
    const next = all[index + 1];
    return next ? [{ startUs: at(start), endUs: at(next[0]), darkness }] : [];
  }),
  marks: [
    { kind: 'sunset', timeUs: at('2014-03-10T00:30Z') },
    { kind: 'moonset', timeUs: at('2014-03-10T09:40Z') },
    { kind: 'sunrise', timeUs: at('2014-03-10T12:33Z') },
    { kind: 'moonrise', timeUs: at('2014-03-10T18:10Z') },
  ],
  moonUp: [
    { startUs: at('2014-03-09T19:00Z'), endUs: at('2014-03-10T09:40Z'), lit: 0.68 },
    { startUs: at('2014-03-10T18:10Z'), endUs: at('2014-03-10T19:00Z'), lit: 0.71 },
  ],
  imaging: [{ startUs: at('2014-03-10T01:05Z'), endUs: at('2014-03-10T11:57Z') }],
};

export const sampleContext: TimeRange = { startUs: at('2014-03-09T19:00Z'), endUs: at('2014-03-10T19:00Z') };
export const sampleWholeNight: TimeRange = { startUs: at('2014-03-10T01:05Z'), endUs: at('2014-03-10T11:57Z') };

/** A picture file of one colour. */
export async function plainPicture(color: string): Promise<string> {
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, 8, 8);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/png' }));
}
