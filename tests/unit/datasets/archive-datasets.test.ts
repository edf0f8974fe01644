import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { arrayOfDataset } from '$lib/datasets/archive-arrays';
import { archiveDatasets } from '$lib/datasets/archive-datasets';
import { imagerDatasets } from '$lib/datasets/catalogue';
import { observatoriesOf } from '$lib/datasets/observatories';
import { sharedReference } from '../shared-data';

const byName = new Map(archiveDatasets.map((dataset) => [dataset.name, dataset]));

describe('the catalogue in the app', () => {
  test('names each dataset once, in order, with sites and credit', () => {
    const names = archiveDatasets.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    for (const { name, array, instrumentArray, credit, directory } of archiveDatasets) {
      expect(observatoriesOf(instrumentArray).length, name).toBeGreaterThan(0);
      expect(credit.acknowledgement, name).toContain('University of Calgary');
      expect(directory, name).not.toMatch(/^\/|\/$/);
      expect(arrayOfDataset(name)?.title, name).toBe(array);
    }
  });

  test('says of every imager the same as its reader', () => {
    for (const imager of imagerDatasets) {
      expect(byName.get(imager.name)).toMatchObject({
        directory: imager.directory,
        listedByService: imager.listedByService,
        instrumentArray: imager.instrumentArray,
        verified: imager.verified,
        reading: 'track',
      });
      expect(byName.get(imager.name)!.cadenceSec).toBeCloseTo(imager.cadenceSec, 1);
    }
  });

  test.each([
    ['TREX_RGB_RAW_NOMINAL', 'track', false],
    ['THEMIS_ASI_GRID_MOSV001', 'file', true],
    ['THEMIS_ASI_GRID_MOSU001', 'file', false],
    ['THEMIS_ASI_SKYMAP_IDLSAV', 'file', true],
    ['REGO_CALIBRATION_RAYLEIGHS_IDLSAV', 'file', true],
    ['REGO_CALIBRATION_FLATFIELD_IDLSAV', 'file', false],
    ['NORSTAR_RIOMETER_K0_TXT', 'curve', true],
    ['NORSTAR_RIOMETER_K2_TXT', 'curve', false],
    ['SWAN_HSR_K0_H5', 'curve', false],
    ['TREX_SPECT_PROCESSED_V1', 'file', false],
    ['REGO_DAILY_KEOGRAM_PNG', 'picture', false],
    ['THEMIS_ASI_VEC1024', 'none', false],
  ])('%s is read as %s; a real file of it was seen: %s', (name, reading, verified) => {
    expect(byName.get(name)).toMatchObject({ reading, verified });
  });

  test('a name that is none of the arrays belongs to none', () => {
    expect(arrayOfDataset('ALIEN_RAW')).toBeNull();
    expect(arrayOfDataset('TREX_RGB5577_GRID_MOSV001')?.moreDois).toEqual(['10.26464/epp2023063']);
  });
});

interface Recorded {
  readonly name: string;
  readonly short_description: string;
  readonly data_tree_url: string;
  readonly level: string;
  readonly doi: string | null;
  readonly citation: string | null;
  readonly file_time_resolution: string;
}

describe.skipIf(sharedReference === null)('the recorded list of the service', () => {
  const text = sharedReference === null ? '[]' : readFileSync(`${sharedReference}/examples/datasets.json`, 'utf8');
  const recorded = JSON.parse(text) as Recorded[];

  test('has every dataset that the app says it has, and no other', () => {
    const ours = archiveDatasets.filter(({ listedByService }) => listedByService).map(({ name }) => name);
    expect(ours).toEqual(recorded.map(({ name }) => name).sort());
  });

  test.each(recorded.map((record) => [record.name, record] as const))('%s is told alike', (name, record) => {
    const ours = byName.get(name)!;
    expect({
      description: ours.description,
      tree: `https://data.phys.ucalgary.ca/sort_by_project/${ours.directory}`,
      level: ours.level,
      doi: ours.dois.map((doi) => `https://doi.org/${doi}`).join(', ') || null,
      span: ours.fileSpan,
    }).toEqual({
      description: record.short_description,
      tree: record.data_tree_url,
      level: record.level,
      doi: record.doi,
      span: record.file_time_resolution === 'not_applicable' ? 'none' : record.file_time_resolution,
    });
    const { citation } = ours.credit;
    if (citation !== null) expect(`${citation} https://doi.org/${ours.dois.at(-1)}`).toBe(record.citation);
  });
});
