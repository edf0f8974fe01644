/**
 * A file's name without what browsers and desktops add to that of a copy: `…_burst (1).png`, `… - Copy.h5`,
 * `Copy of …`. No name of the archive has a blank.
 *
 * @param name without directories
 */
export function withoutCopyMark(name: string): string {
  return name.replace(/^(?:copy of )+/i, '').replace(/(?: \(\d{1,3}\)| -? ?copy(?: \d{1,3})?)+(?=\.|$)/i, '');
}
