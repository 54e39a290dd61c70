/** The words of EXPOSE taken apart: `[address:][host:]port[/protocol]`. */
import type { BuildModel, StageModel } from "../../model/types.ts";
import type { Expose, Word } from "../../syntax/nodes.ts";

export interface ExposedPort {
  readonly word: Word;
  /** One port or range after expansion. */
  readonly spec: string;
  /** What stands before the last colon: an address, a host port; null without one (`:80` is read as `80`). */
  readonly published: string | null;
  /** The port or range in the container. */
  readonly port: string;
  /** As typed; null when none is. */
  readonly protocol: string | null;
  /** True when no build argument and no unknown base image can change it. */
  readonly exact: boolean;
}

/**
 * All ports of the instruction; a variable may hold several, separated by blanks.
 *
 * @param scope the stage that it runs in, or the model for the one it is written in
 */
export function exposedPorts(scope: Pick<StageModel | BuildModel, "expand">, node: Expose): ExposedPort[] {
  return node.args.flatMap((word) => {
    const text = scope.expand(node, word);
    if (text.error !== null) return [];
    const exact = text.undefinedNames.length === 0 && text.overridable.length === 0;
    const specs = text.value.split(/\s+/).filter((spec) => spec !== "");
    return specs.map((spec) => readSpec(word, spec, exact));
  });
}

function readSpec(word: Word, spec: string, exact: boolean): ExposedPort {
  const slash = spec.lastIndexOf("/");
  const address = slash < 0 ? spec : spec.slice(0, slash);
  const colon = address.lastIndexOf(":");
  return {
    word,
    spec,
    exact,
    published: colon < 1 ? null : address.slice(0, colon),
    port: address.slice(colon + 1),
    protocol: slash < 0 ? null : spec.slice(slash + 1),
  };
}
