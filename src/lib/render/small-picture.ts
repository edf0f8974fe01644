import type { InspectedPictures } from '$lib/model/inspection';

/** Draws a frame made small, as stored: the first row on top, the first column on the left. */
export function drawSmallPicture(
  canvas: HTMLCanvasElement,
  { width, height, channels }: Pick<InspectedPictures, 'width' | 'height' | 'channels'>,
  pixels: Uint8Array,
): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(width, height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    image.data[4 * pixel] = pixels[from]!;
    image.data[4 * pixel + 1] = pixels[channels === 3 ? from + 1 : from]!;
    image.data[4 * pixel + 2] = pixels[channels === 3 ? from + 2 : from]!;
    image.data[4 * pixel + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
