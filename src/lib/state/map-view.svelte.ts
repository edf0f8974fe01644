import { circleAround, fieldOfViewDeg } from '$lib/geometry/field-of-view';
import { cameraAround, middleOf, viewThrough, type MapCamera, type PictureSize } from '$lib/geometry/map-camera';
import { projectionOfFrame, type MapFrame } from '$lib/geometry/map-frame';
import type { createMagneticFigures } from '$lib/loading/magnetic-figures';
import { keyOf, type MosaicTables } from '$lib/loading/mosaic-tables';
import type { MapPoint, MapProjection } from '$lib/geometry/map-projection';
import type { Failure } from '$lib/model/failure';
import type { MosaicRequest, MosaicTable } from '$lib/model/mosaic';
import type { EventLooks } from './event-looks.svelte';
import type { EventView } from './event-view.svelte';
import type { GridLook } from './grid-look.svelte';
import { MapField } from './map-field.svelte';
import { placedOn, type PlacedLayer } from './map-layers';
import { leastSpanKm, mostSpanKm, roundedPlace } from './map-link';
import { MapMoon } from './map-moon.svelte';
import { MapMaking, mayStand, type MapOrder } from './map-picture';
import { readMap, type MapReading } from './map-reading';
import { measured } from './map-ruler';
import { slitPlacedOn } from './map-slits';
import { readGrids, readSlits } from './map-source-reading';
import { isForWantOfNetwork } from './network-failure';
import type { TrackLook } from './track-look.svelte';

/** What a source of a map belongs to. */
export type SourceLook = TrackLook | GridLook;

/** A table, and what it was made for. */
export interface MadeTable {
  readonly table: MosaicTable;
  readonly request: MosaicRequest<MapFrame>;
  /** In the order of its sources. */
  readonly looks: readonly SourceLook[];
  readonly camera: MapCamera;
  readonly size: PictureSize;
}

/** All sites are shown with what their cameras see above this elevation, in so many points. */
const around = { elevationDeg: 15, points: 24 };

/** The event as a map: how it is laid out, which cameras lie on it, and the table that paints it. */
export class MapView {
  readonly #view: EventView;
  readonly #looks: EventLooks;
  readonly #tables: MosaicTables;
  readonly #making = new MapMaking((order, signal) => this.#make(order, signal));

