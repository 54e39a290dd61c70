/** The keys of a rule's visitor: node types, answered by a map; selectors, by esquery. */
import esquery from "esquery";
import type { DockerfileNode } from "../syntax/nodes.ts";
import { visitorKeys } from "../syntax/visitor-keys.ts";

export interface VisitorKey {
  readonly exit: boolean;
  /** Types that can match; null for any. */
  readonly types: readonly string[] | null;
  /** Null for a plain type. `ancestors`: from the root down to the parent. */
  matches: ((node: DockerfileNode, ancestors: readonly DockerfileNode[]) => boolean) | null;
}

const compiled = new Map<string, VisitorKey>();

/** @param key `Run`, `Run:exit`, or an esquery selector */
export function compileKey(key: string): VisitorKey {
  const known = compiled.get(key);
  if (known) return known;
  const exit = key.endsWith(":exit");
  const text = exit ? key.slice(0, -":exit".length) : key;
  const result: VisitorKey = /^[A-Za-z]+$/.test(text)
    ? { exit, types: [text], matches: null }
    : compileSelector(esquery.parse(text), exit);
  compiled.set(key, result);
  return result;
}

function compileSelector(selector: esquery.Selector, exit: boolean): VisitorKey {
  const options = {
    visitorKeys,
    nodeTypeKey: "type",
    fallback: () => [],
    matchClass: (name: string, node: object) => name === "instruction" && "keyword" in node,
  };
  return {
    exit,
    types: typesOf(selector),
    // esquery speaks of ESTree nodes; ours have the same shape. It wants the parent first.
    matches: (node, ancestors) => esquery.matches(node as never, selector, ancestors.toReversed() as never[], options),
  };
}

/** The node types a selector can end at; null when it can be any. */
function typesOf(selector: esquery.Selector): string[] | null {
  switch (selector.type) {
    case "identifier":
      return [selector.value];
    case "compound": {
      for (const part of selector.selectors) {
        const types = typesOf(part);
        if (types) return types;
      }
      return null;
    }
    case "matches": {
      const all = selector.selectors.map(typesOf);
      return all.some((types) => types === null) ? null : all.flatMap((types) => types ?? []);
    }
    case "child":
    case "descendant":
    case "sibling":
    case "adjacent":
      return typesOf(selector.right);
    default:
      return null;
  }
}
