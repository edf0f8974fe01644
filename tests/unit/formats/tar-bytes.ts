import { concat, latin1 } from './pgm-bytes';

/** Makes tar files in memory, block by block. */

export interface TarMember {
  readonly name: string;
  readonly content?: Uint8Array;
  readonly type?: string;
  readonly prefix?: string;
  /** As written in the header, where it shall not be that of the content. */
  readonly size?: string | Uint8Array;
  readonly mark?: 'ustar\x0000' | 'ustar  \0' | '';
}

/** A header, the content and what fills up its last block. */
export function member({ name, content = new Uint8Array(0), type = '0', ...rest }: TarMember): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(512);
  const put = (text: string | Uint8Array, at: number) => header.set(typeof text === 'string' ? latin1(text) : text, at);
  put(new TextEncoder().encode(name).subarray(0, 100), 0);
  put('0000644\0', 100);
  put(rest.size ?? `${content.length.toString(8).padStart(11, '0')}\0`, 124);
  put(type, 156);
  put(rest.mark ?? 'ustar\x0000', 257);
  put(rest.prefix ?? '', 345);
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return concat(header, content, new Uint8Array((512 - (content.length % 512)) % 512));
}

/** A pax header of the given records. @param type `x` for the next member, `g` for all that follow */
export function pax(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = new TextEncoder().encode(` ${key}=${value}\n`);
    let length = rest.length + 1;
    while (String(length).length + rest.length !== length) length += 1;
    return concat(latin1(String(length)), rest);
  });
  return member({ name: 'PaxHeader', content: concat(...lines), type });
}

/** A GNU header with a long name (`L`) or link (`K`). */
export function gnuLong(name: string, type: 'L' | 'K' = 'L'): Uint8Array<ArrayBuffer> {
  return member({ name: '././@LongLink', content: latin1(`${name}\0`), type, mark: 'ustar  \0' });
}

/** As tar ends: two blocks of zeros, and more up to 20 blocks. */
export function tarBytes(...members: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = concat(...members, new Uint8Array(1024));
  return concat(whole, new Uint8Array((10240 - (whole.length % 10240)) % 10240));
}
