import { parseTimestampUs } from './timestamp';

/** What a riometer file's name tells. */
export interface RiometerName {
  readonly kind: 'k0' | 'k2' | null;
  readonly siteUid: string | null;
  /** Start of the day, UTC microseconds. */
  readonly dayUs: number | null;
}

/** Codes in the names of files from before 2007. */
const siteOfOldCode: Readonly<Record<string, string>> = {
  chu: 'chur',
  con: 'cont',
  daw: 'daws',
  esk: 'arvi',
  sim: 'fsim',
  smi: 'fsmi',
  gil: 'gill',
  isl: 'isll',
  mcm: 'mcmu',
  pin: 'pina',
  rab: 'rabb',
  ran: 'rank',
  tal: 'talo',
};

/**
 * Read a name like `norstar_k0_rio-fsim_20180503_v01.txt`, or an old one: `rab_rio_19900402_v1a.txt` (k2),
 * `chu_canopus_dcp_rio_20050402_v0.txt` (k0).
 *
 * @param path with or without directories
 */
export function parseRiometerName(path: string): RiometerName {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  const day = /_(\d{4})(\d{2})(\d{2})(?=[_.]|$)/.exec(name);
  const site = /(?:^|_)rio-([a-z]{4})(?=[_.]|$)/.exec(name)?.[1];
  const oldCode = /^([a-z]{3})_/.exec(name)?.[1] ?? '';
  return {
    kind: kindOf(name),
    siteUid: site ?? (Object.hasOwn(siteOfOldCode, oldCode) ? siteOfOldCode[oldCode]! : null),
    dayUs: day ? parseTimestampUs(`${day[1]}-${day[2]}-${day[3]} 00:00:00`) : null,
  };
}

function kindOf(name: string): RiometerName['kind'] {
  if (name.includes('_k0_') || name.endsWith('v0.txt')) return 'k0';
  return name.includes('_k2_') || name.endsWith('v1a.txt') ? 'k2' : null;
}
