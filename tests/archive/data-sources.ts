import { jsonAnswer, type Answer } from '../../scripts/http/answer';

/** Part of the live list: the arrays that the app shows, and spacecraft that are often looked for with them. */
const groups: readonly (readonly [program: string, instrument: string, kind: string, sources: string])[] = [
  ['swarm', 'footprint', 'leo', '3 swarma, Swarm A; 29 swarmb, Swarm B; 30 swarmc, Swarm C'],
  ['epop', 'footprint', 'leo', '32 epop, ePOP'],
  [
    'themis',
    'footprint',
    'heo',
    '33 themisa, THEMIS-A; 34 themisb, THEMIS-B; 35 themisc, THEMIS-C; 36 themisd, THEMIS-D; 37 themise, THEMIS-E',
  ],
  ['arase', 'footprint', 'heo', '38 arase, Arase'],
  ['cluster', 'footprint', 'heo', '39 cluster1, Cluster-1'],
  [
    'themis-asi',
    'panchromatic ASI',
    'ground',
    '44 athabasca, THEMIS-ASI ATHA; 45 fort simpson, THEMIS-ASI FSIM; 46 gillam, THEMIS-ASI GILL; 47 inuvik, THEMIS-ASI INUV; 48 kapuskasing, THEMIS-ASI KAPU; 49 kuujjuaq, THEMIS-ASI KUUJ; 50 pinawa, THEMIS-ASI PINA; 51 rankin inlet, THEMIS-ASI RANK; 52 sanikiluaq, THEMIS-ASI SNKQ; 53 taloyoak, THEMIS-ASI TALO; 54 the pas, THEMIS-ASI TPAS; 55 fort smith, THEMIS-ASI FSMI; 56 ekati, THEMIS-ASI EKAT; 57 fort yukon, THEMIS-ASI FYKN; 58 mcgrath, THEMIS-ASI MCGR; 59 prince george, THEMIS-ASI PGEO; 60 snap lake, THEMIS-ASI SNAP; 61 whitehorse, THEMIS-ASI WHIT; 62 chibougamau, THEMIS-ASI CHBG; 64 gakona, THEMIS-ASI GAKO; 65 kiana, THEMIS-ASI KIAN; 66 goose bay, THEMIS-ASI GBAY; 71 narsarsuaq, THEMIS-ASI NRSQ; 73 yellowknife, THEMIS-ASI YKNF',
  ],
  ['mms', 'footprint', 'heo', '67 mms1, MMS 1'],
  ['rbsp', 'footprint', 'heo', '68 rbspa, RBSP-A; 69 rbspb, RBSP-B'],
  [
    'rainbow',
    'RGB ASI',
    'ground',
    '86 fort simpson, Rainbow FSIM; 87 gillam, Rainbow GILL; 88 fort smith, Rainbow FSMI; 89 rabbit lake, Rainbow RABB; 98 pinawa, Rainbow PINA',
  ],
  [
    'trex',
    'near-infrared ASI',
    'ground',
    '92 gillam, TREx NIR GILL; 94 rabbit lake, TREx NIR RABB; 340 pinawa, TREx NIR PINA; 341 athabasca, TREx NIR ATHA; 375 lucky lake, TREx NIR LUCK',
  ],
  [
    'trex',
    'blueline ASI',
    'ground',
    '93 gillam, TREx Blue GILL; 342 rabbit lake, TREx Blue RABB; 343 pinawa, TREx Blue PINA; 344 athabasca, TREx Blue ATHA; 374 lucky lake, TREx Blue LUCK',
  ],
  ['trex', 'spectrograph', 'ground', '95 lucky lake, TREx Spectrograph LUCK; 97 rabbit lake, TREx Spectrograph RABB'],
  [
    'trex',
    'RGB ASI',
    'ground',
    '96 fort smith, TREx RGB FSMI; 101 lucky lake, TREx RGB LUCK; 102 pinawa, TREx RGB PINA; 103 gillam, TREx RGB GILL; 104 rabbit lake, TREx RGB RABB; 339 athabasca, TREx RGB ATHA',
  ],
  ['elfin', 'footprint', 'leo', '376 elfina, ELFIN-A; 404 elfinb, ELFIN-B'],
];

