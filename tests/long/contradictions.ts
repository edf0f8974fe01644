import type { IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { IdlValue } from '$lib/formats/idl-save/value';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { ColourSeries } from '$lib/model/colour';
import type { CurveSeries } from '$lib/model/curve';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';

/**
 * What in an answer of a reader contradicts itself; empty when nothing does.
 *
 * @param span times that the frames must be of, the end not included; null where all were asked for
 */
export function contradictionsInFrames(outcome: Outcome<FrameSeries>, span: TimeRange | null = null): string[] {
  if (!outcome.ok) return outcome.failure.message === '' ? ['a failure without a word'] : [];
  const { counts, timesUs, height, width, channels, siteUid, deviceUid, dataset, problem } = outcome.value;
  const found = contradictionsInProblem(problem);
  if (!isCount(height) || !isCount(width)) found.push(`frames of ${width} × ${height}`);
  if (timesUs.length === 0) found.push('no frames, and no failure');
  if (counts.length !== timesUs.length * height * width * channels)
    found.push(`${counts.length} counts in ${timesUs.length} frames of ${width} × ${height} × ${channels}`);
  if (span && timesUs.some((timeUs) => timeUs < span.startUs || timeUs >= span.endUs))
    found.push('frames of other times than asked for');
  timesUs.forEach((timeUs, frame) => {
    if (!Number.isSafeInteger(timeUs)) found.push(`frame ${frame} at ${timeUs}`);
    if (frame > 0 && timeUs <= timesUs[frame - 1]!) found.push(`frame ${frame} is not after the one before`);
  });
  if (siteUid === '' || deviceUid === '' || dataset === '') found.push('a camera without a name');
  return found;
}

export function contradictionsInColumns(outcome: Outcome<KeogramColumns>): string[] {
  if (!outcome.ok) return outcome.failure.message === '' ? ['a failure without a word'] : [];
  const { counts, timesUs, height, channels, thumbnail, problem } = outcome.value;
  const found = contradictionsInProblem(problem);
  if (timesUs.length === 0) found.push('no frames, and no failure');
  if (counts.length !== timesUs.length * height * channels)
    found.push(`${counts.length} counts in ${timesUs.length} columns of ${height} × ${channels}`);
  if (!(thumbnail.frame < timesUs.length)) found.push(`the thumbnail is of frame ${thumbnail.frame}`);
  if (thumbnail.counts.length !== thumbnail.height * thumbnail.width * channels)
    found.push('a thumbnail of another size');
  return [...found, ...contradictionsInTimes(timesUs)];
}

export function contradictionsInCurves(outcome: Outcome<CurveSeries>): string[] {
  if (!outcome.ok) return outcome.failure.message === '' ? ['a failure without a word'] : [];
  const { timesUs, curves, problem } = outcome.value;
  const found = contradictionsInProblem(problem);
  if (timesUs.length === 0 || curves.length === 0) found.push('no measurement, and no failure');
  for (const { id, values } of curves)
    if (values.length !== timesUs.length) found.push(`${values.length} values of ${id} at ${timesUs.length} times`);
  return [...found, ...contradictionsInTimes(timesUs)];
}

function contradictionsInTimes(timesUs: Float64Array): string[] {
  const at = timesUs.findIndex((timeUs, index) => index > 0 && !(timeUs > timesUs[index - 1]!));
  return at < 0 ? [] : [`time ${at} is not after the one before`];
}

export function contradictionsInColour(outcome: Outcome<ColourSeries>): string[] {
  if (!outcome.ok) return outcome.failure.message === '' ? ['a failure without a word'] : [];
  const { values, timesUs, height, width, channels, frameHeaders, problem } = outcome.value;
  const found = contradictionsInProblem(problem);
  if (timesUs.length === 0) found.push('no frames, and no failure');
  if (values.length !== timesUs.length * height * width * channels)
    found.push(`${values.length} values in ${timesUs.length} frames of ${width} × ${height} × ${channels}`);
  if (frameHeaders.length !== timesUs.length) found.push(`${frameHeaders.length} headers of ${timesUs.length} frames`);
  timesUs.forEach((timeUs, frame) => {
    if (frame > 0 && !(timeUs > timesUs[frame - 1]!)) found.push(`frame ${frame} is not after the one before`);
  });
  return found;
}

export function contradictionsInSave({ variables, heap, commonBlocks, problem }: IdlSaveFile): string[] {
  const found = contradictionsInProblem(problem);
  for (const { name, value } of variables) found.push(...contradictionsInValue(value, name));
  for (const [index, value] of heap) found.push(...contradictionsInValue(value, `heap ${index}`));
  if (!Array.isArray(commonBlocks)) found.push('no list of common blocks');
  return found;
}

function contradictionsInValue(value: IdlValue, name: string): string[] {
  if (value.kind !== 'array' && value.kind !== 'structure') return [];
  const elements = value.dims.reduce((product, dim) => product * dim, 1);
  if (value.kind === 'array')
    return value.values.length === elements * partsOf(value.type)
      ? []
      : [`${name}: ${value.values.length} values in [${value.dims.join(', ')}]`];
  const found =
    value.elements.length === elements ? [] : [`${name}: ${value.elements.length} of ${elements} structures`];
  for (const element of value.elements)
    for (const tag of value.tags) {
      const inner = element.get(tag);
      if (inner) found.push(...contradictionsInValue(inner, `${name}.${tag}`));
      else found.push(`${name}.${tag} is missing`);
    }
  return found;
}

function partsOf(type: string): number {
  return type === 'COMPLEX' || type === 'DCOMPLEX' ? 2 : 1;
}

function contradictionsInProblem(problem: FileProblem | null): string[] {
  if (problem === null) return [];
  const { offset, message } = problem;
  const somewhere = offset === null || (Number.isSafeInteger(offset) && offset >= 0);
  return [
    ...(somewhere ? [] : [`a problem at ${String(offset)}`]),
    ...(message === '' ? ['a problem without a word'] : []),
  ];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
