import type { Cache } from '$lib/cache/cache';
import { createMemoryCache } from '$lib/cache/memory-cache';
import { createLoading, type Loading } from '$lib/loading/loading';
import { nightMarks } from '$lib/geometry/night-marks';
import type { Calibration } from '$lib/model/calibration';
import type { ReducedCurves } from '$lib/model/curve';
import type { ArchiveFile } from '$lib/model/dataset';
import type { Outcome } from '$lib/model/failure';
import type { FrameSeries, KeogramColumns } from '$lib/model/frames';
import type { CompassedSkymap } from '$lib/model/skymap';
import type { Wish } from '$lib/model/work';
import { directHosts } from '$lib/services/hosts';
import type { Decoder } from '$lib/workers/decoder';
import { countingFetch, countingSleep, file, never, type CountingFetch } from '../services/counting-fetch';

const folder = 'https://data.phys.ucalgary.ca/sort_by_project/THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06';

/** Minute `index` of an hour. */
export function minuteFile(index: number): ArchiveFile {
  const name = `20140310_06${String(index).padStart(2, '0')}_gill_themis19_full.pgm.gz`;
  const startUs = Date.UTC(2014, 2, 10, 6, index) * 1000;
  return {
    url: `${folder}/${name}`,
    name,
    dataset: 'THEMIS_ASI_RAW',
    siteUid: 'gill',
    deviceUid: 'themis19',
    startUs,
    bytes: null,
  };
}

/** The body of minute `index`: its number, a hundred times. */
export function minuteBytes(index: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(100).fill(index);
}

export function minuteOf(url: string): number {
  return Number(/_06(\d\d)_/.exec(url)?.[1] ?? NaN);
}

export function wish(rank = 0, signal = never()): Wish {
  return { rank: () => rank, signal };
}

export interface FakeDecoder extends Decoder {
  /** `reduce 20140310_0600…`, in order. */
  readonly calls: string[];
}

/** Reads a file's bytes as its samples, and gives the buffer away as the real one does. */
export function fakeDecoder(spoil: (name: string) => boolean = () => false): FakeDecoder {
  const calls: string[] = [];
  function read<T>(
    what: string,
    buffer: ArrayBuffer,
    name: string,
    make: (bytes: Uint8Array) => T,
  ): Promise<Outcome<T>> {
    calls.push(`${what} ${name}`);
    const bytes = new Uint8Array(structuredClone(buffer, { transfer: [buffer] }));
    if (spoil(name)) {
      const failure = { kind: 'corrupt' as const, format: 'gzip', offset: 0, message: 'no gzip file' };
      return Promise.resolve({ ok: false, failure });
    }
    return Promise.resolve({ ok: true, value: make(bytes) });
  }
  const good = { synthetic: false, problem: null };
  const common = { dataset: 'THEMIS_ASI_RAW', siteUid: 'gill', deviceUid: 'themis19', header: [], ...good };
  return {
    calls,
    // Only a browser unpacks pictures.
    summary: () =>
      Promise.resolve({ ok: false, failure: { kind: 'unsupported', format: 'picture', message: 'no browser' } }),
    nightMarks: (range, place) => Promise.resolve({ ok: true, value: nightMarks(range, place) }),
    reduce: (buffer, { name }) =>
      read('reduce', buffer, name, (bytes): KeogramColumns => {
        const [counts, timesUs, histogram] = [Uint16Array.from(bytes), new Float64Array(1), new Uint32Array(4096)];
        return {
          ...common,
          height: 100,
          channels: 1,
          countsPerBin: 16,
          counts,
          timesUs,
          histogram,
          frame: { height: 10, width: 10 },
          thumbnail: thumbnailOf(bytes[0]!),
        };
      }),
    frames: (buffer, { name }) =>
      read('frames', buffer, name, (bytes): FrameSeries => {
        const [counts, timesUs] = [Uint16Array.from(bytes), new Float64Array(1)];
        return { ...common, height: 10, width: 10, channels: 1, wavelengthNm: null, counts, timesUs };
      }),
    smallFrames: (buffer, { name }, { timesUs }) =>
      read('small frames', buffer, name, (bytes) =>
        timesUs.map((timeUs) => ({ timeUs, channels: 1, ...thumbnailOf(bytes[0]!) })),
      ),
    curves: (buffer, { name }) =>
      read('curves', buffer, name, (bytes): ReducedCurves => {
        const curve = { id: 'raw signal', quantity: 'raw signal', unit: 'V', values: Float64Array.from(bytes) };
        const timesUs = Float64Array.from(bytes, (_, index) => index);
        return { ...common, dataset: 'NORSTAR_RIOMETER_K0_TXT', timesUs, curves: [{ ...curve, pyramid: [] }] };
      }),
    grids: (buffer, { name }) =>
      read('grids', buffer, name, () => {
        throw new Error('no grid is asked for here');
      }),
    calibration: (buffer, name) =>
      read('calibration', buffer, name, (bytes): Calibration =>
        /flatfield/i.test(name)
          ? { kind: 'flatfield', name, height: 10, width: 10, multiplier: Float64Array.from(bytes), author: null }
          : { kind: 'rayleighs', name, rayleighsPerCountPerSecond: bytes[0]!, author: null },
      ),
    skymap: (buffer, name) =>
      read('skymap', buffer, name, (bytes): CompassedSkymap => {
        const plane = Float32Array.from(bytes);
        return {
          ...{ name, projectUid: 'themis', siteUid: 'gako', imagerUid: 'themis20', altitudesKm: [110] },
          ...{ site: { latDeg: 62.4, lonDeg: 214.8, altitudeM: 0 }, height: 10, width: 10, eastSide: 'left' },
          ...{ elevationDeg: plane, azimuthDeg: null, cornerLatDeg: plane, cornerLonDeg: plane },
          compass: { north: null, east: null, south: null, west: null },
        };
      }),
  };
}

function thumbnailOf(count: number) {
  return { frame: 0, height: 1, width: 1, counts: Uint16Array.of(count) };
}

export interface Bench extends CountingFetch {
  readonly loading: Loading;
  readonly decoder: FakeDecoder;
  readonly cache: Cache;
  readonly waits: number[];
}

/** A loading room with a network that counts; by default every minute has its bytes. */
export function createBench(
  parts: {
    answer?: (url: string, signal: AbortSignal) => Response | Promise<Response>;
    decoder?: FakeDecoder;
    storeBytes?: number;
    cache?: Cache;
    frameBudgetBytes?: number;
  } = {},
): Bench {
  const { answer = (url) => file(minuteBytes(minuteOf(url))), decoder = fakeDecoder(), storeBytes = 1e6 } = parts;
  const net = countingFetch(answer);
  const { sleep, waits } = countingSleep();
  const cache = parts.cache ?? createMemoryCache({ budgetBytes: storeBytes });
  const { frameBudgetBytes = 1e6 } = parts;
  const loading = createLoading({ hosts: directHosts, decoder, cache, fetch: net.fetch, sleep, frameBudgetBytes });
  return { ...net, loading, decoder, cache, waits };
}
