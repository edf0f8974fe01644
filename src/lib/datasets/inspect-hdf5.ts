import { withHdf5, type Hdf5File } from '$lib/formats/hdf5';
import type { Hdf5Value } from '$lib/formats/hdf5-value';
import type { HeaderLine } from '$lib/model/frames';
import type { StructureNode } from '$lib/model/inspection';
import { fileMetadataPath, headerOf } from './hdf5-source';
import { leaf, limited, type FileStructure } from './structure-node';

/** Groups and datasets whose attributes are read; the metadata of a minute's frames are some twenty. */
const mostPlaces = 300;
const longestValue = 200;

/** Groups, datasets and attributes of an HDF5 file. */
export function hdf5Structure(bytes: Uint8Array): Promise<FileStructure> {
  return withHdf5(bytes, (file) => {
    const tree = new Group();
    for (const path of file.paths().slice(0, 10 * mostPlaces)) tree.add(path.split('/').slice(1), path);
    const budget = { left: mostPlaces };
    const nodes = tree.describe(file, '', budget);
    const metadata: HeaderLine[] = [
      ...headerOf(file.attributes(fileMetadataPath)),
      ...headerOf(file.attributes('/metadata/frame/frame0')),
    ];
    return { format: 'HDF5', nodes, metadata, problem: file.problem };
  });
}

class Group {
  readonly #groups = new Map<string, Group>();
  readonly #datasets = new Map<string, string>();

  add([name = '', ...rest]: readonly string[], path: string): void {
    if (rest.length === 0) this.#datasets.set(name, path);
    else {
      const group = this.#groups.get(name) ?? new Group();
      this.#groups.set(name, group);
      group.add(rest, path);
    }
  }

  describe(file: Hdf5File, path: string, budget: { left: number }): StructureNode[] {
    const groups = [...this.#groups].map(([name, group]): StructureNode => {
      const place = `${path}/${name}`;
      const attributes = attributesOf(file, place, budget);
      const children = [...attributes, ...group.describe(file, place, budget)];
      return { label: `${name}/`, detail: 'group', offset: null, children };
    });
    const datasets = [...this.#datasets].sort(([one], [other]) => byNumber(one, other));
    const nodes = datasets.map(([name, place]): StructureNode => {
      const { shape, dtype, chunks, filters } = file.describe(place);
      const size = shape.length === 0 ? 'one value' : shape.join(' × ');
      const packed = [chunks ? `chunks ${chunks.join(' × ')}` : null, filters.join(', ') || null].filter(Boolean);
      const detail = [`${dtype}, ${size}`, ...packed].join(', ');
      return { label: name, detail, offset: null, children: attributesOf(file, place, budget) };
    });
    return [...groups, ...limited(nodes)];
  }
}

function attributesOf(file: Hdf5File, place: string, budget: { left: number }): StructureNode[] {
  if (budget.left-- <= 0) return [];
  return [...file.attributes(place)].map(([name, value]) => leaf(`@${name}`, textOf(value)));
}

function textOf(value: Hdf5Value): string {
  const text = value === null ? 'of a type that is not read' : Array.isArray(value) ? value.join(', ') : String(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** `frame2` before `frame10`. */
function byNumber(one: string, other: string): number {
  const number = (name: string) => Number(/\d+$/.exec(name)?.[0] ?? NaN);
  const difference = number(one) - number(other);
  return Number.isNaN(difference) || difference === 0 ? (one < other ? -1 : 1) : difference;
}
