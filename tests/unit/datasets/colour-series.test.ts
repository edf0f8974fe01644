import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readColourSeries } from '$lib/datasets/colour-series';
import { formatIsoUs } from '$lib/datasets/timestamp';
import { hdf5Bytes, type Part } from '../formats/hdf5-file';
import { sharedData } from '../shared-data';
import { expectedHdf5 } from './expected-hdf5';
import { readSharedFile } from './expected-stacks';

const source = { dataset: null, name: '20300101_0600_gill_rgb-04_full.h5' };

const second = (at: number) => `2030-01-01 06:00:${String(at).padStart(2, '0')}.000001 UTC`;

/** Frames of 1 × 2 pixels; pixel p, channel c of frame f is 100 f + 10 p + c. */
function colourFile(times: readonly string[], more: readonly Part[] = [], frames = times.length) {
  const data = Uint8Array.from({ length: 6 * frames }, (_, at) => {
    const [frame, sample] = [at % frames, Math.floor(at / frames)];
    return 100 * frame + 10 * Math.floor(sample / 3) + (sample % 3);
  });
  return hdf5Bytes([
    { path: '/data/images', data, shape: [1, 2, 3, frames] },
    { path: '/data/timestamp', data: [...times] },
    ...more,
  ]);
}

async function read(bytes: Uint8Array, from = source) {
  const outcome = await readColourSeries(bytes, from);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

test('frame by frame, row by row, colours together', async () => {
  const series = await read(await colourFile([second(0), second(3)]));
  expect(series).toMatchObject({ dataset: 'TREX_RGB_RAW_NOMINAL', siteUid: 'gill', deviceUid: 'rgb-04', channels: 3 });
  expect([...series.values]).toEqual([0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112]);
  expect([...series.timesUs].map(formatIsoUs)).toEqual(['2030-01-01T06:00:00.000001Z', '2030-01-01T06:00:03.000001Z']);
  expect(series.problem).toBeNull();
});

test('frames out of order are put in it, those of one time and of none are left out; metadata go with their frame', async () => {
  const metadata = [0, 1, 2].map((frame) => ({
    path: `/metadata/frame/frame${frame}`,
    data: new Float32Array(0),
    shape: [0],
    attributes: { mode: [`m${frame}`] },
  }));
  const sorted = await read(await colourFile([second(3), second(0), second(3)].slice(0, 2), metadata));
  expect([...sorted.values.subarray(0, 1)]).toEqual([100]);
  expect(sorted.frameHeaders).toEqual([[['mode', 'm1']], [['mode', 'm0']]]);
  expect(sorted.problem).toMatchObject({ kind: 'inconsistent', format: 'hdf5' });

  const doubled = await read(await colourFile([second(3), second(3)]));
  expect([...doubled.values]).toEqual([0, 1, 2, 10, 11, 12]);
  const untimed = await read(await colourFile(['never', second(3)]));
  expect([...untimed.values]).toEqual([100, 101, 102, 110, 111, 112]);
  expect(untimed.problem?.message).toContain('does not say when');
});

test('by number: frame10 is the eleventh, and its own time serves where the list lacks it', async () => {
  const count = 12;
  const metadata = Array.from({ length: count }, (_, frame) => ({
    path: `/metadata/frame/frame${frame}`,
    data: new Float32Array(0),
    shape: [0],
    attributes: { image_request_start: second(frame) },
  }));
  const series = await read(await colourFile([second(0), second(1)], metadata, count));
  expect([...series.timesUs].map((us) => formatIsoUs(us).slice(17, 19)).map(Number)).toEqual([...Array(count).keys()]);
  expect(series.problem).toBeNull();
});

test('without a frame axis: one frame', async () => {
  const bytes = await hdf5Bytes([
    { path: '/data/images', data: Uint8Array.of(1, 2, 3), shape: [1, 1, 3] },
    { path: '/data/timestamp', data: [second(0)] },
  ]);
  expect([...(await read(bytes)).values]).toEqual([1, 2, 3]);
});

test.each<[string, readonly Part[], string]>([
  ['no images', [{ path: '/data/timestamp', data: ['x'] }], 'corrupt'],
  ['one channel', [{ path: '/data/images', data: new Uint8Array(4), shape: [2, 2] }], 'unsupported'],
  ['16 bits', [{ path: '/data/images', data: new Uint16Array(3), shape: [1, 1, 3] }], 'unsupported'],
])('%s: a failure', async (_, parts, kind) => {
  const times = { path: '/data/timestamp', data: [second(0)] };
  const bytes = await hdf5Bytes(kind === 'corrupt' ? parts : [...parts, times]);
  expect(await readColourSeries(bytes, source)).toMatchObject({ ok: false, failure: { kind, format: 'hdf5' } });
});

test('a damaged chunk costs its own frame', async () => {
  const data = Uint8Array.from({ length: 300 * 4 }, (_, at) => (at * 7919) % 256);
  const bytes = await hdf5Bytes([
    { path: '/data/images', data, shape: [10, 10, 3, 4], chunks: [10, 10, 3, 1], compression: 9 },
    { path: '/data/timestamp', data: [0, 3, 6, 9].map(second) },
  ]);
  const whole = await read(bytes);
  const [start] = [...bytes.keys()].filter((at) => bytes[at] === 0x78 && bytes[at + 1] === 0xda).slice(1);
  bytes.fill(0xff, start! + 4, start! + 40);
  const series = await read(bytes);
  expect(series.timesUs).toHaveLength(3);
  expect(series.problem).toMatchObject({ kind: 'corrupt', format: 'hdf5' });
  const good = [...whole.timesUs].flatMap((us, frame) => (series.timesUs.includes(us) ? [frame] : []));
  good.forEach((frame, at) => {
    expect(series.values.subarray(at * 300, (at + 1) * 300)).toEqual(
      whole.values.subarray(frame * 300, (frame + 1) * 300),
    );
  });
});

describe.skipIf(!sharedData)('real files', () => {
  test.each(expectedHdf5.filter(([, { type }]) => type === 'hdf5 images'))('%s', async (path, expected) => {
    const series = await read(readSharedFile(path), { dataset: null, name: path });
    const { height, width, channels, values, timesUs, header, frameHeaders } = series;
    expect([timesUs.length, height, width, channels]).toEqual(expected.shape);
    expect(createHash('sha256').update(values).digest('hex')).toBe(expected.sha256_pixels_le);
    expect([...timesUs].map(formatIsoUs)).toEqual(expected.timestamps);
    const plain = (attributes: object) =>
      Object.entries(attributes).map(([key, value]): unknown[] => [key, Array.isArray(value) ? value[0] : value]);
    expect(header).toEqual(plain(expected.file_attributes));
    expect(frameHeaders[0]).toEqual(plain(expected.frame0_attributes!));
    expect(frameHeaders).toHaveLength(expected.n_frame_groups!);
    expect(series).toMatchObject({ synthetic: true, problem: null });
    expect(`${series.dataset} ${series.siteUid}_${series.deviceUid}`).toMatch(
      /^(TREX_RGB_RAW_NOMINAL gill_rgb-04|SMILE_ASI_RAW (atha_smile-31|pina_smile-05))$/,
    );
  });
});
