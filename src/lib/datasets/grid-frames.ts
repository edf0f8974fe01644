import type { Outcome } from '$lib/model/failure';
import type { GridBox, GridFrames, GridSeries } from '$lib/model/grid';
import { isEmptyCell, readGridFile } from './grid-file';
import { headerValue } from './header';
import type { FileSource } from './imager-stack';
import { observatory } from './observatories';

/** As many pixels as the table of a map can tell apart in one source (`analysis/mosaic-table.ts`). */
const mostCells = 2 ** 20;

/**
 * The mosaics of a grid file as a map shows them: cut to what is filled, empty cells NaN, row 0 north.
 *
 * @param bytes one HDF5 file; left untouched
 * @returns `unsupported` for cells that are not equal steps over the whole Earth
 */
export async function readGridFrames(bytes: Uint8Array, source: FileSource): Promise<Outcome<GridFrames>> {
  const outcome = await readGridFile(bytes, source);
  if (!outcome.ok) return outcome;
  const series = outcome.value;
  if (!coversEarth(series)) {
    const message = 'Its cells are not equal steps of latitude and longitude over the whole Earth.';
    return { ok: false, failure: { kind: 'unsupported', format: 'grid', message } };
  }
  if (series.height * series.width > mostCells) {
    const message = `Its ${series.height} × ${series.width} cells are more than a map takes.`;
    return { ok: false, failure: { kind: 'unsupported', format: 'grid', message } };
  }
  const turned = runsFromSouth(series);
  return { ok: true, value: cut(series, turned) };
}

/** What the file says of itself; what it does not say is as in all files that were seen. */
function coversEarth({ header }: GridSeries): boolean {
  const says = (key: string, usual: number) => Number(headerValue(header, [key])?.trim() || usual) === usual;
  const edges = says('min_latitude', -90) && says('max_latitude', 90);
  const coordinates = headerValue(header, ['coordinate_system'])?.trim().toLowerCase() ?? 'geographic';
  return edges && says('min_longitude', -180) && says('max_longitude', 180) && coordinates === 'geographic';
}

/**
 * Files have no list of latitudes, and nothing in them says at which end the rows begin: in the file that was seen, in
 * the north. Where the cells over the named cameras are empty and those of the other hemisphere are not, it is the south.
 */
function runsFromSouth(series: GridSeries): boolean {
  const uids = new Set(series.sites.flatMap(({ inGrid }) => inGrid.map((camera) => camera.split('_')[0]!)));
  const places = [...uids].flatMap((uid) => observatory(uid) ?? []);
  const filled = (sign: 1 | -1) =>
    places.filter(({ latDeg, lonDeg }) => isFilledAt(series, sign * latDeg, lonDeg)).length;
  return filled(-1) > filled(1);
}

function isFilledAt(series: GridSeries, latDeg: number, lonDeg: number): boolean {
  const { height, width, channels, values, timesUs } = series;
  const row = Math.min(height - 1, Math.floor(((90 - latDeg) / 180) * height));
  const column = Math.min(width - 1, Math.floor(((lonDeg + 180) / 360) * width));
  for (let frame = 0; frame < timesUs.length; frame++)
    if (!isEmptyCell(values[((frame * height + row) * width + column) * channels]!, series)) return true;
  return false;
}

function cut(series: GridSeries, turned: boolean): GridFrames {
  const { height, width, channels, values, confidence, timesUs, fillValue, ...rest } = series;
  const stored = filledBox(series);
  const box = turned ? { ...stored, row: height - stored.row - stored.height } : stored;
  const cells = timesUs.length * box.height * box.width;
  const inBox = new Float32Array(cells * channels);
  const inBoxConfidence = confidence && new Float32Array(cells);
  const countsPerBin = channels === 3 ? 1 : 16;
  const histogram = new Uint32Array(Math.ceil(65_536 / countsPerBin));
  let at = 0;
  for (let frame = 0; frame < timesUs.length; frame++) {
    for (let row = 0; row < box.height; row++) {
      const from = stored.row + (turned ? box.height - 1 - row : row);
      for (let column = 0; column < box.width; column++, at++) {
        const cell = (frame * height + from) * width + stored.column + column;
        let isEmpty = false;
        for (let channel = 0; channel < channels; channel++)
          isEmpty ||= isEmptyCell(values[cell * channels + channel]!, { fillValue });
        for (let channel = 0; channel < channels; channel++) {
          const value = isEmpty ? NaN : values[cell * channels + channel]!;
          inBox[at * channels + channel] = value;
          const bin = Math.min(histogram.length - 1, Math.max(0, Math.floor(value / countsPerBin)));
          if (!isEmpty) histogram[bin]! += 1;
        }
        if (inBoxConfidence) {
          const value = confidence[cell]!;
          inBoxConfidence[at] = isEmptyCell(value, { fillValue }) ? NaN : value;
        }
      }
    }
  }
  const lastBin = histogram.findLastIndex((count) => count > 0);
  return {
    ...rest,
    ...{ height, width, channels, timesUs, box, turned, countsPerBin },
    values: inBox,
    confidence: inBoxConfidence,
    histogram: histogram.slice(0, lastBin + 1),
  };
}

/** The smallest box, as stored, around all cells that any frame fills; of no cells where none is. */
function filledBox(series: GridSeries): GridBox {
  const { height, width, channels, values, timesUs } = series;
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let frame = 0, at = 0; frame < timesUs.length; frame++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++, at += channels) {
        if (isEmptyCell(values[at]!, series)) continue;
        if (row < top) top = row;
        if (row > bottom) bottom = row;
        if (column < left) left = column;
        if (column > right) right = column;
      }
    }
  }
  if (bottom < 0) return { row: 0, column: 0, height: 0, width: 0 };
  return { row: top, column: left, height: bottom - top + 1, width: right - left + 1 };
}
