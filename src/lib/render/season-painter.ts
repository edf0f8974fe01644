import { darkSunDeg, imagingSunDeg } from '$lib/geometry/night';
import { sunContour } from '$lib/geometry/season-sky';
import { binsOfDay, brightest, noData, type SeasonSky } from '$lib/model/season';
import { palette } from './colormap';
import { hatch } from './wall-painter';

/** Rows of the picture, CSS pixels: a part of ten minutes is one, and the Moon's bars stand below. */
export const heatHeight = binsOfDay;
export const moonGap = 8;
export const moonHeight = 32;
export const seasonHeight = heatHeight + moonGap + moonHeight;

/** What the days of a season show: how bright each part of them was, or how much there is of each. */
export type PaintedDays =
  | { readonly kind: 'brightness'; readonly grid: Uint8Array | null }
  | { readonly kind: 'availability'; readonly perDay: Uint32Array; readonly most: number };

export interface PaintedSeason {
  readonly days: number;
  readonly shown: PaintedDays;
  /** Null until it is known. */
  readonly sky: SeasonSky | null;
  /** Days that have begun; what comes after is yet to come. */
  readonly begunDays: number;
}

export interface SeasonColours {
  readonly ground: string;
  readonly text: string;
  readonly night: string;
  readonly day: string;
  readonly accent: string;
  readonly moon: string;
}

/** The custom properties that day and night have their colours from: the lighter one is the day. */
export function dayAndNight(theme: 'dark' | 'light'): { readonly day: string; readonly night: string } {
  return theme === 'light' ? { day: '--empty', night: '--hatch' } : { day: '--hatch', night: '--empty' };
}

/** Colours of brightness: dark to bright, alike for all eyes. */
export const seasonColormap = 'viridis';

/**
 * Paints a season, all of it: some milliseconds.
 *
 * @param context of a canvas whose pixels are the screen's
 * @param width of the canvas, CSS pixels
 * @param ratio device pixels to one of CSS
 */
export function paintSeason(
  context: CanvasRenderingContext2D,
  season: PaintedSeason,
  { width, ratio, colours }: { readonly width: number; readonly ratio: number; readonly colours: SeasonColours },
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = colours.night;
  context.fillRect(0, 0, width, heatHeight);
  context.fillRect(0, heatHeight + moonGap, width, moonHeight);
  const perDay = width / season.days;
  if (season.sky) paintPicture(context, dayPixels(season.sky, season.days, colours), season.days, width);
  if (season.begunDays < season.days) paintToCome(context, Math.max(0, season.begunDays) * perDay, width, colours);
  if (season.shown.kind === 'availability')
    paintPicture(context, amountPixels(season.shown, colours), season.days, width);
  else if (season.shown.grid) paintPicture(context, brightPixels(season.shown.grid, season.days), season.days, width);
  if (season.sky) {
    paintContour(context, season.sky, imagingSunDeg, perDay, [4, 3], colours);
    paintContour(context, season.sky, darkSunDeg, perDay, [], colours);
    paintMoon(context, season.sky, perDay, ratio, colours);
  }
}

/** Days that are yet to come; below what there is of them all the same, as of the sample event. */
function paintToCome(context: CanvasRenderingContext2D, from: number, width: number, { text }: SeasonColours): void {
  context.save();
  context.translate(from, 0);
  context.globalAlpha = 0.4;
  hatch(context, 0, heatHeight, width - from, text);
  context.restore();
}

/** Parts as pixels, a column for each day; parts without data see-through. */
export function brightPixels(grid: Uint8Array, days: number): Uint32Array<ArrayBuffer> {
  const colours = palette(seasonColormap);
  const pixels = new Uint32Array(days * binsOfDay);
  for (let day = 0; day < days; day++)
    for (let part = 0; part < binsOfDay; part++) {
      const value = grid[day * binsOfDay + part]!;
      if (value !== noData) pixels[part * days + day] = colours[Math.round((255 * value) / brightest)]!;
    }
  return pixels;
}

/** The daylight: all of it where the Sun is above −6°, half of it down to −12°. */
function dayPixels({ sunDeg }: SeasonSky, days: number, colours: SeasonColours): Uint32Array<ArrayBuffer> {
  const light = pixelOf(colours.day);
  const pixels = new Uint32Array(days * binsOfDay);
  for (let day = 0; day < days; day++)
    for (let part = 0; part < binsOfDay; part++) {
      const at = day * binsOfDay + part;
      const middleDeg = (sunDeg[at]! + sunDeg[at + 1]!) / 2;
      if (middleDeg >= imagingSunDeg) pixels[part * days + day] = light;
      else if (middleDeg >= darkSunDeg) pixels[part * days + day] = (light & 0x00ffffff) | 0x80000000;
    }
  return pixels;
}

