import type { PngPicture } from '$lib/formats/png';
import type { ColourSeries } from '$lib/model/colour';
import type { Failure, FileProblem, Outcome } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import type { TimeRange } from '$lib/model/time';
import { findColourPictures, readColourPicture, type ColourPicture } from './colour-pictures';
import { earlierProblem } from './file-problem';
import { isSynthetic } from './header';
import type { FileSource } from './imager-stack';
import { formatIsoUs } from './timestamp';

/** A minute of bursts unpacks to 140 MB. */
const usualLimit = 512 * 2 ** 20;

/**
 * All good colour frames of a tar of PNG files or of a single one (TREx RGB bursts and legacy colour), in order of time.
 * A picture that fails costs only itself; `problem` names the first such in the file, and how many there are.
 *
 * @param file left untouched
 * @param limit bytes of unpacked frames beyond which the rest is left out, with a problem `unsupported`
 * @param span only pictures of these times, the end not included
 * @returns a failure when no frame could be had
 */
export async function readColourFrames(
  file: Uint8Array,
  source: FileSource,
  limit = usualLimit,
  span: TimeRange | null = null,
): Promise<Outcome<ColourSeries>> {
  const found = findColourPictures(file, source);
  if (!found.ok) return found;
  const { pictures: all, height, width, bitDepth, ...place } = found.value;
  const pictures = span ? all.filter(({ timeUs }) => timeUs >= span.startUs && timeUs < span.endUs) : all;
  const frameLength = 3 * height * width;
  const wanted = pictures.slice(0, Math.floor((limit * 8) / (frameLength * bitDepth)));
  const room = wanted.length * frameLength;
  const values = bitDepth === 16 ? new Uint16Array(room) : new Uint8Array(room);
  const timesUs: number[] = [];
  const frameHeaders: HeaderLine[][] = [];
  let problem: FileProblem | null = null;
  let failed = 0;
  for (const picture of wanted) {
    const read = await readColourPicture(picture);
    if (!('values' in read)) {
      problem = earlierProblem(problem, read);
      failed += 1;
      continue;
    }
    frameHeaders.push(headerOfPicture(picture, read.texts));
    values.set(read.values, timesUs.length * frameLength);
    timesUs.push(picture.timeUs);
    problem = earlierProblem(problem, read.problem);
  }
  if (problem && failed > 1) problem = { ...problem, message: `${problem.message}; ${failed} pictures cannot be read` };
  const left = pictures[wanted.length];
  if (left) problem = earlierProblem(problem, tooMany(left, limit));
  problem = earlierProblem(place.problem, problem);
  if (timesUs.length === 0) return { ok: false, failure: failureOf(problem ?? noneInSpan) };
  const header = frameHeaders[0]!;
  const used = timesUs.length * frameLength;
  return {
    ok: true,
    value: {
      ...place,
      ...{ height, width, channels: 3, header, frameHeaders, problem },
      // What would be kept for nothing otherwise is given back.
      values: timesUs.length === wanted.length ? values : values.slice(0, used),
      timesUs: Float64Array.from(timesUs),
      synthetic: isSynthetic(header),
    },
  };
}

const noneInSpan: FileProblem = {
  kind: 'inconsistent',
  format: 'png',
  offset: null,
  message: 'no picture is of the wanted time',
};

/** As the usual reader calls what it takes from the name; behind it, what the picture itself notes. */
export function headerOfPicture(picture: ColourPicture, texts: PngPicture['texts']): HeaderLine[] {
  const { siteUid, deviceUid, mode, timeUs, exposureMs } = picture;
  const header: HeaderLine[] = [
    ['project_unique_id', 'trex'],
    ['site_unique_id', siteUid],
    ['imager_unique_id', deviceUid],
  ];
  if (mode !== null) header.push(['mode_unique_id', mode]);
  const time = formatIsoUs(timeUs).replace('T', ' ').replace('Z', ' UTC');
  header.push(['image_request_start_timestamp', time]);
  if (exposureMs !== null) header.push(['subframe_requested_exposure', `${exposureMs}.000 ms`]);
  return [...header, ...texts];
}

function tooMany({ offset }: ColourPicture, limit: number): FileProblem {
  return { kind: 'unsupported', format: 'png', offset, message: `the pictures unpack to more than ${limit} bytes` };
}

function failureOf({ kind, format, offset, message }: FileProblem): Failure {
  if (kind === 'unsupported') return { kind, format, message: `The file cannot be read: ${message}.` };
  return { kind: 'corrupt', format, offset, message: `The file holds no good picture: ${message}.` };
}