  /** Of the picture, in pixels; null until it is known. */
  size = $state.raw<PictureSize | null>(null);
  /** The last table that was made; of an earlier view while another is on its way. */
  made = $state.raw<MadeTable | null>(null);
  #tableFailure = $state.raw<Failure | null>(null);
  /** Why there is no table, or no magnetic coordinates. */
  failure = $derived.by(() => this.#tableFailure ?? this.field.failure);

  /** The point of the plane under the pointer. */
  hovered = $state.raw<MapPoint | null>(null);

  choices = $derived.by(() => this.#view.map);
  /* One by one: an overlay that is switched on lays nothing out anew. */
  #kind = $derived.by(() => this.choices.kind);
  #centre = $derived.by(() => this.choices.centre);
  /** The place that was kept: it stays itself on a map laid out anew. */
  #mark = $derived.by(() => this.choices.mark);
  #spanKm = $derived.by(() => this.choices.spanKm);
  #overlap = $derived.by(() => this.choices.overlap);
  elevationDeg = $derived.by(() => this.choices.elevationDeg);
  #altitudeKm = $derived.by(() => this.#view.event.altitudeKm);
  magnetic = $derived.by(() => this.field.model);
  /** The event's cameras that see the sky. */
  cameras = $derived.by(() => this.#looks.all.filter((look): look is TrackLook => look.kind === 'sky' && look.isSky));
  /** Its spectrographs. */
  slits = $derived.by(() => this.#looks.all.filter((look): look is TrackLook => look.kind === 'sky' && !look.isSky));
  /** Maps merged of an array's cameras, which lie beneath. */
  grids = $derived.by(() => this.#looks.grids);
  placedGrids = $derived.by(() => this.grids.filter(({ onMap, strip }) => onMap && !strip.hidden));
  sites = $derived.by(() => [...this.cameras, ...this.slits].flatMap(({ site }) => (site ? [site] : [])));
  /** Around what the cameras see at their usual altitudes, which a change of altitude does not move. */
  #seen = $derived.by(() => (this.sites.length > 0 ? this.#seenByCameras : this.#seenByArrays));
  #seenByArrays = $derived.by(() =>
    this.grids.flatMap(({ sites }) =>
      sites.flatMap((site) => circleAround(site, fieldOfViewDeg(around.elevationDeg, 110), around.points)),
    ),
  );
  #seenByCameras = $derived.by(() =>
    [...this.cameras, ...this.slits].flatMap(({ site, track }) => {
      if (!site) return [];
      const radiusDeg = fieldOfViewDeg(around.elevationDeg, track.dataset.altitudeKm ?? 110);
      return circleAround(site, radiusDeg, around.points);
    }),
  );
  #middle = $derived.by(
    () => middleOf(this.sites) ?? middleOf(this.grids.flatMap(({ sites }) => sites)) ?? { latDeg: 62, lonDeg: -110 },
  );
  // Numbers and words of their own: a map that is only dragged is laid out no second time, nor its coasts. Whole degrees:
  // a camera more at the same place turns nothing.
  #latDeg = $derived.by(() => Math.round(this.#middle.latDeg));
  #lonDeg = $derived.by(() => Math.round(this.#middle.lonDeg));
  /** A globe is turned to what is looked at; in steps, so that it is not laid out anew at every drag. */
  #globe = $derived.by(() => {
    const latDeg = this.#globeLatDeg;
    const lonDeg = this.#globeLonDeg;
    return latDeg === null || lonDeg === null ? null : { latDeg, lonDeg };
  });
  #globeLatDeg = $derived.by(() => turned(this.#centre?.latDeg));
  #globeLonDeg = $derived.by(() => turned(this.#centre?.lonDeg));
  frame = $derived.by((): MapFrame | null => {
    const kind = this.#kind;
    const globe = kind === 'orthographic' && this.#globe;
    if (globe) return { kind, centre: globe };
    const latDeg = this.#latDeg;
    const lonDeg = this.#lonDeg;
    const side = latDeg < 0 ? -1 : 1;
    if (kind === 'stereographic') return { kind, centre: { latDeg: 90 * side, lonDeg } };
    if (kind !== 'magnetic') return { kind, centre: { latDeg, lonDeg } };
    const { figures, timeUs: fieldUs } = this.field;
    const heightKm = this.#altitudeKm ?? 110;
    const hemisphere = side > 0 ? 'north' : 'south';
    return figures && this.magnetic && { kind, hemisphere, figures, fieldUs, timeUs: this.#noonUs, heightKm };
  });
  /** Noon of a magnetic map moves on once a minute. */
  #noonUs = $derived.by(() => Math.floor(this.#view.cursorUs / 60e6) * 60e6);
  projection = $derived.by(() => this.frame && projectionOfFrame(this.frame));
  #atHeights = $derived.by(() => ({ frame: this.frame, known: new Map<number, MapProjection | null>() }));
  camera = $derived.by((): MapCamera | null => {
    const { projection, size } = this;
    if (!projection || !size) return null;
    const whole = cameraAround(projection, this.#seen, size);
    const [centre, spanKm] = [this.#centre, this.#spanKm];
    const point = centre && projection.forward(centre.latDeg, centre.lonDeg);
    const metresPerPixel = spanKm === null ? whole.metresPerPixel : (1000 * spanKm) / Math.min(size.width, size.height);
    return point && Number.isFinite(point.x + point.y) ? { ...point, metresPerPixel } : { ...whole, metresPerPixel };
  });
  layers = $derived.by(() => [
    ...this.cameras.map((look) => placedOn(look)),
    ...this.slits.map((look) => slitPlacedOn(look)),
  ]);
  placedSlits = $derived.by(() =>
    this.layers.filter((layer): layer is PlacedLayer => layer.kind === 'placed' && !layer.look.isSky),
  );
  #order = $derived.by((): MapOrder | null => {
    const { frame, camera, size } = this;
    if (!frame || !camera || !size) return null;
    const layers = this.layers.filter((layer) => layer.kind === 'placed');
    const [rule, minElevationDeg] = [this.#overlap, this.elevationDeg];
    const pictures = layers.map(({ look, chosen }) => ({
      kind: 'skymap' as const,
      id: `${look.track.dataset.name} ${look.track.track.siteUid} ${look.track.track.deviceUid}`,
      skymap: keyOf(chosen),
      altitudeKm: this.altitudeOf(look),
      // A slit lies over the cameras.
      ...{ minElevationDeg, mask: null, layer: look.isSky ? 0 : 1 },
    }));
    const grids = this.placedGrids.map(({ track, altitudeKm }, index) => ({
      ...{ kind: 'grid' as const, id: track.dataset.name, altitudeKm, ...track.extent },
      // Beneath the cameras; of two of them, the first in the list lies on top.
      layer: -1 - index,
    }));
    const looks = [...this.placedGrids, ...layers.map(({ look }) => look)];
    const sources = [...grids, ...pictures];
    return { layers, looks, camera, request: { view: viewThrough(camera, size), projection: frame, rule, sources } };
  });

  /** The kept place as a point of the plane. */
  pinned = $derived.by(() => {
    const mark = this.#mark;
    const point = mark && this.projection?.forward(mark.latDeg, mark.lonDeg);
    return point && Number.isFinite(point.x + point.y) ? point : null;
  });
  /** What the point under the pointer says, else the kept one. */
  reading = $derived.by(() => this.#read(this.hovered ?? this.pinned));
  /** What lies over and beneath the cameras' pictures at the same point. */
  sourceReadings = $derived.by(() => {
    const point = this.hovered ?? this.pinned;
    if (!point || !this.projection) return [];
    const isMade = this.made?.camera === this.camera;
    const slits = this.made && isMade ? readSlits(point, this.made) : [];
    const grids = this.placedGrids.flatMap((look) => {
      const place = this.projectionAt(look.altitudeKm)?.inverse(point.x, point.y);
      return place ? readGrids(place, [look], this.elevationDeg) : [];
    });
    return [...slits, ...grids];
  });
  /** What the kept point says, wherever the pointer is. */
  keptReading = $derived.by(() => (this.hovered ? this.#read(this.pinned) : this.reading));
  #ends = $derived.by(() => this.choices.ruler);
  /** What the ruler says; null where none is laid. */
  ruler = $derived.by(() => this.#ends && measured(this.#ends, this.#view.altitudeKm, this.magnetic));
  readonly field: MapField;
  readonly moon: MapMoon;
  /** Whether the table is that of the map as it is now, with all its cameras. */
  isCurrent = $derived.by(() => this.made !== null && this.made.request === this.#order?.request);

  /** Whether one is on its way that is not yet seen. */
  isMaking = $derived.by(() => {
    if (this.failure) return false;
    return this.#order ? !this.isCurrent : this.#kind === 'magnetic' && this.field.figures === null;
  });
  /** The last table, where its picture lies in its right place on the map as it is now. */
  shown = $derived.by(() => (this.made && mayStand(this.made.request.projection, this.frame) ? this.made : null));

  constructor(
    view: EventView,
    looks: EventLooks,
    parts: { readonly tables: MosaicTables; readonly figuresAt: ReturnType<typeof createMagneticFigures> },
  ) {
    this.#view = view;
    this.moon = new MapMoon(() => view.cursorUs);
    this.#looks = looks;
    this.#tables = parts.tables;
    this.field = new MapField(parts.figuresAt, () => view.range.startUs);
  }

  resize(size: PictureSize): void {
    this.size = size;
  }

  /** Where a camera's pixels are mapped: at the chosen altitude, else at the usual one of what it sees. */
  readonly altitudeOf = (look: TrackLook): number => this.#altitudeKm ?? look.track.dataset.altitudeKm ?? 110;

  /** The projection of what is at a height: on a magnetic map its coordinates are those up there, as its pixels have them. */
  readonly projectionAt = (heightKm: number): MapProjection | null => {
    const { frame, known } = this.#atHeights;
    if (frame?.kind !== 'magnetic' || frame.heightKm === heightKm) return this.projection;
    const projection = known.get(heightKm) ?? projectionOfFrame({ ...frame, heightKm });
    known.set(heightKm, projection);
    return projection;
  };

  /** Has the table made for what is looked at; to be called again when that changes. What is painted stays until then. */
  makeTable(): void {
    if (this.#order) this.#making.want(this.#order);
    else this.#making.stop();
  }

  /** What could not be had for want of a network is asked for again. */
  networkIsBack(): void {
    if (this.#tableFailure && isForWantOfNetwork(this.#tableFailure)) this.makeTable();
    this.field.networkIsBack();
  }

  /** Keeps a point to be read closely; one beyond the edge of the Earth is none. */
  keep(point: MapPoint | null): void {
    const place = point && this.projection?.inverse(point.x, point.y);
    const mark = place && Number.isFinite(place.latDeg + place.lonDeg) ? roundedPlace(place) : null;
    if (mark || this.#mark) this.#view.setMap({ mark });
  }

  /** Another part of the plane, as a person has moved it: rounded, so that a link shows the very same. */
  moveTo(camera: MapCamera): void {
    const { projection, size } = this;
    if (!projection || !size) return;
    const { latDeg, lonDeg } = projection.inverse(camera.x, camera.y);
    const wide = (camera.metresPerPixel * Math.min(size.width, size.height)) / 1000;
    const spanKm = Math.min(mostSpanKm, Math.max(leastSpanKm, Math.round(wide)));
    // Dragged beyond the edge of the Earth, the middle stays.
    const { centre } = this.choices;
    const isPlace = Number.isFinite(latDeg + lonDeg);
    this.#view.setMap({ spanKm, centre: isPlace ? roundedPlace({ latDeg, lonDeg }) : centre });
  }

  close(): void {
    this.#making.stop();
    this.#tables.dispose();
  }

  #read(point: MapPoint | null): MapReading | null {
    const { projection, magnetic } = this;
    if (!point || !projection) return null;
    const at = { heightKm: this.#view.altitudeKm, timeUs: this.#view.cursorUs };
    const made = this.made?.camera === this.camera ? this.made : null;
    return readMap(point, projection, made, magnetic && { model: magnetic, ...at });
  }

  async #make({ request, layers, looks, camera }: MapOrder, signal: AbortSignal): Promise<void> {
    const skymaps = layers.map(({ chosen }) => chosen);
    const outcome = await this.#tables.make(request, skymaps, this.#view.range, { rank: () => 0, signal });
    if (signal.aborted) return;
    this.#tableFailure = outcome.ok ? null : outcome.failure;
    if (!outcome.ok) {
      // What was painted for another projection stands in the wrong place now, and nothing comes to replace it.
      if (this.made?.request.projection !== request.projection) this.made = null;
      return;
    }
    const { width, height } = request.view;
    this.made = { table: outcome.value, request, looks, camera, size: { width, height } };
  }
}

const globeStepDeg = 10;

function turned(degrees: number | undefined): number | null {
  return degrees === undefined ? null : globeStepDeg * Math.round(degrees / globeStepDeg);
}
