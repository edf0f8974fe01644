import { expect, test } from 'vitest';
import { nightDateOf, nightOfFile } from '$lib/datasets/night-of-file';
import { observatory } from '$lib/datasets/observatories';
import { dayUs, formatDate, hourUs, minuteUs } from '$lib/datasets/utc';
import { nightOfDate } from '$lib/geometry/night';

const seen = (name: string) => {
  const { siteUid, nightUs, span } = nightOfFile(name);
  return [siteUid, nightUs === null ? null : formatDate(nightUs), span && (span.endUs - span.startUs) / minuteUs];
};

test.each([
  ['20140310_0600_gill_themis19_full.pgm.gz', ['gill', '2014-03-10', 1]],
  ['20140310_2300_gill_themis19_full.pgm.gz', ['gill', '2014-03-11', 1]],
  ['20230503_06_rabb_spect-01_cal_v01.h5', ['rabb', '2023-05-03', 60]],
  ['20110106_1759_gako_themis20_full.pgm.gz', ['gako', '2011-01-06', 1]],
  ['20110106_0201_gako_themis20_full.pgm.gz', ['gako', '2011-01-06', 1]],
  ['20211030_060500_149606_gill_rgb-04_320ms_burst.png', ['gill', '2021-10-30', 1]],
  ['20230101__gill_themis19_full-keogram.pgm.jpg', ['gill', '2023-01-01', null]],
  ['20300208_08_gill_rego-992_6300-keogram.png', ['gill', '2030-02-08', 60]],
  ['themis_skymap_gako_20110305-+_vXX.sav', ['gako', null, null]],
  ['REGO_Rayleighs_15651_20210908-+_v02.sav', [null, null, null]],
  ['norstar_k0_rio-fsim_20180503_v01.txt', ['fsim', '2018-05-03', null]],
  ['20230224_0600_110km_MOSv001_grid_themis-asi.h5', [null, '2023-02-24', 60]],
  ['20239999_0600_gill_themis19_full.pgm.gz', ['gill', null, null]],
  ['whatever.bin', [null, null, null]],
])('%s', (name, expected) => {
  expect(seen(name)).toEqual(expected);
});

test('from its first to its last minute, the night of a date is the night of that date', () => {
  for (const siteUid of ['gbay', 'nrsq', 'gill', 'gako', 'kian', 'lyrn'])
    for (let day = 0; day < 365; day += 13) {
      const dateUs = Date.UTC(2013, 0, 1) * 1000 + day * dayUs;
      const place = observatory(siteUid)!;
      const night = nightOfDate(dateUs, place);
      if (!night || night.endUs - night.startUs > 23 * hourUs) continue;
      for (const timeUs of [night.startUs, (night.startUs + night.endUs) / 2, night.endUs - minuteUs])
        expect(formatDate(nightDateOf(timeUs, place.lonDeg)), `${siteUid} ${formatDate(dateUs)}`).toBe(
          formatDate(dateUs),
        );
    }
});