/** As a colour of the style sheet says it, `#1d232b`, in the byte order of image data. */
function pixelOf(colour: string): number {
  const value = parseInt(colour.trim().slice(1), 16);
  return (0xff000000 | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

function paintPicture(
  context: CanvasRenderingContext2D,
  pixels: Uint32Array<ArrayBuffer>,
  days: number,
  width: number,
): void {
  const rows = pixels.length / days;
  const picture = new OffscreenCanvas(days, rows);
  const data = new ImageData(new Uint8ClampedArray(pixels.buffer), days, rows);
  picture.getContext('2d')!.putImageData(data, 0, 0);
  // A day that is several pixels wide is to be seen as what it is.
  context.imageSmoothingEnabled = days > context.canvas.width;
  context.drawImage(picture, 0, 0, width, heatHeight);
}

/** One row: what there is of a day has no hours. */
function amountPixels(
  { perDay, most }: Extract<PaintedDays, { kind: 'availability' }>,
  { accent }: SeasonColours,
): Uint32Array<ArrayBuffer> {
  const colour = pixelOf(accent) & 0x00ffffff;
  return Uint32Array.from(perDay, (count) => {
    if (count === 0) return 0;
    return (colour | (Math.round(255 * availabilityAlpha(count, most)) << 24)) >>> 0;
  });
}

/** One product is seen beside hundreds: by the logarithm. */
export function availabilityAlpha(count: number, most: number): number {
  return 0.25 + 0.75 * (Math.log1p(count) / Math.log1p(Math.max(1, most)));
}

/** Where the Sun passes an elevation, light on dark and dark on light: it lies over any colour. */
function paintContour(
  context: CanvasRenderingContext2D,
  sky: SeasonSky,
  limitDeg: number,
  perDay: number,
  dash: readonly number[],
  { ground, text }: SeasonColours,
): void {
  const { sinking, rising } = sunContour(sky, limitDeg);
  const line = new Path2D();
  for (const parts of [sinking, rising]) {
    let isDrawn = false;
    for (const [day, part] of parts.entries()) {
      const x = (day + 0.5) * perDay;
      const y = (part / binsOfDay) * heatHeight;
      // Over midnight it goes on at the other edge.
      const jumps = day > 0 && Math.abs(part - parts[day - 1]!) > binsOfDay / 4;
      if (Number.isNaN(part)) isDrawn = false;
      else {
        if (isDrawn && !jumps) line.lineTo(x, y);
        else line.moveTo(x, y);
        isDrawn = true;
      }
    }
  }
  context.save();
  context.lineJoin = 'round';
  context.globalAlpha = 0.6;
  context.strokeStyle = ground;
  context.lineWidth = 3;
  context.stroke(line);
  context.globalAlpha = 1;
  context.strokeStyle = text;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.stroke(line);
  context.restore();
}

/** A bar as high as the hours with the Moon up in the dark, as strong as it is lit; a line as high as all dark hours. */
function paintMoon(
  context: CanvasRenderingContext2D,
  { darkUs, moonDarkUs, moonLit }: SeasonSky,
  perDay: number,
  ratio: number,
  { moon, text }: SeasonColours,
): void {
  const longestUs = Math.max(...darkUs, 1);
  const bottom = heatHeight + moonGap + moonHeight;
  const heightOf = (us: number) => (us / longestUs) * (moonHeight - 1);
  context.save();
  context.fillStyle = moon;
  for (const [day, us] of moonDarkUs.entries()) {
    context.globalAlpha = 0.1 + 0.9 * moonLit[day]!;
    // Whole pixels: no seams between the days.
    const from = Math.floor(day * perDay * ratio) / ratio;
    const to = Math.floor((day + 1) * perDay * ratio) / ratio;
    context.fillRect(from, bottom - heightOf(us), to - from, heightOf(us));
  }
  context.globalAlpha = 0.7;
  context.strokeStyle = text;
  context.lineWidth = 1;
  context.beginPath();
  for (const [day, us] of darkUs.entries()) context.lineTo((day + 0.5) * perDay, bottom - heightOf(us));
  context.stroke();
  context.restore();
}
