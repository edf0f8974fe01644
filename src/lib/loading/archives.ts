import { dayUs, minuteUs } from '$lib/datasets/utc';
import type { CurveFile } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { GridFile } from '$lib/model/grid';
import type { TimeRange } from '$lib/model/time';
import type { Loading } from './loading';

/**
 * Two archives as one, never mixed: whatever touches the time of the sample event is read from its own archive, all
 * of it, and everything else from the usual one. A range that reaches beyond the sample event has nothing there.
 */
export function createArchives(
  usual: Loading,
  sample: { readonly range: TimeRange; readonly loading: Loading },
): Loading {
  const isSample = ({ startUs, endUs }: TimeRange) => startUs < sample.range.endUs && endUs > sample.range.startUs;
  const of = (range: TimeRange) => (isSample(range) ? sample.loading : usual);
  const ofFile = ({ startUs }: ArchiveFile) => of({ startUs, endUs: startUs + minuteUs });
  // A day's file is one: days that touch the sample event are read from its archive as a whole.
  const ofDays = ({ startUs, endUs }: TimeRange) =>
    of({ startUs: Math.floor(startUs / dayUs) * dayUs, endUs: Math.ceil(endUs / dayUs) * dayUs });
  const ofDay = ({ startUs }: CurveFile) => of({ startUs, endUs: startUs + dayUs });
  const ofGrid = ({ startUs }: GridFile) => of({ startUs, endUs: startUs + minuteUs });
  const divided = (files: readonly ArchiveFile[]) =>
    [usual, sample.loading]
      .map((loading) => ({ loading, own: files.filter((file) => ofFile(file) === loading) }))
      .filter(({ own }) => own.length > 0);

  return {
    listFiles: (camera, range, signal) => of(range).listFiles(camera, range, signal),
    keptListing: (camera, range, part) => of(range).keptListing(camera, range, part),
    columns: (file, wish, onBytes) => ofFile(file).columns(file, wish, onBytes),
    keptColumns: async (files, signal, onPortion) => {
      await Promise.all(divided(files).map(({ loading, own }) => loading.keptColumns(own, signal, onPortion)));
    },
    keptFiles: async (files, signal) => {
      const held = await Promise.all(divided(files).map(({ loading, own }) => loading.keptFiles(own, signal)));
      return new Set(held.flatMap((urls) => [...urls]));
    },
    frames: (file, wish, span) => ofFile(file).frames(file, wish, span),
    smallFrames: (file, order, wish) => ofFile(file).smallFrames(file, order, wish),
    forget: (file) => ofFile(file).forget(file),
    skymap: (camera, range, signal, name) => of(range).skymap(camera, range, signal, name),
    skymapFile: (chosen, range, wish) => of(range).skymapFile(chosen, range, wish),
    calibration: (kind, camera, range, signal, name) => of(range).calibration(kind, camera, range, signal, name),
    nightMarks: (range, place, signal) => usual.nightMarks(range, place, signal),
    summaries: (camera, range, signal) => of(range).summaries(camera, range, signal),
    listSummaries: (camera, range, span, signal) => of(range).listSummaries(camera, range, span, signal),
    listKeptSummaries: (camera, range, span, why) => of(range).listKeptSummaries(camera, range, span, why),
    summary: (picture, range, mostRows, wish) => of(range).summary(picture, range, mostRows, wish),
    keeping: (range) => of(range).keeping(range),
    curveFiles: (site, range, signal) => ofDays(range).curveFiles(site, range, signal),
    keptCurveFiles: (site, range) => ofDays(range).keptCurveFiles(site, range),
    curves: (file, wish, onBytes) => ofDay(file).curves(file, wish, onBytes),
    forgetCurves: (file) => ofDay(file).forgetCurves(file),
    gridFiles: (dataset, range, signal) => of(range).gridFiles(dataset, range, signal),
    grids: (file, wish) => ofGrid(file).grids(file, wish),
    forgetGrids: (file) => ofGrid(file).forgetGrids(file),
    sampleOf: (range) => of(range).sampleOf(range),
    reconsider: () => {
      usual.reconsider();
      sample.loading.reconsider();
    },
    setDownloads: (places) => {
      usual.setDownloads(places);
      sample.loading.setDownloads(places);
    },
  };
}
