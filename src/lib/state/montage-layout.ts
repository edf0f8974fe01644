/** Where the cells of a montage lie, in CSS pixels. */
export interface MontageLayout {
  /** Instants side by side. */
  readonly columns: number;
  /** Lines of instants under one another; in each every camera has a row. */
  readonly bands: number;
  /** Of a cell's picture. */
  readonly width: number;
  readonly height: number;
}

/** Room for a montage, in CSS pixels. */
export interface MontageRoom {
  readonly width: number;
  readonly height: number;
}

/** Room for the time under each picture, and between pictures. */
export const captionPx = 16;
export const spacePx = 4;
/** Between two bands of several cameras. */
export const bandSpacePx = 12;
/** Below this a time does not fit under its picture: rather than smaller, the montage becomes longer than the window. */
const narrowestPx = 60;
/** Where it is longer, the pictures fill its width, but are no larger than that. */
const widestPx = 96;

/**
 * Lays out a montage so that its pictures are as large as the room allows.
 *
 * @param aspect width of a picture by its height
 */
export function layMontage(instants: number, cameras: number, room: MontageRoom, aspect: number): MontageLayout {
  let best: MontageLayout | null = null;
  for (let columns = 1; columns <= instants; columns++) {
    const bands = Math.ceil(instants / columns);
    const rows = bands * cameras;
    const between = cameras > 1 ? (bands - 1) * bandSpacePx : 0;
    const tall = (room.height - between) / rows - captionPx - spacePx;
    const width = Math.floor(Math.min(widthOf(columns, room), tall * aspect));
    if (!best || width > best.width) best = sized(columns, bands, width, aspect);
  }
  if (best && best.width >= narrowestPx) return best;
  const columns = Math.max(1, Math.min(instants, Math.floor((room.width + spacePx) / (narrowestPx + spacePx))));
  const width = Math.max(1, Math.min(widestPx, widthOf(columns, room)));
  return sized(columns, Math.ceil(instants / columns), width, aspect);
}

/**
 * How well so many instants fill the room, with pictures that are neither crowded nor few: at most 1. What does not fit
 * without scrolling is worth less the longer it is.
 */
export function fillOf(instants: number, cameras: number, room: MontageRoom, aspect: number): number {
  const { bands, width, height } = layMontage(instants, cameras, room, aspect);
  const tall = height + captionPx + spacePx;
  const between = cameras > 1 ? (bands - 1) * bandSpacePx : 0;
  const overflow = Math.max(1, (bands * cameras * tall + between) / room.height);
  const filled = (instants * cameras * (width + spacePx) * tall) / (room.width * room.height) / overflow;
  const good = Math.min(160, Math.max(80, Math.sqrt(room.width * room.height) / 6));
  return (Math.min(1, filled) * Math.min(width / good, good / width) ** 0.75) / overflow ** 0.5;
}

function widthOf(columns: number, room: MontageRoom): number {
  return Math.floor((room.width - (columns - 1) * spacePx) / columns);
}

function sized(columns: number, bands: number, width: number, aspect: number): MontageLayout {
  return { columns, bands, width, height: Math.max(1, Math.floor(width / aspect)) };
}
