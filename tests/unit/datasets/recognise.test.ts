import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { canonicalName, canonicalPath } from '$lib/datasets/canonical-path';
import { imagerDatasets } from '$lib/datasets/catalogue';
import { parseFileName } from '$lib/datasets/file-name';
import { recogniseFile } from '$lib/datasets/recognise';
import { parseInstant } from '$lib/datasets/utc';
import { concat, latin1, timedFrame } from '../formats/pgm-bytes';
import { sharedData } from '../shared-data';

const at = (utc: string) => parseInstant(utc)!;
const nonsense = 'holiday photo (2).dat';

async function recognised(bytes: Uint8Array, name: string) {
  const outcome = await recogniseFile(bytes, name);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

const frameFiles = [
  ['THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz', 20],
  ['THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0605_gill_themis19_full.pgm', 20],
  ['THEMIS/asi/stream0/2011/01/06/gako_themis20/ut17/20110106_1701_gako_themis20_full.pgm.gz', 3],
  ['TREx/blueline/stream0/2022/03/08/gill_blue-814/ut06/20220308_0605_gill_blue-814_full.pgm', 20],
  ['TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0601_gill_nir-216_8446.pgm.gz', 10],
  ['TREx/spectrograph/l0/raw/2023/05/03/luck_spect-02/ut06/20230503_0600_luck_spect-02_spectra.pgm.gz', 4],
  ['TREx/spectrograph/l1/processed/2030/01/01/rabb_spect-01/20300101_06_rabb_spect-01_cal_v01.h5', 4],
  ['GO-Canada/AGO/stream0/2013/02/05/rabb_rainbow-08/ut05/20130205_0500_rabb_rainbow-08_full.pgm.gz', 10],
  ['GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0401_gill_rego-652_6300.pgm.gz', 5],
  ['TREx/RGB/stream0/2030/01/01/gill_rgb-04/ut06/20300101_0601_gill_rgb-04_full.h5', 5],
  ['TREx/RGB/stream0.burst/2030/01/01/gill_rgb-04/ut06/20300101_0602_gill_rgb-04_burst.png.tar', 6],
  ['SMILE/asi/l0/raw/2030/01/01/atha_smile-31/ut06/20300101_0600_atha_smile-31_rgb-full.h5', 20],
  ['SMILE/asi/l0/raw/2030/01/01/pina_smile-05/ut06/20300101_060100_000053_pina_smile-05_raw.h5', 1],
] as const;

describe.skipIf(!sharedData)('real files', () => {
  const read = (path: string) => new Uint8Array(readFileSync(join(sharedData!, 'sort_by_project', path)));

  test.each(frameFiles)('%s is known without its name, and goes where the archive keeps it', async (path, frames) => {
    const bytes = read(path);
    const { content, remark } = await recognised(bytes, nonsense);
    if (content.kind !== 'frames') throw new Error(content.kind);
    const named = parseFileName(path.slice(path.lastIndexOf('/') + 1))!;
    expect(content).toMatchObject({ frames, ...named });
    // Whether it was packed is not in the frames.
    expect(content.path.replace(/\.gz$/, '')).toBe(path.replace(/\.gz$/, ''));
    expect(remark).toBeNull();
    const own = await recognised(bytes, path);
    expect(own.content).toMatchObject({ path });
    expect(own.remark).toBeNull();
  });

  test('a loose colour frame is known by its name alone, and is a picture under any other', async () => {
    const path =
      'TREx/RGB/stream0.burst/2021/10/30/gill_rgb-04/ut06/20211030_060500_149606_gill_rgb-04_320ms_burst.png';
    const { content } = await recognised(read(path), path);
    expect(content).toMatchObject({ kind: 'frames', dataset: 'TREX_RGB_RAW_BURST', frames: 1, path });
    const { content: unnamed, remark } = await recognised(read(path), nonsense);
    expect(unnamed).toEqual({ kind: 'picture', width: 553, height: 480 });
    expect(remark).toContain('only the name');
  });

  test.each([
    [
      'THEMIS/asi/grid_files/MOSv001/2023/03/24/ut06/20230324_0600_110km_MOSv001_grid_themis-asi.h5',
      { kind: 'grid', dataset: 'THEMIS_ASI_GRID_MOSV001', frames: 20 },
    ],
    [
      'THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav',
      { kind: 'skymap', siteUid: 'gako', imagerUid: 'themis20', startUs: null },
    ],
    [
      'GO-Canada/REGO/calibration/REGO_Rayleighs_15651_20210908-+_v02.sav',
      { kind: 'calibration', of: 'rayleighs', detectorUid: '15651', startUs: null },
    ],
    [
      'GO-Canada/GO-Rio/txt/2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt',
      {
        ...{
          kind: 'riometer',
          dataset: 'NORSTAR_RIOMETER_K0_TXT',
          siteUid: 'fsim',
          firstUs: at('2018-05-03T00:00:02'),
        },
        ...{ path: 'GO-Canada/GO-Rio/txt/2018/05/03/norstar_k0_rio-fsim_20180503_v01.txt', startUs: at('2018-05-03') },
      },
    ],
  ])('%s is known without its name', async (path, expected) => {
    expect((await recognised(read(path), nonsense)).content).toMatchObject(expected);
  });

  test('the days from which a skymap and a calibration hold stand in their names', async () => {
    const skymap = 'THEMIS/asi/skymaps/gako/gako_20110305/themis_skymap_gako_20110305-+_vXX.sav';
    expect((await recognised(read(skymap), skymap)).content).toMatchObject({ startUs: at('2011-03-05') });
    const wrong = await recognised(read(skymap), 'themis_skymap_gill_20110305-+_vXX.sav');
    expect(wrong.content).toMatchObject({ siteUid: 'gako' });
    expect(wrong.remark).toBe('The name says GILL; the file itself says GAKO, and that counts.');
  });

  test('under the name of another camera and time, the file itself counts, and the contradiction is told', async () => {
    const [path] = frameFiles[0];
    const { content, remark } = await recognised(read(path), '20110106_1700_gako_themis20_full.pgm.gz');
    expect(content).toMatchObject({ siteUid: 'gill', deviceUid: 'themis19', path });
    expect(remark).toBe(
      'The name says GAKO themis20, 2011-01-06 17:00 UTC; the file itself says GILL themis19, 2014-03-10 06:00 UTC, and that counts.',
    );
  });

  test('damage: what is whole is used, with the place of the damage; a file of which nothing is whole says why', async () => {
    const bytes = read(frameFiles[0][0]);
    const cut = await recognised(bytes.subarray(0, bytes.length / 2), nonsense);
    expect(cut.problem).toMatchObject({ kind: 'truncated', format: 'gzip' });
    expect(cut.content).toMatchObject({ kind: 'frames', siteUid: 'gill', startUs: at('2014-03-10T06:00') });
    const hdf5 = read(frameFiles[9][0]);
    expect(await recogniseFile(hdf5.subarray(0, 5000), nonsense)).toMatchObject({
      ok: false,
      failure: { kind: 'corrupt', format: 'hdf5' },
    });
    const unpacked = new Uint8Array(gunzipSync(bytes));
    expect(await recogniseFile(unpacked.subarray(0, 400), nonsense)).toMatchObject({ ok: false });
  });

  test('a variable of IDL that is neither skymap nor calibration', async () => {
    const bytes = new Uint8Array(readFileSync(join(sharedData!, 'idl_sav/scalar_byte.sav')));
    expect(await recogniseFile(bytes, 'skymap.sav')).toMatchObject({
      ok: false,
      failure: { kind: 'unsupported', message: expect.stringMatching(/with .+: neither a skymap/) as string },
    });
  });
});

test.each([
  ['nothing', new Uint8Array(0), 'empty'],
  ['a web page', latin1('<!doctype html><p>'), 'web page'],
  ['a photograph', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0), 'JPEG'],
  ['packed another way', latin1('BZh91AY&SY'), 'bzip2'],
  ['a text', latin1('Dear diary, '.repeat(50)), 'nothing in it begins like a frame'],
  ['a photograph packed with gzip', new Uint8Array(gzipSync(latin1('%PDF-1.7 '.repeat(50)))), 'begins like a frame'],
])('%s is refused with its reason', async (_, bytes, reason) => {
  const outcome = await recogniseFile(bytes, '20140310_0600_gill_themis19_full.pgm.gz');
  expect(outcome.ok ? 'taken' : outcome.failure.message).toContain(reason);
});

