import type { TrackCurves } from '$lib/model/event';

/** What the dataset shows, on an axis that suits it. */
export const plainCurves: TrackCurves = { shown: null, axis: null };

/** More curves than any instrument has, and longer names than any has. */
const [mostCurves, longestName] = [64, 100];

/** A plain number, or with an exponent as very large and very small ones have. */
const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const axisForm = new RegExp(`^(${number})-(${number})$`);

/** `curves:20.00_MHz/30.00_MHz` and `axis:2.1-3.4`; what is at its default is left out. */
export function formatCurves({ shown, axis }: TrackCurves): string[] {
  return [
    ...(shown ? [`curves:${shown.map(escaped).join('/')}`] : []),
    ...(axis ? [`axis:${axis[0]}-${axis[1]}`] : []),
  ];
}

/** Reads one of these options; null where it is none, or not as it should be. */
export function parseCurves(option: string): Partial<TrackCurves> | null {
  const at = option.indexOf(':');
  const [name, value] = [option.slice(0, at), option.slice(at + 1)];
  if (name === 'axis') {
    const match = axisForm.exec(value);
    // Zero is zero: there is no other one in a link.
    const [low, high] = [Number(match?.[1]) + 0, Number(match?.[2]) + 0];
    return Number.isFinite(low) && Number.isFinite(high) && low < high ? { axis: [low, high] } : null;
  }
  if (name !== 'curves') return null;
  const shown = value.split('/').map(unescaped);
  const isList = shown.every((id) => id !== null && id.length > 0 && id.length <= longestName);
  if (!isList || shown.length > mostCurves) return null;
  return { shown: [...new Set(shown as string[])] };
}

/** Blanks as `_`, so that a link stays readable; what has a meaning in it, or might, as its code: `~2c~`. */
function escaped(id: string): string {
  return id.replace(/[^A-Za-z0-9 .()-]/gu, (mark) => `~${mark.codePointAt(0)!.toString(16)}~`).replaceAll(' ', '_');
}

/** null where it is nothing that `escaped` writes. */
function unescaped(text: string): string | null {
  if (!/^(?:[A-Za-z0-9_.()-]|~[0-9a-f]{1,6}~)+$/.test(text)) return null;
  try {
    return text
      .replaceAll('_', ' ')
      .replace(/~([0-9a-f]+)~/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  } catch {
    return null; // there is no such character
  }
}
