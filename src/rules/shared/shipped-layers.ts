/** Which RUN leaves a layer in the image that is shipped, and what comes after it there. */
import type { BuildModel } from "../../model/types.ts";
import type { Instruction, Range, Run } from "../../syntax/nodes.ts";
import { deletions, emptiesDirectory } from "./deleted-paths.ts";
import { runsOf } from "./stage-steps.ts";

/** True when the layer of the instruction is in the target image. A fragment of a file without FROM may be anything. */
export function isShipped(model: BuildModel, instruction: Instruction): boolean {
  return model.stageOf(instruction)?.ships ?? true;
}

/** The RUN instructions of the target image that come after `run`. */
export function laterShippedRuns(model: BuildModel, run: Run): readonly Run[] {
  if (!model.target) return [];
  const all = runsOf(model.target);
  const index = all.indexOf(run);
  return index < 0 ? [] : all.slice(index + 1);
}

/** Where later layers delete the content of `directory`, as related places: the bytes stay in the layer of `run`. */
export function lateCleaning(model: BuildModel, run: Run, directory: string): { message: string; range: Range }[] {
  return laterShippedRuns(model, run)
    .flatMap((later) => deletions(model, later))
    .filter((deletion) => emptiesDirectory(deletion, directory))
    .map(({ word }) => ({
      message: "Deleted only here, in another layer: the image does not get smaller",
      range: word.range,
    }));
}