/** Frames of 06:00 as the camera says it. */
const minuteOf = (...seconds: number[]) => concat(...seconds.map((second) => timedFrame(second, [1, 2])));

test('under the name of the minute beside it, the minute of the frames counts, and that is told', async () => {
  const whole = minuteOf(0, 12, 24, 36, 48, 57);
  for (const minute of ['0559', '0601']) {
    const { content, remark } = await recognised(whole, `20300101_${minute}_gill_themis19_full.pgm`);
    expect(content).toMatchObject({ startUs: at('2030-01-01T06:00') });
    expect(remark).toContain('the file itself says GILL themis19, 2030-01-01 06:00 UTC');
  }
  expect((await recognised(whole, '20300101_0600_gill_themis19_full.pgm')).remark).toBeNull();
});

test('the few frames of a file that was broken off may have begun just before its minute', async () => {
  const { content, remark } = await recognised(minuteOf(54, 57), '20300101_0601_gill_themis19_full.pgm');
  expect(content).toMatchObject({ startUs: at('2030-01-01T06:01') });
  expect(remark).toBeNull();
});

test('a name with the mark of a copy is that of the original', async () => {
  const { content, remark } = await recognised(minuteOf(0, 30), '20300101_0600_gill_themis19_full (1).pgm');
  expect(content).toMatchObject({ path: expect.stringMatching(/themis19_full\.pgm$/) as string });
  expect(remark).toBeNull();
});

test('dark frames are none of the sky', async () => {
  const outcome = await recogniseFile(concat(timedFrame(0, [1, 2])), '20300101_0600_gill_themis19_dark.pgm');
  expect(outcome.ok ? 'taken' : outcome.failure.message).toContain('Dark frames');
});

test.each(imagerDatasets)('$name: the names and places that are made up are those of the archive', (dataset) => {
  const file = { siteUid: 'gill', deviceUid: `${dataset.deviceKind}${dataset.deviceKind === 'themis' ? '' : '-'}04` };
  const startUs = at('2030-02-08T06:00');
  const name = canonicalName(dataset, { ...file, startUs });
  expect(name).toMatch(dataset.fileName);
  expect(parseFileName(name)).toEqual({ ...file, startUs });
  expect(canonicalPath(dataset, { ...file, startUs }, name)).toContain(`${dataset.directory}/2030/02/08/gill_`);
});
