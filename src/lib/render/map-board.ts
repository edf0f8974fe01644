import Feature from 'ol/Feature';
import OlMap from 'ol/Map';
import View from 'ol/View';
import MultiLineString from 'ol/geom/MultiLineString';
import Polygon from 'ol/geom/Polygon';
import { defaults } from 'ol/interaction/defaults';
import VectorLayer from 'ol/layer/Vector';
import Projection from 'ol/proj/Projection';
import VectorSource from 'ol/source/Vector';
import Fill from 'ol/style/Fill';
import Stroke from 'ol/style/Stroke';
import Style from 'ol/style/Style';
import type { MapCamera } from '$lib/geometry/map-camera';
import type { PlaneRings } from './basemap';
import { MosaicLayer } from './mosaic-layer';

export interface MapColours {
  readonly land: string;
  readonly coast: string;
  readonly border: string;
}

/** What is drawn of the Earth, in the plane. */
export interface DrawnBasemap {
  readonly land: readonly PlaneRings[];
  readonly coasts: readonly PlaneRings[];
  readonly borders: readonly PlaneRings[];
}

export interface MapBoardParts {
  /** At every step of a movement. */
  readonly oncamera: (camera: MapCamera) => void;
  /** When the map rests after a person moved it. */
  readonly onmove: (camera: MapCamera) => void;
}

/** A map to be dragged and zoomed by pointer, wheel and fingers: land below, the mosaic, coasts and borders above. */
export interface MapBoard {
  readonly mosaic: MosaicLayer;
  setCamera(camera: MapCamera): void;
  setBasemap(basemap: DrawnBasemap): void;
  setColours(colours: MapColours): void;
  zoomBy(factor: number): void;
  panBy(x: number, y: number): void;
  destroy(): void;
}

/** A plane in metres; what lies where in it is not OpenLayers' business: everything is given to it in the plane. */
const plane = new Projection({ code: 'nightside:plane', units: 'm' });
const resolutions = { least: 50, most: 150_000 };
const zoomMs = 120;

export function createMapBoard(element: HTMLElement, { oncamera, onmove }: MapBoardParts): MapBoard {
  const mosaic = new MosaicLayer();
  const [land, coasts, borders] = [new VectorSource(), new VectorSource(), new VectorSource()];
  const layers = {
    land: new VectorLayer({ source: land, className: 'land' }),
    borders: new VectorLayer({ source: borders, className: 'lines' }),
    coasts: new VectorLayer({ source: coasts, className: 'lines' }),
  };
  const view = new View({
    ...{ projection: plane, center: [0, 0], resolution: 5000, enableRotation: false, multiWorld: true },
    ...{ minResolution: resolutions.least, maxResolution: resolutions.most, smoothResolutionConstraint: false },
  });
  const map = new OlMap({
    target: element,
    view,
    controls: [],
    layers: [layers.land, mosaic, layers.borders, layers.coasts],
    interactions: defaults({
      altShiftDragRotate: false,
      pinchRotate: false,
      keyboard: false,
      zoomDuration: duration(),
    }),
    pixelRatio: Math.min(2, devicePixelRatio),
  });
  let wanted: MapCamera | null = null;
  const now = (): MapCamera => {
    const [x, y] = view.getCenter()!;
    return { x: x!, y: y!, metresPerPixel: view.getResolution()! };
  };
  view.on(['change:center', 'change:resolution'], () => oncamera(now()));
  map.on('moveend', () => {
    const camera = now();
    if (wanted && !isSame(camera, wanted)) onmove(camera);
  });
  return {
    mosaic,
    setCamera(camera) {
      wanted = camera;
      if (isSame(camera, now())) return;
      view.cancelAnimations();
      view.setResolution(camera.metresPerPixel);
      view.setCenter([camera.x, camera.y]);
      oncamera(camera);
    },
    setBasemap(basemap) {
      replace(
        land,
        basemap.land.map((rings) => asItIs(new Polygon(rings))),
      );
      replace(
        coasts,
        basemap.coasts.map((lines) => asItIs(new MultiLineString(lines))),
      );
      replace(
        borders,
        basemap.borders.map((lines) => asItIs(new MultiLineString(lines))),
      );
    },
    setColours(colours) {
      layers.land.setStyle(new Style({ fill: new Fill({ color: colours.land }) }));
      layers.coasts.setStyle(new Style({ stroke: new Stroke({ color: colours.coast, width: 1 }) }));
      layers.borders.setStyle(
        new Style({ stroke: new Stroke({ color: colours.border, width: 0.75, lineDash: [2, 3] }) }),
      );
    },
    zoomBy: (factor) => view.animate({ resolution: view.getResolution()! * factor, duration: duration() }),
    panBy: (x, y) => {
      const { x: from, y: up, metresPerPixel } = now();
      view.setCenter([from + x * metresPerPixel, up - y * metresPerPixel]);
    },
    destroy: () => {
      map.setTarget(undefined);
      map.dispose();
    },
  };
}

/** Drawn with all its points: making lines simpler takes longer than drawing them, at every step of a zoom anew. */
function asItIs<Shape extends Polygon | MultiLineString>(shape: Shape): Shape {
  shape.simplifyTransformed = () => shape;
  return shape;
}

function replace(source: VectorSource, shapes: readonly (Polygon | MultiLineString)[]): void {
  source.clear(true);
  source.addFeatures(shapes.map((shape) => new Feature(shape)));
}

function isSame(a: MapCamera, b: MapCamera): boolean {
  const near = 1e-6 * b.metresPerPixel;
  return (
    Math.abs(a.x - b.x) < near && Math.abs(a.y - b.y) < near && Math.abs(a.metresPerPixel - b.metresPerPixel) < near
  );
}

function duration(): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : zoomMs;
}
