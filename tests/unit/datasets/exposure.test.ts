import { describe, expect, test } from 'vitest';
import { exposureOf } from '$lib/datasets/exposure';
import { readFrameSeries } from '$lib/datasets/frame-series';
import type { HeaderLine } from '$lib/model/frames';
import { sharedData } from '../shared-data';
import { readSharedFile } from './expected-stacks';

describe('how long a frame was exposed', () => {
  test.each<[string, HeaderLine[], string, ReturnType<typeof exposureOf>]>([
    ['REGO', [['Requested Exposure', '2']], 'REGO_RAW', { seconds: 2, from: 'header' }],
    ['another one', [['Requested Exposure', '1.5']], 'REGO_RAW', { seconds: 1.5, from: 'header' }],
    ['capitals', [['REQUESTED EXPOSURE', '13.0']], 'x', { seconds: 13, from: 'header' }],
    ['THEMIS', [['Exposure options', 'YOFFSET=22 MSEC=999']], 'THEMIS_ASI_RAW', { seconds: 0.999, from: 'header' }],
    [
      'both',
      [
        ['Requested Exposure', '2'],
        ['Exposure Options', 'MSEC=1000.00'],
      ],
      'x',
      { seconds: 2, from: 'header' },
    ],
    [
      'no number',
      [
        ['Requested Exposure', 'auto'],
        ['Exposure Options', 'MSEC=5000.00'],
      ],
      'x',
      { seconds: 5, from: 'header' },
    ],
    [
      'milliseconds in the place of seconds',
      [['Requested Exposure', '2000']],
      'REGO_RAW',
      { seconds: 2, from: 'usual' },
    ],
    ['zero', [['Requested Exposure', '0']], 'TREX_NIR_RAW', { seconds: 5, from: 'usual' }],
    ['a number with two points', [['Exposure options', 'MSEC=1.2.3']], 'x', null],
    ['nothing', [], 'REGO_RAW', { seconds: 2, from: 'usual' }],
    ['nothing, and nothing usual', [], 'THEMIS_ASI_RAW', null],
    ['a name from elsewhere', [], 'constructor', null],
  ])('%s', (_, header, dataset, expected) => {
    expect(exposureOf(header, dataset)).toEqual(expected);
  });

  test.skipIf(!sharedData).each([
    ['GO-Canada/REGO/stream0/2016/10/29/gill_rego-652/ut04/20161029_0400_gill_rego-652_6300.pgm.gz', 2],
    ['TREx/NIR/stream0/2022/03/07/gill_nir-216/ut06/20220307_0600_gill_nir-216_8446.pgm.gz', 5],
    ['TREx/blueline/stream0/2022/03/08/gill_blue-814/ut06/20220308_0600_gill_blue-814_full.pgm.gz', 2.98952],
    ['THEMIS/asi/stream0/2014/03/10/gill_themis19/ut06/20140310_0600_gill_themis19_full.pgm.gz', 0.999],
  ])('%s', async (path, seconds) => {
    const series = await readFrameSeries(readSharedFile(`sort_by_project/${path}`), { dataset: null, name: path });
    if (!series.ok) throw new Error(series.failure.message);
    expect(exposureOf(series.value.header, series.value.dataset)).toEqual({ seconds, from: 'header' });
  });
});
