import type { LaidFrame } from '$lib/model/frames';
import { FormatError } from '$lib/formats/format-error';
import { decodePng } from '$lib/formats/png';
import type { FileProblem, Outcome } from '$lib/model/failure';
import type { InspectedHistogram, InspectedPictures } from '$lib/model/inspection';
import type { OwnFrames, RecognisedFile } from '$lib/model/own-file';
import { readCalibration } from './calibration';
import { datasetByName } from './catalogue';
import { readFrameSeries } from './frame-series';
import { visitFrames, type BeginVisit } from './frame-visit';
import { isEmptyCell, readGridFile } from './grid-file';
import { readRiometerFile } from './riometer';
import { readSkymap } from './skymap';
import { histogramOf, SmallPictures } from './small-pictures';
import { readHsrDay } from './swan-hsr';
import { formatMicrosecond, formatSecond } from './utc';

/** What can be seen of the values in a file. */
export interface FileValues {
  readonly pictures: InspectedPictures | null;
  readonly histogram: InspectedHistogram | null;
  readonly problem: FileProblem | null;
}

/** Pictures and histogram of a file that was recognised; of kinds without pictures the histogram alone. */
export async function valuesOf(file: Uint8Array, name: string, recognised: RecognisedFile): Promise<FileValues> {
  const { content } = recognised;
  switch (content.kind) {
    case 'frames':
      return framesOf(file, content);
    case 'grid':
      return taken(await readGridFile(file, { dataset: null, name }), (grid) => {
        const { values, timesUs, height, width, channels, problem } = grid;
        const pictures = new SmallPictures({ height, width, channels }, timesUs.length, (value) =>
          isEmptyCell(value, grid),
        );
        const size = height * width * channels;
        timesUs.forEach((timeUs, frame) =>
          pictures.add(values.subarray(frame * size, (frame + 1) * size), `${formatSecond(timeUs)} UTC`),
        );
        return { ...seen(pictures), problem };
      });
    case 'skymap':
      return taken(await readSkymap(file, name), ({ height, width, elevationDeg, azimuthDeg }) => {
        const pictures = new SmallPictures({ height, width, channels: 1 }, 2);
        pictures.add(elevationDeg, 'Elevation in degrees');
        if (azimuthDeg) pictures.add(azimuthDeg, 'Azimuth in degrees');
        return { ...seen(pictures, true), problem: null };
      });
    case 'calibration':
      return taken(await readCalibration(file, name), (calibration) => {
        if (calibration.kind === 'rayleighs') return nothing;
        const { height, width, multiplier } = calibration;
        const pictures = new SmallPictures({ height, width, channels: 1 }, 1);
        pictures.add(multiplier, 'What counts are multiplied by');
        return { ...seen(pictures), problem: null };
      });
    case 'riometer': {
      if (content.dataset === 'SWAN_HSR_K0_H5')
        return taken(await readHsrDay(file, { dataset: null, name }), ({ rawPower, problem }) => {
          return { pictures: null, histogram: histogramOf([rawPower]), problem };
        });
      return taken(readRiometerFile(file, name), ({ rawVolts, problem }) => {
        return { pictures: null, histogram: histogramOf([rawVolts]), problem };
      });
    }
    case 'picture':
      return pictureOf(file);
  }
}

const nothing: FileValues = { pictures: null, histogram: null, problem: null };

/** What cannot be read at all has said so when it was recognised, or says it here. */
function taken<T>(outcome: Outcome<T>, take: (value: T) => FileValues): FileValues {
  if (outcome.ok) return take(outcome.value);
  const { failure } = outcome;
  if (failure.kind !== 'corrupt' && failure.kind !== 'unsupported') return nothing;
  return { ...nothing, problem: failure.kind === 'corrupt' ? failure : { ...failure, offset: null } };
}

function seen(pictures: SmallPictures, apart = false) {
  return pictures.finish(apart) ?? { pictures: null, histogram: null };
}

async function framesOf(file: Uint8Array, { dataset: name, path, firstUs, lastUs }: OwnFrames): Promise<FileValues> {
  const source = { dataset: name, name: path };
  const container = datasetByName(name)?.packing.container ?? 'pgm';
  // Several frames a second are told apart by their fractions.
  const clock = (timeUs: number) =>
    `${(lastUs - firstUs) % 1e6 === 0 ? formatSecond(timeUs) : formatMicrosecond(timeUs)} UTC`;
  if (container === 'pgm') {
    return taken(await readFrameSeries(file, source), ({ counts, timesUs, height, width, problem }) => {
      const pictures = new SmallPictures({ height, width, channels: 1 }, timesUs.length);
      const size = height * width;
      timesUs.forEach((timeUs, frame) =>
        pictures.add(counts.subarray(frame * size, (frame + 1) * size), clock(timeUs)),
      );
      return { ...seen(pictures), problem };
    });
  }
  let pictures: SmallPictures | null = null;
  let number = 0;
  const begin: BeginVisit = (about) => {
    const gathering = (pictures = new SmallPictures(about, about.frames));
    const size = about.height * about.width * about.channels;
    return (frame) => gathering.add(plainSamples(frame, size), `frame ${++number}`);
  };
  return taken(await visitFrames(container, file, source, begin), ({ timesUs, problem }) => {
    const found = pictures ? seen(pictures) : nothing;
    const frames = found.pictures?.frames.map(({ label, ...picture }) => {
      const timeUs = timesUs[Number(label.slice('frame '.length)) - 1];
      return { ...picture, label: timeUs === undefined ? label : clock(timeUs) };
    });
    return { ...found, pictures: found.pictures && { ...found.pictures, frames: frames ?? [] }, problem };
  });
}

/** The samples of a frame one after another. */
function plainSamples({ values, first, step }: LaidFrame, size: number): ArrayLike<number> {
  if (step === 1) return values.subarray(first, first + size);
  const plain = new Float32Array(size);
  for (let at = 0, from = first; at < size; at++, from += step) plain[at] = values[from]!;
  return plain;
}

async function pictureOf(file: Uint8Array): Promise<FileValues> {
  try {
    const { samples, rows, width, channels, problem } = await decodePng(file);
    const pictures = new SmallPictures({ height: rows, width, channels }, 1);
    pictures.add(samples, 'Picture');
    return { ...seen(pictures), problem };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { ...nothing, problem: error.toProblem() };
  }
}