/** A data source as the service names it in every record. */
export interface Source {
  readonly identifier: number;
  readonly program: string;
  readonly platform: string;
  readonly instrument_type: string;
  readonly source_type: string;
  readonly display_name: string;
}

export const allSources: readonly Source[] = groups
  .flatMap(([program, instrument_type, source_type, list]) =>
    list.split('; ').map((text) => {
      const [, identifier = '', platform = '', display_name = ''] = /^(\d+) (.+), (.+)$/.exec(text) ?? [];
      return { identifier: Number(identifier), program, platform, instrument_type, source_type, display_name };
    }),
  )
  .sort((a, b) => a.identifier - b.identifier);

const filters = ['program', 'platform', 'instrument_type', 'source_type'] as const;

/** The source of a camera by the code of its site, with which its name ends; null for one that the service lacks. */
export function sourceAt(program: string, instrumentType: string, site: string): Source | null {
  const isIt = (source: Source) =>
    source.program === program &&
    source.instrument_type === instrumentType &&
    source.display_name.endsWith(` ${site.toUpperCase()}`);
  return allSources.find(isIt) ?? null;
}

/**
 * `GET /api/v1/data_sources` of the search service.
 *
 * @returns null for what the stand-in does not know of a source: its owner and statistics
 */
export function dataSourcesAnswer(query: URLSearchParams): Answer | null {
  if (query.has('owner') || query.get('include_stats') === 'true') return null;
  const found = allSources.filter((source) =>
    filters.every((name) => (query.get(name) ?? source[name]) === source[name]),
  );
  const inFormat = formatter(query.get('format') ?? 'basic_info');
  return inFormat && jsonAnswer(200, found.map(inFormat));
}

function formatter(format: string): ((source: Source) => unknown) | null {
  switch (format) {
    case 'identifier_only':
      return ({ identifier }) => ({ identifier });
    case 'basic_info':
      return (source) => source;
    case 'with_metadata':
      return (source) => ({ ...source, metadata: {} });
    case 'full_record':
      return (source) => ({
        ...{ ...source, metadata: {}, owner: null, maintainers: [] },
        ephemeris_metadata_schema: source.program === 'themis-asi' ? learningFields : [],
        data_product_metadata_schema:
          source.program === 'trex' && source.instrument_type === 'RGB ASI' ? productFields : [],
      });
    default:
      return null;
  }
}

const field = (field_name: string, data_type: string, allowed_values: readonly string[]) => ({
  ...{ field_name, description: field_name.replaceAll('_', ' '), data_type, allowed_values },
  ...{ additional_description: '', searchable: true },
});

const classified = (...classes: readonly string[]) => [
  ...classes.map((name) => `classified as ${name}`),
  'not classified',
];

/** What was learned of THEMIS's pictures, ten minutes at a time. */
const learningFields = [
  field('calgary_cloud_ml_v1', 'string', classified('cloudy', 'not cloudy')),
  field('calgary_cloud_ml_v1_confidence', 'double', []),
  field('calgary_apa_ml_v1', 'string', classified('APA', 'not APA')),
  field('calgary_apa_ml_v1_confidence', 'double', []),
  field('clausen_ml_oath', 'string', classified('arc', 'diffuse', 'discrete', 'cloudy', 'moon', 'no aurora')),
];

const productFields = [
  field('keogram_type', 'string', [
    ...['hourly', 'hourly_hires', 'daily', 'daily_hires', 'daily_hires_200px', 'daily_moviebased'],
  ]),
  field('montage_type', 'string', ['hourly', 'daily']),
  field('movie_type', 'string', ['real-time daily']),
];
