/** COMPOSE DATA -> BUILDS (compose-spec, build.md). */
import { argsOf, entriesOf, valueOf } from "./data.ts";
import type { Build, DataNode } from "./types.ts";

export function composeBuilds(root: DataNode): Build[] {
  return [...entriesOf(entriesOf(root).get("services"))].flatMap(([name, service]) => {
    const build = entriesOf(service).get("build");
    return build ? [buildOf(`service ${name}`, build)] : [];
  });
}

/** `build: ./folder`, or a mapping. */
function buildOf(label: string, build: DataNode): Build {
  if (build.kind === "text") {
    return { label, inline: null, context: valueOf(build) ?? null, dockerfile: "Dockerfile", args: {} };
  }
  const entries = entriesOf(build);
  const inline = entries.get("dockerfile_inline");
  return {
    label,
    inline: inline?.kind === "text" ? inline : null,
    context: valueOf(entries.get("context"), "."),
    dockerfile: valueOf(entries.get("dockerfile"), "Dockerfile"),
    target: entries.has("target") ? valueOf(entries.get("target")) : undefined,
    args: argsOf(entries.get("args")),
  };
}
