import { deflateSync } from 'node:zlib';
import { recordType } from '$lib/formats/idl-save/record-header';
import { writeData } from './save-data';
import { writeTypeDescription } from './save-description';
import { requireName, type SaveValue } from './save-value';
import { XdrBytes } from './xdr-bytes';

export interface SaveContents {
  /** Names in capitals; in the order in which they shall stand in the file. */
  readonly variables: readonly (readonly [name: string, value: SaveValue])[];
  readonly timestamp: {
    /** When the file says it was written, UTC. */
    readonly timeUs: number;
    readonly user: string;
    readonly host: string;
  };
  /** The program whose form the file has; left out: IDL 8.0. */
  readonly version?: {
    readonly format: number;
    readonly architecture: string;
    readonly os: string;
    readonly release: string;
  };
  /** Words of the writer to whoever looks into the file. */
  readonly notice?: string;
}

const idl8 = { format: 10, architecture: 'x86_64', os: 'linux', release: '8.0' };

const headerBytes = 16;
/** `SR`, then the form. */
const signatures = { plain: [0x53, 0x52, 0, 4], compressed: [0x53, 0x52, 0, 6] } as const;

/**
 * An IDL SAVE file as IDL 8 writes it: the same contents give the same bytes.
 *
 * @param form compressed: the body of every record is a zlib stream of its own
 * @throws RangeError for what the format cannot hold
 * @see C. B. Markwardt, "Unofficial Format Specification, IDL SAVE File"
 */
export function writeIdlSave(contents: SaveContents, form: 'plain' | 'compressed'): Uint8Array<ArrayBuffer> {
  const { variables, timestamp, version = idl8, notice } = contents;
  const out = new XdrBytes().raw(Uint8Array.from(signatures[form]));
  const record = (type: number, body: XdrBytes) => {
    const stored = form === 'compressed' ? deflateSync(body.bytes()) : body.bytes();
    const next = out.length + headerBytes + stored.length;
    if (next >= 2 ** 32) throw new RangeError('a file of 4 GB or more');
    out.int32(type, next, 0, 0).raw(stored);
  };

  const empty = new Uint8Array(1024); // 256 numbers that mean nothing
  const { timeUs, user, host } = timestamp;
  record(recordType.timestamp, new XdrBytes().raw(empty).text(idlDate(timeUs)).text(user).text(host));
  const { format, architecture, os, release } = version;
  record(recordType.version, new XdrBytes().int32(format).text(architecture).text(os).text(release));
  if (notice !== undefined) record(recordType.notice, new XdrBytes().text(notice));
  for (const [name, value] of variables) record(recordType.variable, variableBody(name, value));
  return out.int32(recordType.end, 0, 0, 0).bytes().slice();
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as IDL writes it, `Thu May 03 12:01:05 2012`; here always UTC. */
export function idlDate(timeUs: number): string {
  const date = new Date(Math.floor(timeUs / 1000));
  const day = String(date.getUTCDate()).padStart(2, '0');
  const clock = date.toISOString().slice(11, 19);
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`;
}

const dataMarker = 7;

function variableBody(name: string, value: SaveValue): XdrBytes {
  requireName(name);
  const body = new XdrBytes().text(name);
  writeTypeDescription(body, value);
  body.int32(dataMarker);
  writeData(body, value);
  return body;
}
