/** The labels that an image gets from its file. */
import type { StageModel } from "../../model/types.ts";
import type { Instruction } from "../../syntax/nodes.ts";

/** The keys that the stage and those it is built on set, variables expanded. What the base image brings is not known. */
export function labelKeys(stage: StageModel): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const link of stage.chain) {
    for (const instruction of [...link.triggers, ...link.node.body]) addKeys(link, instruction, keys);
  }
  return keys;
}

function addKeys(stage: StageModel, instruction: Instruction, keys: Set<string>): void {
  if (instruction.type !== "Label") return;
  for (const { key } of instruction.pairs) keys.add(stage.expand(instruction, key).value);
}
