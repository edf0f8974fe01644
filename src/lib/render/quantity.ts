/** `4 812`, with narrow no-break spaces. By hand: the first use of Intl.NumberFormat holds a page up for 80 ms. */
export function formatCounts(counts: number): string {
  return String(Math.round(counts)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `85 R`, `1.24 kR`, `12.4 kR`: three figures, which is more than a calibration holds. */
export function formatRayleighs(rayleighs: number): string {
  if (Math.abs(rayleighs) < 999.5) return `${Math.round(rayleighs)} R`;
  const kilo = rayleighs / 1000;
  return `${kilo.toFixed(kilo < 9.995 ? 2 : kilo < 99.95 ? 1 : 0)} kR`;
}

/** `21.7 MB`; decimal units, as operating systems and the archive's listings show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(value < 100 ? 1 : 0)} ${units[unit]}`;
}

/** `12 s left`, `3 min left` */
export function formatRemaining(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s left`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}
