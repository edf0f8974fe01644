import { absenceOf } from './map-layers';
import { absenceOfSlit } from './map-slits';
import { standingOf } from './map-standing';
import type { MapView, SourceLook } from './map-view.svelte';

/** What of an event a map does not show although it is to. */
export interface MapAbsence {
  readonly look: SourceLook;
  readonly name: string;
  readonly reason: string;
  /** Whether it may still come by itself. */
  readonly isComing: boolean;
}

/** What has its place on the map, and nothing to show there at the cursor; what was taken off is not missed. */
export function absencesOf({ layers, placedGrids }: MapView, cursorUs: number): MapAbsence[] {
  return [
    ...layers.flatMap((layer): MapAbsence[] => {
      const { look } = layer;
      const missing = () => (look.isSky ? absenceOf(look) : absenceOfSlit(look, cursorUs));
      const reason = layer.kind === 'lacking' ? layer.reason : layer.kind === 'placed' ? missing() : null;
      return reason === null ? [] : [{ look, name: look.name, reason, isComing: standingOf(look) === 'coming' }];
    }),
    ...placedGrids.flatMap((look) => {
      const { name, absence, track } = look;
      return absence === null ? [] : [{ look, name, reason: absence, isComing: track.sight.phase === 'loading' }];
    }),
  ];
}

/** `9 of 10 cameras, 1 of 1 slit`; `10 cameras, 1 slit` while nothing is drawn yet. */
export function shownText(
  { cameras, slits, grids, layers, placedGrids, shown }: MapView,
  absent: readonly MapAbsence[],
): string {
  const wanted: readonly SourceLook[] = [
    ...layers.flatMap(({ kind, look }) => (kind === 'off' ? [] : [look])),
    ...placedGrids,
  ];
  const isDrawn = (look: SourceLook) =>
    shown?.looks.includes(look) && wanted.includes(look) && absent.every((other) => other.look !== look);
  const part = (looks: readonly SourceLook[], what: string) => {
    const all = `${looks.length} ${what}${looks.length === 1 ? '' : 's'}`;
    return shown ? `${looks.filter(isDrawn).length} of ${all}` : all;
  };
  return [
    ...(cameras.length > 0 || slits.length + grids.length === 0 ? [part(cameras, 'camera')] : []),
    ...(slits.length > 0 ? [part(slits, 'slit')] : []),
    ...(grids.length > 0 ? [part(grids, 'grid')] : []),
  ].join(', ');
}

/** Whether nothing at all is to be seen on the map, and nothing will come by itself. */
export function isEmpty({ layers, placedGrids }: MapView, absent: readonly MapAbsence[]): boolean {
  const wanted = layers.filter(({ kind }) => kind !== 'off').length + placedGrids.length;
  return wanted > 0 && absent.length === wanted && absent.every(({ isComing }) => !isComing);
}
