/** A picture as it is to be drawn. */
export interface DrawnPicture {
  readonly image: CanvasImageSource;
  /** Of the image. */
  readonly width: number;
  readonly height: number;
}

interface Smaller extends DrawnPicture {
  readonly halvings: string;
}

/** As long as their pictures: one of each, which suits how it is looked at. */
const smaller = new WeakMap<object, Smaller>();

/**
 * The picture, or the same made smaller by halves so that a pixel of the screen has no more than two columns and rows of
 * it: of more than two a browser would look at some and pass over the others. A half of each two is their mean.
 *
 * @param columns so many to a pixel of the screen
 * @param rows so many to a pixel of the screen
 */
export function smallerPicture(picture: DrawnPicture, columns: number, rows: number): DrawnPicture {
  const [across, down] = [halvingsOf(columns), halvingsOf(rows)];
  if (across === 0 && down === 0) return picture;
  const halvings = `${across} ${down}`;
  const known = smaller.get(picture.image);
  if (known?.halvings === halvings) return known;
  let made = picture;
  for (let step = 0; step < Math.max(across, down); step++) made = halved(made, step < across, step < down);
  smaller.set(picture.image, { ...made, halvings });
  return made;
}

function halvingsOf(perPixel: number): number {
  return Math.max(0, Math.ceil(Math.log2(perPixel) - 1));
}

function halved(picture: DrawnPicture, across: boolean, down: boolean): DrawnPicture {
  const width = across ? Math.ceil(picture.width / 2) : picture.width;
  const height = down ? Math.ceil(picture.height / 2) : picture.height;
  const image = new OffscreenCanvas(width, height);
  image.getContext('2d')?.drawImage(picture.image, 0, 0, picture.width, picture.height, 0, 0, width, height);
  return { image, width, height };
}
