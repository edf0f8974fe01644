import type { Observatory } from '$lib/model/dataset';

/**
 * Every place with a camera or a riometer, as the observatory lists of the archive's service give them (two decimals of a degree;
 * the position inside a skymap file is the finer one). Carried along so that names and maps work without a request.
 */
const places: readonly Observatory[] = [
  place('arvi', 'Arviat, NU, Canada', 61.11, -94.05),
  place('atha', 'Athabasca, AB, Canada', 54.6, -113.64),
  place('buff', 'Buffalo Narrows, SK, Canada', 55.84, -108.42),
  place('chbg', 'Chibougamau, QC, Canada', 49.81, -74.42),
  place('chur', 'Churchill, MB, Canada', 58.76, -94.09),
  place('cont', 'Contwoyto Lake, NU, Canada', 65.75, -111.25),
  place('daws', 'Dawson City, YK, Canada', 64.05, -139.11),
  place('ekat', 'Ekati, NWT, Canada', 64.73, -110.67),
  place('fsim', 'Fort Simpson, NWT, Canada', 61.76, -121.27),
  place('fsmi', 'Fort Smith, NWT, Canada', 60.03, -111.93),
  place('fykn', 'Fort Yukon, AK, USA', 66.56, -145.21),
  place('gako', 'Gakona, AK, USA', 62.41, -145.16),
  place('gbay', 'Goose Bay, NL, Canada', 53.32, -60.46),
  place('gill', 'Gillam, MB, Canada', 56.38, -94.64),
  place('inuv', 'Inuvik, NWT, Canada', 68.41, -133.77),
  place('iowa', 'Iowa City, IA, USA', 41.66, -91.53),
  place('isll', 'Island Lake, MB, Canada', 53.86, -94.66),
  place('kakt', 'Kaktovik, AK, USA', 70.13, -143.62),
  place('kapu', 'Kapuskasing, ON, Canada', 49.39, -82.32),
  place('kian', 'Kiana, AK, USA', 66.97, -160.44),
  place('klun', 'Kluane Lake, YK, Canada', 61.03, -138.41),
  place('kuuj', 'Kuujjuaq, QC, Canada', 58.11, -68.41),
  place('luck', 'Lucky Lake, SK, Canada', 51.15, -107.26),
  place('lyrn', 'Longyearbyen, Svalbard, Norway', 78.15, 16.04),
  place('mcgr', 'McGrath, AK, USA', 62.95, -155.6),
  place('mcmu', 'Fort McMurray, AB, Canada', 56.65, -111.22),
  place('mean', 'Meanook, AB, Canada', 54.62, -113.35),
  place('medo', 'Meadow Lake, SK, Canada', 54.13, -108.51),
  place('nrsq', 'Narsarsuaq, Greenland', 61.16, -45.44),
  place('pfrr', 'Poker Flat Research Range, AK, USA', 65.13, -147.49),
  place('pgeo', 'Prince George, BC, Canada', 53.76, -122.85),
  place('pina', 'Pinawa, MB, Canada', 50.26, -95.87),
  place('rabb', 'Rabbit Lake, SK, Canada', 58.23, -103.68),
  place('rank', 'Rankin Inlet, NU, Canada', 62.82, -92.11),
  place('resu', 'Resolute Bay, NU, Canada', 74.74, -94.95),
  place('russ', 'Russell, MB, Canada', 50.8, -101.19),
  place('sach', 'Sachs Harbour, NWT, Canada', 71.99, -125.26),
  place('snap', 'Snap Lake, NWT, Canada', 63.56, -110.87),
  place('snkq', 'Sanikiluaq, NU, Canada', 56.54, -79.23),
  place('talo', 'Taloyoak, NU, Canada', 69.54, -93.56),
  place('tool', 'Toolik, AK, USA', 68.63, -149.59),
  place('tpas', 'The Pas, MB, Canada', 53.99, -100.94),
  place('wash', 'Mount Washington, NH, USA', 44.27, -71.3),
  place('whit', 'Whitehorse, YK, Canada', 60.62, -135.01),
  place('yknf', 'Yellowknife, NWT, Canada', 62.52, -114.31),
];

/** Which places each array has or had an instrument at, arrays as the service spells them. */
const sitesOfArray: Readonly<Record<string, string>> = {
  themis_asi:
    'atha chbg ekat fsim fsmi fykn gako gbay gill inuv kapu kian kuuj mcgr nrsq pgeo pina rank snap snkq talo tpas ' +
    'whit yknf',
  rego: 'atha fsim fsmi gill kakt luck lyrn rabb rank resu sach talo',
  trex_rgb: 'atha fsmi gill luck pina rabb yknf',
  trex_nir: 'atha fsmi gill luck pina rabb',
  trex_blue: 'atha fsmi gill luck pina rabb',
  trex_spectrograph: 'luck rabb',
  smile_asi: 'atha fsmi gill iowa kapu klun luck pfrr pina rabb rank resu sach talo tool wash',
  norstar_riometer: 'arvi chur cont daws fsim fsmi gill isll mcmu pgeo pina rabb rank talo',
  swan_hsr: 'buff daws fsim gill isll mcmu mean medo nrsq pfrr pgeo pina rabb russ',
  // The service keeps no list for RAINBOW; these are the sites under which its data are catalogued.
  rainbow: 'fsim fsmi gill pina rabb',
};

/** The riometers of a place may stand some way off its cameras. */
const ownPlaceOf: Readonly<Record<string, readonly Observatory[]>> = {
  norstar_riometer: [place('fsim', 'Fort Simpson, NWT, Canada', 61.76, -121.23)],
  swan_hsr: [place('fsim', 'Fort Simpson, NWT, Canada', 61.76, -121.23)],
};

const placeOf = new Map(places.map((observatory) => [observatory.siteUid, observatory]));

/**
 * The observatories of one instrument array, in alphabetical order of their codes.
 *
 * @param instrumentArray as in `ImagerDataset.instrumentArray`; an unknown array or null has none
 */
export function observatoriesOf(instrumentArray: string | null): readonly Observatory[] {
  if (instrumentArray === null || !Object.hasOwn(sitesOfArray, instrumentArray)) return [];
  const sites = new Set(sitesOfArray[instrumentArray]!.split(' '));
  const own = new Map(ownPlaceOf[instrumentArray]?.map((where) => [where.siteUid, where]));
  return places.filter(({ siteUid }) => sites.has(siteUid)).map((where) => own.get(where.siteUid) ?? where);
}

/** The place with this code (`gill`, any case); null where no array has anything there. */
export function observatory(siteUid: string): Observatory | null {
  return placeOf.get(siteUid.toLowerCase()) ?? null;
}

function place(siteUid: string, name: string, latDeg: number, lonDeg: number): Observatory {
  return { siteUid, name, latDeg, lonDeg };
}
