import type { ChosenCalibration, Loading } from '$lib/loading/loading';
import type { CalibrationKind } from '$lib/model/calibration';
import type { TrackChoices } from '$lib/model/event';
import type { Failure } from '$lib/model/failure';
import type { TimeRange } from '$lib/model/time';
import { isForWantOfNetwork } from './network-failure';

export type CalibrationState<Kind extends CalibrationKind = CalibrationKind> =
  /** Nobody knows yet which device the camera is, or it is being looked for. */
  | { readonly phase: 'searching' }
  | { readonly phase: 'ready'; readonly chosen: ChosenCalibration<Kind> }
  | { readonly phase: 'none' }
  | { readonly phase: 'failed'; readonly failure: Failure };

/** Whose calibrations are wanted, and for when. */
export interface CalibratedCamera {
  readonly dataset: string;
  readonly deviceUid: string;
  readonly range: TimeRange;
}

/** What turns a camera's counts into Rayleighs, by the published rule or as chosen by hand. */
export class CameraCalibrations {
  flatfield = $state.raw<CalibrationState<'flatfield'>>({ phase: 'searching' });
  rayleighs = $state.raw<CalibrationState<'rayleighs'>>({ phase: 'searching' });

  readonly #loading: Pick<Loading, 'calibration'>;
  readonly #signal: AbortSignal;
  #camera: CalibratedCamera | null = null;
  #choices: Pick<TrackChoices, CalibrationKind>;

  /** @param signal ends with the track */
  constructor(
    loading: Pick<Loading, 'calibration'>,
    choices: Pick<TrackChoices, CalibrationKind>,
    signal: AbortSignal,
  ) {
    this.#loading = loading;
    this.#choices = choices;
    this.#signal = signal;
  }

  /** Looks for those of a camera, once for each device and range. What is at hand for the same device stays until then. */
  lookFor(camera: CalibratedCamera): void {
    const before = this.#camera;
    if (before?.deviceUid === camera.deviceUid && before.range === camera.range) return;
    this.#camera = camera;
    if (before?.deviceUid !== camera.deviceUid) {
      this.flatfield = { phase: 'searching' };
      this.rayleighs = { phase: 'searching' };
    }
    this.find('flatfield');
    this.find('rayleighs');
  }

  /** Files that were chosen by hand. */
  setChoices(choices: Pick<TrackChoices, CalibrationKind>): void {
    const before = this.#choices;
    this.#choices = choices;
    if (choices.flatfield !== before.flatfield) this.find('flatfield');
    if (choices.rayleighs !== before.rayleighs) this.find('rayleighs');
  }

  /** The network is back: what failed for want of it is asked for again. */
  networkIsBack(): void {
    for (const kind of ['flatfield', 'rayleighs'] as const) {
      const state = this[kind];
      if (state.phase === 'failed' && isForWantOfNetwork(state.failure)) this.find(kind);
    }
  }

  /** Asks for one again, after a failure too; nothing as long as the device is not known. */
  find(kind: CalibrationKind): void {
    if (kind === 'flatfield') void this.#find(kind, this.flatfield, (state) => (this.flatfield = state));
    else void this.#find(kind, this.rayleighs, (state) => (this.rayleighs = state));
  }

  async #find<Kind extends CalibrationKind>(
    kind: Kind,
    before: CalibrationState<Kind>,
    put: (state: CalibrationState<Kind>) => void,
  ): Promise<void> {
    const camera = this.#camera;
    if (!camera) return;
    if (before.phase !== 'ready') put({ phase: 'searching' });
    const name = this.#choices[kind];
    const outcome = await this.#loading.calibration(kind, camera, camera.range, this.#signal, name);
    if (this.#signal.aborted || camera !== this.#camera || name !== this.#choices[kind]) return;
    if (!outcome.ok) put({ phase: 'failed', failure: outcome.failure });
    else if (outcome.value) put({ phase: 'ready', chosen: outcome.value });
    else put({ phase: 'none' });
  }
}
