/** What FROM builds upon, seen through the defaults of build arguments. */
import { usesOf } from "../../syntax/expand-word.ts";
import type { BuildModel, Expansion } from "../../model/types.ts";
import type { Range } from "../../syntax/nodes.ts";

/**
 * True when a build without any `--build-arg` settles the reference: every variable it reads has a default, from a
 * global ARG or in the word itself (`${TAG:-1}`). What the builder sets (`TARGETARCH`) is not settled.
 *
 * @param written the word of FROM as typed
 */
export function isSettledByDefault(model: BuildModel, written: string, text: Expansion): boolean {
  if (text.error !== null) return false;
  return text.names.every((name) => {
    const argument = model.globalArgs.get(name);
    if (argument && argument.node === null) return !text.overridable.includes(name);
    return argument?.value !== undefined || hasFallback(written, name, model.dockerfile.escape);
  });
}

/** True when the word reads the variable with a fallback of its own: `${name:-x}`, `${name-x}`. */
export function hasFallback(written: string, name: string, escape: "\\" | "`"): boolean {
  return usesOf(name, written, escape).some(({ modifier }) => modifier?.endsWith("-"));
}

/** The global ARGs that give the variables their values, as related places of a finding. */
export function argumentsBehind(model: BuildModel, names: readonly string[]): { message: string; range: Range }[] {
  return [...new Set(names)].flatMap((name) => {
    const node = model.globalArgs.get(name)?.node;
    const pair = node?.pairs.find(({ key }) => key.value === name);
    return pair ? [{ message: `The default of "${name}" is set here`, range: pair.range }] : [];
  });
}
