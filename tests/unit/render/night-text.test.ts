import { expect, test } from 'vitest';
import type { NightMarks } from '$lib/model/night';
import { formatDuration, moonText, nightText } from '$lib/render/night-text';

const t = (text: string) => Date.parse(`2014-03-10T${text}Z`) * 1000;
const night: NightMarks = {
  darkness: [],
  marks: [
    { kind: 'sunset', timeUs: t('00:30:20') },
    { kind: 'moonrise', timeUs: t('03:12') },
    { kind: 'moonset', timeUs: t('09:40') },
    { kind: 'sunrise', timeUs: t('12:32:40') },
  ],
  moonUp: [{ startUs: t('03:12'), endUs: t('09:40'), lit: 0.618 }],
  imaging: [],
};

test('Sun and Moon in words, as far as they are in view', () => {
  expect(nightText(night, { startUs: t('00:00'), endUs: t('13:00') })).toBe(
    'Sunset 00:30 UTC. Sunrise 12:33 UTC. Moon up 03:12–09:40 UTC, 62 % lit.',
  );
  expect(nightText(night, { startUs: t('10:00'), endUs: t('11:00') })).toBe('');
});

test('of a Moon that is up when the stretch begins or ends, no rise or set is made up', () => {
  const up = night.moonUp[0]!;
  const without = (...kinds: string[]) => ({
    ...night,
    marks: night.marks.filter(({ kind }) => !kinds.includes(kind)),
  });
  expect(moonText(up, without('moonrise'))).toBe('Moon up until 09:40 UTC, 62 % lit');
  expect(moonText(up, without('moonset'))).toBe('Moon up from 03:12 UTC, 62 % lit');
  expect(moonText(up, without('moonrise', 'moonset'))).toBe('Moon up all the time, 62 % lit');
});

test.each([
  [60_000_000, '1 min'],
  [45 * 60_000_000, '45 min'],
  [651 * 60_000_000, '10 h 51 min'],
  [24 * 3_600_000_000, '24 h'],
])('%i µs', (us, text) => expect(formatDuration(us)).toBe(text));
