import type { NightMarks } from '$lib/model/night';
import type { TimeRange } from '$lib/model/time';
import type { Gap } from '$lib/state/gaps';

/** What every strip over time is given. */
export interface StripProps {
  /** Whose it is: `THEMIS ASI GILL`. */
  label: string;
  /** Whether it stands among others: it then says whose it is, and leaves the time axis to all of them. */
  named?: boolean;
  /** Whether it was computed and not observed: it says so then. */
  synthetic?: boolean;
  gaps: readonly Gap[];
  window: TimeRange;
  cursorUs: number;
  cadenceUs: number;
  /** Sun and Moon over the site, for at least the window. */
  night?: NightMarks | null;
  onpick: (timeUs: number) => void;
  onzoom: (factor: number, aboutUs: number) => void;
  onpan: (deltaUs: number) => void;
  onreset: () => void;
}
