import type { FrameState } from 'ol/Map';
import Layer from 'ol/layer/Layer';
import type { MapCamera, PictureSize } from '$lib/geometry/map-camera';
import type { MosaicTable } from '$lib/model/mosaic';
import { MosaicPainter, type MosaicFrame } from './mosaic-painter';

/**
 * The mosaic among the layers of a map: a canvas of the table's size. While the map is moved, it is moved along; what is
 * painted stays until there is a table for the new view.
 */
export class MosaicLayer extends Layer {
  readonly canvas = document.createElement('canvas');
  readonly #element = document.createElement('div');
  #painter: MosaicPainter | null = null;
  #image: ImageData | null = null;
  #pixels = new Uint32Array(0);
  #camera: MapCamera = { x: 0, y: 0, metresPerPixel: 1 };

  constructor() {
    super({});
    this.#element.style.cssText = 'position:absolute;inset:0;overflow:hidden;pointer-events:none';
    this.canvas.style.cssText = 'position:absolute;transform-origin:0 0';
    this.canvas.dataset.mosaic = '';
    this.#element.append(this.canvas);
  }

  /**
   * Paints frames by a table; the table is looked at anew only when it is another one.
   *
   * @param frames in the order of its sources
   */
  paint(table: MosaicTable, camera: MapCamera, frames: readonly (MosaicFrame | null)[]): void {
    const { canvas } = this;
    if (this.#painter?.table !== table) {
      this.#painter = new MosaicPainter(table);
      if (this.#image?.width !== table.width || this.#image.height !== table.height) {
        this.#image = new ImageData(table.width, table.height);
        this.#pixels = new Uint32Array(this.#image.data.buffer);
        canvas.width = table.width;
        canvas.height = table.height;
      }
      this.#camera = camera;
      // It is put to its place with the next frame; another frame of the cameras is painted where it stands.
      this.changed();
    }
    this.#painter.paint(frames, this.#pixels);
    canvas.getContext('2d')?.putImageData(this.#image!, 0, 0);
  }

  /** Takes away what is painted. */
  clear(): void {
    this.#painter = null;
    this.canvas.getContext('2d')?.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  override render({ viewState, size }: FrameState): HTMLElement {
    const { center, resolution } = viewState;
    const [x, y] = [center[0]!, center[1]!];
    const { canvas } = this;
    const place = placeOf(
      this.#camera,
      canvas,
      { x, y, metresPerPixel: resolution },
      { width: size[0]!, height: size[1]! },
    );
    canvas.style.transform = `translate(${place.x}px, ${place.y}px) scale(${place.scale})`;
    return this.#element;
  }
}

/** Where a picture that was made for one camera stands in another's, from the upper left corner. */
function placeOf(made: MapCamera, picture: PictureSize, now: MapCamera, screen: PictureSize) {
  const scale = made.metresPerPixel / now.metresPerPixel;
  const x = screen.width / 2 + (made.x - now.x) / now.metresPerPixel - (scale * picture.width) / 2;
  const y = screen.height / 2 - (made.y - now.y) / now.metresPerPixel - (scale * picture.height) / 2;
  // The same view to within rounding is the same to the pixel.
  return Math.abs(scale - 1) < 1e-9 ? { x: Math.round(x), y: Math.round(y), scale: 1 } : { x, y, scale };
}
