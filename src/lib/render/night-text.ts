import { formatMinute, hourUs, minuteUs } from '$lib/datasets/utc';
import type { MoonUp, NightMarks, SkyEventMark } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';

const names: Record<SkyEventMark['kind'], string> = {
  sunset: 'Sunset',
  sunrise: 'Sunrise',
  moonrise: 'Moonrise',
  moonset: 'Moonset',
};

/** `Sunset 00:12 UTC` */
export function markText({ kind, timeUs }: SkyEventMark): string {
  return `${names[kind]} ${nearestMinute(timeUs)} UTC`;
}

/** `Moon up 03:12–09:40 UTC, 62 % lit`; only what is known where the stretch begins or ends while the Moon is up. */
export function moonText(up: MoonUp, { marks }: NightMarks): string {
  const isMarked = (kind: SkyEventMark['kind'], timeUs: number) =>
    marks.some((mark) => mark.kind === kind && Math.abs(mark.timeUs - timeUs) < minuteUs);
  const [rise, set] = [nearestMinute(up.startUs), nearestMinute(up.endUs)];
  const rises = isMarked('moonrise', up.startUs);
  const sets = isMarked('moonset', up.endUs);
  const when =
    rises && sets ? `${rise}–${set} UTC` : rises ? `from ${rise} UTC` : sets ? `until ${set} UTC` : 'all the time';
  return `Moon up ${when}, ${Math.round(100 * up.lit)} % lit`;
}

/** Sun and Moon during a stretch of time in sentences, for those who do not see the marks; empty when there is nothing. */
export function nightText(night: NightMarks, { startUs, endUs }: TimeRange): string {
  const { moonUp } = night;
  return [
    ...sunMarks(night, { startUs, endUs }).map(markText),
    ...moonUp.filter((up) => up.endUs > startUs && up.startUs < endUs).map((up) => moonText(up, night)),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

/** Sunsets and sunrises within a stretch of time. */
export function sunMarks({ marks }: NightMarks, { startUs, endUs }: TimeRange): SkyEventMark[] {
  return marks.filter(({ kind, timeUs }) => isOfSun(kind) && timeUs >= startUs && timeUs < endUs);
}

export function isOfSun(kind: SkyEventMark['kind']): boolean {
  return kind === 'sunset' || kind === 'sunrise';
}

/** `10 h 51 min`, `45 min`, `24 h` */
export function formatDuration(us: number): string {
  const minutes = Math.round(us / minuteUs);
  const hours = Math.floor((minutes * minuteUs) / hourUs);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

function nearestMinute(us: number): string {
  return formatMinute(Math.round(us / minuteUs) * minuteUs);
}
