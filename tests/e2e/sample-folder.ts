import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { datasetByName } from '$lib/datasets/catalogue';
import { parseFileName } from '$lib/datasets/file-name';
import { formatDate, formatInstant, formatMicrosecond, minuteUs, parseInstant, secondUs } from '$lib/datasets/utc';
import { archivePath } from '../bench/retimed-minutes';
import { concat, frameBytes } from '../unit/formats/pgm-bytes';

/*
 * The sample event that the journeys see: this is the one place that says where it comes from. Unless `SAMPLE_FOLDER`
 * names another one, small pictures that nobody would take for a sky, in the folders, names and headers that the real
 * ones have.
 */

export interface SampleFolder {
  readonly folder: string;
  readonly startUs: number;
  readonly endUs: number;
  readonly onsetUs: number | null;
  readonly title: string;
  /** Starts of the minutes that it has files of, of most cameras. */
  readonly computed: ReadonlySet<number>;
  /** In the order of the description. */
  readonly tracks: readonly SampleTrack[];
  /** Starts of the minutes that a camera has files of. */
  minutesOf(track: SampleTrack): Promise<ReadonlySet<number>>;
  remove(): Promise<void>;
}

export interface SampleTrack {
  readonly dataset: string;
  readonly site: string;
  readonly device: string;
}

export async function openSampleFolder(): Promise<SampleFolder> {
  const given = process.env.SAMPLE_FOLDER;
  const folder = given ? path.resolve(given) : await mkdtemp(path.join(tmpdir(), 'nightside-sample-'));
  if (!given) await writeSample(folder);
  const said = JSON.parse(await readFile(path.join(folder, 'sample.json'), 'utf8')) as typeof description;
  return {
    folder,
    startUs: parseInstant(said.range.start)!,
    endUs: parseInstant(said.range.end)!,
    onsetUs: said.onset ? parseInstant(said.onset) : null,
    title: said.title,
    computed: new Set(said.computed.map((minute) => parseInstant(said.range.start)! + minute * minuteUs)),
    tracks: said.tracks,
    minutesOf: async ({ dataset, site, device }) => {
      const names = await readdir(path.join(folder, 'sort_by_project', datasetByName(dataset)!.directory), {
        recursive: true,
      });
      const own = names.filter((name) => name.includes(`_${site}_${device}_`)).map((name) => path.basename(name));
      return new Set(own.flatMap((name) => parseFileName(name)?.startUs ?? []));
    },
    remove: async () => {
      if (!given) await rm(folder, { recursive: true, force: true });
    },
  };
}

const startUs = Date.UTC(2030, 1, 8, 8) * 1000;
/** Of a frame after the full second. */
const delayUs = 63_119;
/** A minute that the first camera has no file of. */
const missingMinute = 9;
const size = 32;
const description = {
  ...{ sample: 'nightside', version: 1, title: 'A substorm over western and central Canada' },
  paths: { data: 'data/', srs: 'srs/', aurorax: 'aurorax/' },
  range: { start: formatInstant(startUs), end: formatInstant(startUs + 20 * minuteUs) },
  // the start of a frame
  onset: formatInstant(startUs + 7.5 * minuteUs + delayUs),
  computed: [0, 1, 2, 3, 6, 7, 8, 9, 10, 12, 15, 18],
  tracks: [
    { dataset: 'THEMIS_ASI_RAW', site: 'gill', device: 'themis96' },
    { dataset: 'THEMIS_ASI_RAW', site: 'fsmi', device: 'themis93' },
    { dataset: 'REGO_RAW', site: 'gill', device: 'rego-992' },
  ],
};

async function writeSample(folder: string): Promise<void> {
  for (const { dataset, site: siteUid, device: deviceUid } of description.tracks) {
    const camera = { siteUid, deviceUid };
    for (let minute = 0; minute < 20; minute++) {
      if (deviceUid === 'themis96' && minute === missingMinute) continue;
      if (!description.computed.includes(minute)) continue;
      const atUs = startUs + minute * minuteUs;
      const bytes = gzipSync(minuteBytes(camera, atUs, datasetByName(dataset)!.display.countsRange));
      await put(folder, archivePath(atUs, camera), bytes);
    }
  }
  // Any picture will do, as long as it is one.
  const picture = 'GO-Canada/REGO/stream2/2030/02/08/gill_rego-992/ut08/20300208_08_gill_rego-992_6300-keogram.png';
  await put(folder, picture, await readFile('static/icons/icon-192.png'));
  await writeFile(path.join(folder, 'sample.json'), JSON.stringify(description));
}

async function put(folder: string, place: string, bytes: Uint8Array): Promise<void> {
  const file = path.join(folder, 'sort_by_project', place);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** A bright band that moves down, a row a minute. */
function minuteBytes(
  { siteUid, deviceUid }: { siteUid: string; deviceUid: string },
  atUs: number,
  [dark, bright]: readonly [number, number],
): Uint8Array {
  const middle = 6 + (atUs - startUs) / minuteUs;
  const samples = Array.from({ length: size * size }, (_, pixel) => {
    const away = Math.abs(Math.floor(pixel / size) - middle);
    return Math.round(dark + (bright - dark) * Math.exp((-away * away) / 8));
  });
  return concat(
    ...Array.from({ length: 20 }, (_, frame) => {
      const timeUs = atUs + 3 * frame * secondUs + delayUs;
      const lines: [string, string][] = [
        ['Image request start', `${formatDate(timeUs)} ${formatMicrosecond(timeUs)} UTC`],
      ];
      if (frame === 0) {
        lines.unshift(['Data origin', 'synthetic (Nightside sample event)']);
        lines.unshift(['Site unique ID', siteUid], ['Imager unique ID', deviceUid]);
      }
      return frameBytes({ width: size, height: size, samples, lines });
    }),
  );
}
