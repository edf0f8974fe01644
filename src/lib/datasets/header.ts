import type { HeaderLine } from '$lib/model/frames';

/**
 * Look a value up in an imager's header: keys are compared without regard to letter case, since that varies by
 * instrument and year, and of a repeated key the last counts (THEMIS writes its first `Project unique ID` wrong).
 *
 * @param keys in lower case, the most wanted first
 */
export function headerValue(header: readonly HeaderLine[], keys: readonly string[]): string | null {
  for (const key of keys) {
    const line = header.findLast(([name]) => name.toLowerCase() === key);
    if (line) return line[1];
  }
  return null;
}

/**
 * Whether a file says of itself that its frames, or what is seen on them, were computed: `#"Data origin" synthetic …`, or
 * in capitals wherever its maker found room, `#"Operating System" SYNTHETIC arc added to a real frame`.
 */
export function isSynthetic(header: readonly HeaderLine[]): boolean {
  if (/^synthetic\b/i.test(headerValue(header, ['data origin']) ?? '')) return true;
  return header.some(([, value]) => /^SYNTHETIC\b/.test(value));
}
