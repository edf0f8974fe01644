import { jsonAnswer, type Answer } from '../../scripts/http/answer';
import { missingParameter, notOneOf, unprocessable } from './validation';

/** Geodetic degrees with two decimals, as the observatories service gives them. */
const places: Readonly<Record<string, readonly [name: string, latDeg: number, lonDeg: number]>> = {
  arvi: ['Arviat, NU, Canada', 61.11, -94.05],
  atha: ['Athabasca, AB, Canada', 54.6, -113.64],
  buff: ['Buffalo Narrows, SK, Canada', 55.84, -108.42],
  chbg: ['Chibougamau, QC, Canada', 49.81, -74.42],
  chur: ['Churchill, MB, Canada', 58.76, -94.09],
  cont: ['Contwoyto Lake, NU, Canada', 65.75, -111.25],
  daws: ['Dawson City, YK, Canada', 64.05, -139.11],
  ekat: ['Ekati, NWT, Canada', 64.73, -110.67],
  fsim: ['Fort Simpson, NWT, Canada', 61.76, -121.27],
  fsmi: ['Fort Smith, NWT, Canada', 60.03, -111.93],
  fykn: ['Fort Yukon, AK, USA', 66.56, -145.21],
  gako: ['Gakona, AK, USA', 62.41, -145.16],
  gbay: ['Goose Bay, NL, Canada', 53.32, -60.46],
  gill: ['Gillam, MB, Canada', 56.38, -94.64],
  inuv: ['Inuvik, NWT, Canada', 68.41, -133.77],
  iowa: ['Iowa City, IA, USA', 41.66, -91.53],
  isll: ['Island Lake, MB, Canada', 53.86, -94.66],
  kakt: ['Kaktovik, AK, USA', 70.13, -143.62],
  kapu: ['Kapuskasing, ON, Canada', 49.39, -82.32],
  kian: ['Kiana, AK, USA', 66.97, -160.44],
  klun: ['Kluane Lake, YK, Canada', 61.03, -138.41],
  kuuj: ['Kuujjuaq, QC, Canada', 58.11, -68.41],
  luck: ['Lucky Lake, SK, Canada', 51.15, -107.26],
  lyrn: ['Longyearbyen, Svalbard, Norway', 78.15, 16.04],
  mcgr: ['McGrath, AK, USA', 62.95, -155.6],
  mcmu: ['Fort McMurray, AB, Canada', 56.65, -111.22],
  mean: ['Meanook, AB, Canada', 54.62, -113.35],
  medo: ['Meadow Lake, SK, Canada', 54.13, -108.51],
  nrsq: ['Narsarsuaq, Greenland', 61.16, -45.44],
  pfrr: ['Poker Flat Research Range, AK, USA', 65.13, -147.49],
  pgeo: ['Prince George, BC, Canada', 53.76, -122.85],
  pina: ['Pinawa, MB, Canada', 50.26, -95.87],
  rabb: ['Rabbit Lake, SK, Canada', 58.23, -103.68],
  rank: ['Rankin Inlet, NU, Canada', 62.82, -92.11],
  resu: ['Resolute Bay, NU, Canada', 74.74, -94.95],
  russ: ['Russell, MB, Canada', 50.8, -101.19],
  sach: ['Sachs Harbour, NWT, Canada', 71.99, -125.26],
  snap: ['Snap Lake, NWT, Canada', 63.56, -110.87],
  snkq: ['Sanikiluaq, NU, Canada', 56.54, -79.23],
  talo: ['Taloyoak, NU, Canada', 69.54, -93.56],
  tool: ['Toolik, AK, USA', 68.63, -149.59],
  tpas: ['The Pas, MB, Canada', 53.99, -100.94],
  wash: ['Mount Washington, NH, USA', 44.27, -71.3],
  whit: ['Whitehorse, YK, Canada', 60.62, -135.01],
  yknf: ['Yellowknife, NWT, Canada', 62.52, -114.31],
};

/** Site codes of each array. */
const arrays: Readonly<Record<string, string>> = {
  norstar_riometer: 'arvi chur cont daws fsim fsmi gill isll mcmu pgeo pina rabb rank talo',
  rego: 'atha fsim fsmi gill kakt luck lyrn rabb rank resu sach talo',
  smile_asi: 'atha fsmi gill iowa kapu klun luck pfrr pina rabb rank resu sach talo tool wash',
  swan_hsr: 'buff daws fsim gill isll mcmu mean medo nrsq pfrr pgeo pina rabb russ',
  themis_asi:
    'atha chbg ekat fsim fsmi fykn gako gbay gill inuv kapu kian kuuj mcgr nrsq pgeo pina rank snap snkq talo tpas whit yknf',
  trex_blue: 'atha fsmi gill luck pina rabb',
  trex_nir: 'atha fsmi gill luck pina rabb',
  trex_rgb: 'atha fsmi gill luck pina rabb yknf',
  trex_spectrograph: 'luck rabb',
};

/** Geodetic degrees of a site; null for one that is not known. */
export function placeOf(uid: string): readonly [latDeg: number, lonDeg: number] | null {
  const place = Object.hasOwn(places, uid) ? places[uid]! : null;
  return place && [place[1], place[2]];
}

/** `GET /api/v1/data_distribution/observatories` */
export function observatoriesAnswer(query: URLSearchParams): Answer {
  const array = query.get('instrument_array');
  if (array === null) return unprocessable([missingParameter('instrument_array')]);
  const uids = Object.hasOwn(arrays, array) ? arrays[array] : undefined;
  if (uids === undefined) return unprocessable([notOneOf('instrument_array', array, Object.keys(arrays))]);

  const wanted = (query.get('uid') ?? '').toLowerCase();
  const records = uids
    .split(' ')
    .filter((uid) => uid !== '' && uid.includes(wanted))
    .map((uid) => {
      const [name, latDeg, lonDeg] = places[uid]!; // every code above has its place
      return { uid, full_name: name, geodetic_latitude: latDeg, geodetic_longitude: lonDeg };
    });
  return jsonAnswer(200, records);
}
