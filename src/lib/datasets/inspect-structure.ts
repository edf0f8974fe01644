import { FormatError } from '$lib/formats/format-error';
import { decodeIdlSave } from '$lib/formats/idl-save/decode';
import { bytesPerSample } from '$lib/formats/pgm-header';
import { findFrames } from '$lib/formats/pgm-stack';
import { findChunks } from '$lib/formats/png-chunks';
import { beginsRiometerText, parseRiometerText } from '$lib/formats/riometer-text';
import { signatureOf } from '$lib/formats/signature';
import { decodeTar } from '$lib/formats/tar';
import type { HeaderLine } from '$lib/model/frames';
import { hdf5Structure } from './inspect-hdf5';
import { saveNotes, saveStructure } from './inspect-save';
import { readRiometerHeader } from './riometer-header';
import { leaf, limited, type FileStructure } from './structure-node';

/**
 * What a file consists of, by its own format alone: nothing has to be known of cameras. Never fails: what cannot be
 * followed is said in `problem`.
 *
 * @param bytes unpacked; left untouched
 */
export async function structureOf(bytes: Uint8Array): Promise<FileStructure> {
  try {
    return await followed(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { format: error.format.toUpperCase(), nodes: [], metadata: [], problem: error.toProblem() };
  }
}

async function followed(bytes: Uint8Array): Promise<FileStructure> {
  const signature = signatureOf(bytes);
  switch (signature) {
    case 'pgm':
      return pgmStructure(bytes);
    case 'hdf5':
      return hdf5Structure(bytes);
    case 'idl save': {
      const file = await decodeIdlSave(bytes);
      const format = `IDL SAVE${file.compressed ? ', packed within' : ''}`;
      return { format, nodes: saveStructure(file), metadata: saveNotes(file), problem: file.problem };
    }
    case 'tar':
      return tarStructure(bytes);
    case 'png':
      return pngStructure(bytes);
    case 'unknown':
      if (beginsRiometerText(bytes)) return riometerStructure(bytes);
      return unknownOrFrames(bytes);
    case 'empty':
      return plain('empty');
    case 'html':
      return plain('web page');
    case 'gzip':
      return plain('gzip within gzip');
    case 'bzip2':
    case 'cdf':
      return plain(signature.toUpperCase());
  }
}

function plain(format: string): FileStructure {
  return { format, nodes: [], metadata: [], problem: null };
}

function pgmStructure(bytes: Uint8Array): FileStructure {
  const { places, problem } = findFrames(bytes);
  const nodes = places.map(({ header, offset, raw }, index) => {
    const bits = 8 * bytesPerSample(header);
    const headerBytes = raw.byteOffset - bytes.byteOffset - offset;
    const size = `${header.width} × ${header.height} pixels, ${bits} bits, header of ${headerBytes} bytes`;
    return leaf(`Frame ${index + 1}`, size, offset);
  });
  return { format: 'PGM frames', nodes: limited(nodes), metadata: places[0]?.header.lines ?? [], problem };
}

/** Damage at its very beginning hides what a file is; frames further on tell. */
function unknownOrFrames(bytes: Uint8Array): FileStructure {
  const found = pgmStructure(bytes);
  return found.nodes.length > 0 ? found : plain('unknown');
}

function tarStructure(bytes: Uint8Array): FileStructure {
  const { entries, problem } = decodeTar(bytes);
  const nodes = entries.map(({ name, offset, bytes: content }) => leaf(name, `${content.length} bytes`, offset));
  const first = entries.find(({ bytes: content }) => signatureOf(content) === 'png');
  const metadata = first ? pngNotes(first.bytes) : [];
  return { format: 'tar', nodes: limited(nodes), metadata, problem };
}

function pngStructure(bytes: Uint8Array): FileStructure {
  const { chunks, problem } = findChunks(bytes);
  const nodes = chunks.map(({ type, data, offset, state }) =>
    leaf(type, `${data.length} bytes${state === 'sound' ? '' : `, ${state}`}`, offset),
  );
  return { format: 'PNG picture', nodes: limited(nodes), metadata: pngNotes(bytes), problem };
}

/** The texts of a picture: a word, a zero, and what it says. */
function pngNotes(bytes: Uint8Array): HeaderLine[] {
  const latin1 = new TextDecoder('latin1');
  return findChunks(bytes).chunks.flatMap(({ type, data, state }): HeaderLine[] => {
    const end = data.indexOf(0);
    if (type !== 'tEXt' || state !== 'sound' || end < 0) return [];
    return [[latin1.decode(data.subarray(0, end)), latin1.decode(data.subarray(end + 1))]];
  });
}

function riometerStructure(bytes: Uint8Array): FileStructure {
  const { header, rows, badRows, problem } = parseRiometerText(bytes);
  const values = rows[0]?.values.length ?? 0;
  const nodes = [
    leaf('Metadata', `${header.length} lines that begin with #`, 0),
    leaf(
      'Rows',
      `${rows.length} of a date, a time and ${values === 1 ? 'one value' : `${values} values`}`,
      rows[0]?.offset,
    ),
    ...(badRows > 0 ? [leaf('Passed over', `${badRows} lines of another form`)] : []),
  ];
  return { format: 'riometer text', nodes, metadata: readRiometerHeader(header), problem };
}
