import type { FileProblem } from '$lib/model/failure';
import type { HeaderLine } from '$lib/model/frames';
import type { StructureNode } from '$lib/model/inspection';

/** How a file is made up, as far as it can be followed. */
export interface FileStructure {
  /** `PGM frames` */
  readonly format: string;
  readonly nodes: readonly StructureNode[];
  readonly metadata: readonly HeaderLine[];
  readonly problem: FileProblem | null;
}

/** More parts than anyone looks through are counted, not told one by one. */
const mostNodes = 2000;

/** At most so many, and how many more there are. */
export function limited(nodes: readonly StructureNode[], most = mostNodes): StructureNode[] {
  if (nodes.length <= most) return [...nodes];
  return [...nodes.slice(0, most), leaf(`… and ${nodes.length - most} more`, '')];
}

export function leaf(label: string, detail: string, offset: number | null = null): StructureNode {
  return { label, detail, offset, children: [] };
}
