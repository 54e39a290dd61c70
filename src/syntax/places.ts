/** Nodes by where they stand. Lists of nodes are in the order of the file, and none overlaps another. */
import type { Range } from "./nodes.ts";

export interface Placed {
  readonly range: Range;
}

/** The last node that starts at or before an offset. */
export function lastStartingBy<N extends Placed>(nodes: readonly N[], offset: number): N | undefined {
  return nodes[countStartingBy(nodes, offset) - 1];
}

/** The first node that starts at or after an offset. */
export function firstStartingFrom<N extends Placed>(nodes: readonly N[], offset: number): N | undefined {
  return nodes[countStartingBy(nodes, offset - 1)];
}

/** The nodes that a range overlaps or touches. */
export function nodesTouching<N extends Placed>(nodes: readonly N[], [start, end]: Range): readonly N[] {
  let first = countStartingBy(nodes, start);
  if (first > 0 && (nodes[first - 1]?.range[1] ?? 0) >= start) first--;
  return nodes.slice(first, Math.max(first, countStartingBy(nodes, end)));
}

function countStartingBy(nodes: readonly Placed[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle]?.range[0] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
