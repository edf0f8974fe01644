import type { ProductType } from './data-product';
import type { LabelCriteria } from './learned-label';
import type { FilterGroup } from './search';
import type { SeasonStrip } from './season';
import type { TimeRange } from './time';
import type { WallLook, WallMark, WallNight } from './wall';

/** What a person looks for among the archive's pictures; it stands in the page's address. */
export interface ExploreChoice {
  /** Whole days, UTC; null until one was chosen. */
  readonly range: TimeRange | null;
  /** What the sources share: a program and an instrument; null: any. */
  readonly array: ExploreArray | null;
  /** Platforms as the service spells them, `fort smith`; none: all. */
  readonly platforms: readonly string[];
  /** None: all. */
  readonly types: readonly ProductType[];
  readonly filters: FilterGroup | null;
  /** Which nights, by what models said of their pictures; null: all. */
  readonly labels: LabelCriteria | null;
  /** A search that was made before, in the place of a new one. */
  readonly requestId: string | null;
  /** How it is looked at: keograms one above the other, all products as a table, or a year by day. */
  readonly show: ExploreView;
  readonly wall: WallLook;
  /** What the days of a year show. */
  readonly strip: SeasonStrip;
  /** The night among them that was gone to; null: none. */
  readonly night: WallNight | null;
  /** Spans that were picked out on the wall. */
  readonly marks: readonly WallMark[];
}

export const exploreViews = ['wall', 'table', 'season'] as const;
export type ExploreView = (typeof exploreViews)[number];

export interface ExploreArray {
  readonly program: string;
  readonly instrumentType: string;
}
