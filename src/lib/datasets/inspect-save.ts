import { followPointer, type IdlSaveFile } from '$lib/formats/idl-save/save-file';
import type { IdlValue } from '$lib/formats/idl-save/value';
import type { HeaderLine } from '$lib/model/frames';
import type { StructureNode } from '$lib/model/inspection';

/** Far more than any file of the archive has; damaged ones, and pointers in circles, may ask for any number. */
const mostValues = 1000;
const deepest = 8;
const longestText = 200;

/** Variables of an IDL SAVE file with their tags, types and shapes; pointers are followed once. */
export function saveStructure(file: IdlSaveFile): StructureNode[] {
  const walk = new Walk(file);
  return file.variables.map(({ name, value }) => walk.describe(name, value, 0));
}

/** What the file says of itself. */
export function saveNotes({ notes, recordTypes, commonBlocks }: IdlSaveFile): HeaderLine[] {
  const { timestamp, version, identification, description, notice } = notes;
  const lines: HeaderLine[] = [];
  if (timestamp) lines.push(['written', timestamp.date], ['by', `${timestamp.user} on ${timestamp.host}`]);
  if (version)
    lines.push(['IDL', `${version.release}, ${version.os}, ${version.architecture}, format ${version.format}`]);
  if (identification)
    lines.push(['author', identification.author], ['title', identification.title], ['code', identification.idCode]);
  if (description) lines.push(['description', description]);
  if (notice) lines.push(['notice', notice.trim().replace(/\s+/g, ' ').slice(0, 1000)]);
  if (commonBlocks.length > 0) lines.push(['common blocks', commonBlocks.map(({ name }) => name).join(', ')]);
  lines.push(['record types in order', recordTypes.slice(0, 200).join(', ')]);
  return lines;
}

class Walk {
  #left = mostValues;
  readonly #file: IdlSaveFile;

  constructor(file: IdlSaveFile) {
    this.#file = file;
  }

  describe(label: string, value: IdlValue, depth: number): StructureNode {
    const node = (detail: string, children: readonly StructureNode[] = []): StructureNode => {
      return { label, detail, offset: null, children };
    };
    this.#left -= 1;
    if (this.#left < 0 || depth > deepest) return node('not followed any further');
    switch (value.kind) {
      case 'undefined':
      case 'null':
        return node(value.kind);
      case 'scalar':
        if (value.type === 'POINTER' || value.type === 'OBJECT') {
          const target = followPointer(this.#file, value.value);
          const children = target ? [this.describe('→', target, depth + 1)] : [];
          return node(target ? value.type.toLowerCase() : `null ${value.type.toLowerCase()}`, children);
        }
        return node(`${value.type.toLowerCase()} ${shortened(String(value.value))}`);
      case 'array':
        return node(`${value.type.toLowerCase()} array, ${value.dims.join(' × ')}`);
      case 'structure': {
        const [first] = value.elements;
        const tags = first ? [...first] : [];
        const children = tags
          .slice(0, Math.max(0, this.#left))
          .map(([tag, each]) => this.describe(tag, each, depth + 1));
        const many = value.elements.length > 1 ? `, the first of ${value.elements.length}` : '';
        return node(`structure${value.name ? ` ${value.name}` : ''} of ${value.tags.length} tags${many}`, children);
      }
    }
  }
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
