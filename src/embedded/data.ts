/** Reading values out of data, whatever they turn out to be. */
import type { DataNode } from "./types.ts";

/** The entries of a map; none for anything else. Bake's JSON may wrap a block into a list. */
export function entriesOf(node: DataNode | undefined): ReadonlyMap<string, DataNode> {
  if (node?.kind === "map") return node.entries;
  if (node?.kind === "list") return new Map(node.items.flatMap((item) => [...entriesOf(item)]));
  return new Map();
}

/**
 * A value as text.
 *
 * @param fallback for a value that is not there
 * @returns null when only the builder knows it
 */
export function valueOf(node: DataNode | undefined, fallback: string | null = null): string | null {
  if (!node) return fallback;
  if (node.kind === "other") return node.text;
  if (node.kind !== "text") return null;
  const { text, substitutions } = node.read();
  return substitutions.every(({ known }) => known) ? text : null;
}

/** The known texts of a list. */
export function textsOf(node: DataNode | undefined): string[] {
  if (node?.kind !== "list") return [];
  return node.items.flatMap((item) => valueOf(item) ?? []);
}

/** Build arguments, as a map or a list of `NAME=value`. Those without a value take it from the environment. */
export function argsOf(node: DataNode | undefined): Record<string, string> {
  if (node?.kind === "list") {
    const pairs = textsOf(node).filter((pair) => pair.includes("="));
    return Object.fromEntries(
      pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
    );
  }
  const values = [...entriesOf(node)].map(([name, value]) => [name, valueOf(value)] as const);
  return Object.fromEntries(values.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}
