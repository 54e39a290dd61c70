/** BAKE DATA -> BUILDS (docs.docker.com/build/bake/reference). HCL and JSON give the same data. */
import { argsOf, entriesOf, textsOf, valueOf } from "./data.ts";
import type { Build, DataNode } from "./types.ts";

type Target = ReadonlyMap<string, DataNode>;

export function bakeBuilds(root: DataNode): Build[] {
  const targets = new Map([...entriesOf(entriesOf(root).get("target"))].map(([name, data]) => [name, entriesOf(data)]));
  const inherited = new Set([...targets.values()].flatMap((target) => textsOf(target.get("inherits"))));
  const grouped = new Set(
    [...entriesOf(entriesOf(root).get("group")).values()].flatMap((group) => textsOf(entriesOf(group).get("targets"))),
  );
  return [...targets].flatMap(([name, own]) => {
    const target = withInherited(name, targets, []);
    // A target that others build upon, and that no group asks for, is a collection of settings.
    const isTemplate = inherited.has(name) && !grouped.has(name) && !own.has("dockerfile-inline");
    return isTemplate ? [] : [buildOf(`target ${name}`, target)];
  });
}

/** What a target inherits, later names first, under what it says itself; arguments are merged by name. */
function withInherited(name: string, targets: ReadonlyMap<string, Target>, path: readonly string[]): Target {
  const own = targets.get(name) ?? new Map<string, DataNode>();
  if (path.includes(name)) return own;
  const parents = textsOf(own.get("inherits")).map((parent) => withInherited(parent, targets, [...path, name]));
  const all = [...parents, own];
  const args = new Map(all.flatMap((target) => [...entriesOf(target.get("args"))]));
  return new Map([...all.flatMap((target) => [...target]), ["args", { kind: "map", entries: args }]]);
}

function buildOf(label: string, target: Target): Build {
  const inline = target.get("dockerfile-inline");
  return {
    label,
    inline: inline?.kind === "text" ? inline : null,
    context: valueOf(target.get("context"), "."),
    dockerfile: valueOf(target.get("dockerfile"), "Dockerfile"),
    target: target.has("target") ? valueOf(target.get("target")) : undefined,
    args: argsOf(target.get("args")),
  };
}
