import type { MosaicRuns, MosaicTable, OverlapRule } from '$lib/model/mosaic';
import { pixelBits } from './mosaic-table';

/**
 * Lists a table by source, for sources that have a frame: one without is passed over for the next candidate. One pass for
 * each set of sources, in room for all candidates that is made once (that of the table's own runs, where it has them):
 * frames come and go while the map plays.
 *
 * @returns what makes the runs, true until it is asked the next time. `all` is whether all candidates of the uppermost
 *   layer with a frame are wanted, or the first one only
 */
export function createRuns(table: MosaicTable): (present: Uint8Array, all: boolean) => MosaicRuns {
  const { sources, offsets, entries } = table;
  const count = table.width * table.height;
  const layers = Int32Array.from(sources, ({ layer }) => layer);
  const { starts, ends, places, pixels } = table.runs ?? roomFor(table);
  return (present, all) => {
    ends.set(starts);
    const wanted = all ? Infinity : 1;
    let from = 0;
    for (let at = 0; at < count; at++) {
      const end = offsets[at + 1]!;
      let layer = -Infinity;
      for (let place = from, found = 0; place < end && found < wanted; place++) {
        const entry = entries[place]!;
        const source = entry >>> pixelBits;
        if (present[source] === 0) continue;
        if (all && found > 0 && layers[source] !== layer) break;
        if (all) layer = layers[source]!;
        found++;
        const to = ends[source]!;
        ends[source] = to + 1;
        places[to] = at;
        pixels[to] = entry & pixelMask;
      }
      from = end;
    }
    return { starts, ends, places, pixels };
  };
}

/** The runs of a table all of whose sources have a frame. */
export function allRuns(table: MosaicTable): MosaicRuns {
  return createRuns(table)(new Uint8Array(table.sources.length).fill(1), wantsAll(table.rule));
}

/** By these rules all candidates of a pixel count, not the first one alone. */
export function wantsAll(rule: OverlapRule): boolean {
  return rule === 'mean' || rule === 'maximum';
}

function roomFor(table: MosaicTable): MosaicRuns {
  const room = () => new Uint32Array(table.entries.length);
  return { starts: startsOf(table), ends: new Uint32Array(table.sources.length), places: room(), pixels: room() };
}

const pixelMask = 2 ** pixelBits - 1;

/** Where each source's room begins: as much as it has candidates. */
function startsOf({ sources, entries }: MosaicTable): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(sources.length);
  for (let place = 0; place < entries.length; place++) counts[entries[place]! >>> pixelBits]!++;
  let sum = 0;
  return counts.map((count) => (sum += count) - count);
}
