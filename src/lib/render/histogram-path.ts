/**
 * The outline of a histogram as an SVG path, heights on a logarithmic scale so that faint tails show.
 *
 * @param bins pixels per bin
 * @param perBin counts in a bin
 * @param axisEnd counts at the right edge
 */
export function histogramPath(
  bins: Uint32Array,
  perBin: number,
  axisEnd: number,
  width: number,
  height: number,
): string {
  const columns = new Float64Array(width);
  const perColumn = axisEnd / perBin / width;
  for (let x = 0; x < width; x++) {
    const from = Math.floor(x * perColumn);
    const to = Math.max(from + 1, Math.floor((x + 1) * perColumn));
    for (let bin = from; bin < to && bin < bins.length; bin++) columns[x] = columns[x]! + bins[bin]!;
    // Columns wider than the one bin they may share show its density, not its sum.
    columns[x] = columns[x]! / (to - from);
  }
  const top = Math.log1p(columns.reduce((most, value) => Math.max(most, value), 0)) || 1;
  let path = `M0 ${height}`;
  columns.forEach((value, x) => {
    const y = (height - (height - 2) * (Math.log1p(value) / top)).toFixed(1);
    path += `L${x} ${y}L${x + 1} ${y}`;
  });
  return `${path}L${width} ${height}Z`;
}
