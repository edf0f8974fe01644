/** Makes PGM files in memory, as the imagers write them. */

export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A header given in full and 16-bit samples behind it. */
export function pgmBytes(header: string, samples: readonly number[]): Uint8Array<ArrayBuffer> {
  return concat(latin1(header), bigEndian(samples));
}

export interface FrameParts {
  readonly width: number;
  readonly height: number;
  readonly samples: readonly number[];
  readonly lines?: readonly (readonly [key: string, value: string])[];
  readonly maxValue?: number;
}

export function frameBytes({
  width,
  height,
  samples,
  lines = [],
  maxValue = 65535,
}: FrameParts): Uint8Array<ArrayBuffer> {
  const comments = lines.map(([key, value]) => `#"${key}" ${value}\n`).join('');
  const header = latin1(`P5\n${comments}${width} ${height}\n${maxValue}\n`);
  return concat(header, maxValue < 256 ? Uint8Array.from(samples) : bigEndian(samples));
}

/** A frame of a camera at Gillam, taken at a second of 2030-01-01 06:00. */
export function timedFrame(second: number, samples: readonly number[], width = 2): Uint8Array<ArrayBuffer> {
  const time = `2030-01-01 06:00:${String(second).padStart(2, '0')}.000001 UTC`;
  const lines = [['Image request start', time]] as [string, string][];
  if (second === 0) lines.unshift(['Site unique ID', 'gill'], ['Imager unique ID', 'themis19']);
  return frameBytes({ width, height: samples.length / width, samples, lines });
}

function bigEndian(samples: readonly number[]): Uint8Array {
  return Uint8Array.from(samples.flatMap((sample) => [sample >> 8, sample & 0xff]));
}
