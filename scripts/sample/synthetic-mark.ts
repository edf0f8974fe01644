/** Rows of red, green, blue and opacity, 0…255. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** Columns `first` to `end`, that one not included. */
export interface ColumnSpan {
  readonly first: number;
  readonly end: number;
}

const word = 'SYNTHETIC';
const grey = 120;

/** Seven rows of five dots each, the highest bit on the left. */
const letters: Readonly<Record<string, readonly number[]>> = {
  S: [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
  Y: [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
  N: [0b10001, 0b11001, 0b10101, 0b10101, 0b10011, 0b10001, 0b10001],
  T: [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
  H: [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
  E: [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
  I: [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  C: [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
};
const letterWidth = 5;
const letterHeight = 7;
const wordWidth = word.length * (letterWidth + 1) - 1;

/** Of a JPEG: what is drawn in one of its blocks changes all of that block a little, and no other. */
const block = 8;
/** How much of the free columns, and of the height, the word may take. */
const share = 0.8;

/**
 * Writes SYNTHETIC in grey into the middle of a picture's free columns, as large as fits. As a JPEG the picture has the
 * same pixels as before in all other columns. Where there is no room for it nothing is written.
 */
export function markSynthetic(picture: RawPicture, free: ColumnSpan): void {
  const { width, height, data } = picture;
  const first = block * Math.ceil(free.first / block);
  const room = block * Math.floor(free.end / block) - first;
  const dot = Math.floor(share * Math.min(room / wordWidth, height / letterHeight));
  if (dot < 1) return;
  const left = first + Math.floor((room - dot * wordWidth) / 2);
  const top = Math.floor((height - dot * letterHeight) / 2);
  for (let y = 0; y < dot * letterHeight; y++)
    for (let x = 0; x < dot * wordWidth; x++) {
      const at = 4 * ((top + y) * width + left + x);
      if (isInk(Math.floor(x / dot), Math.floor(y / dot))) data.fill(grey, at, at + 3);
    }
}

/** @param x column and @param y row of the word, in dots */
function isInk(x: number, y: number): boolean {
  const letter = letters[word.charAt(Math.floor(x / (letterWidth + 1)))];
  const fromRight = letterWidth - 1 - (x % (letterWidth + 1));
  return fromRight >= 0 && ((letter?.[y] ?? 0) & (1 << fromRight)) !== 0;
}
