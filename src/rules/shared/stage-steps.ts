/** The steps that the builder runs for a stage. */
import { perFile } from "../../language/file-memory.ts";
import type { StageModel } from "../../model/types.ts";
import type { Add, Copy, Instruction, Run } from "../../syntax/nodes.ts";

/** The instructions of the stages that `stage` is built on, then its own. */
export function instructionsOf(stage: StageModel): readonly Instruction[] {
  return stage.base.kind === "stage" ? chained(stage) : stage.node.body;
}

const chained = perFile((stage: StageModel) => stage.chain.flatMap(({ node }) => node.body));

/** Those of them that are RUN. */
export const runsOf: (stage: StageModel) => readonly Run[] = perFile((stage) => instructionsOf(stage).filter(isRun));

export function isRun(instruction: Instruction): instruction is Run {
  return instruction.type === "Run";
}

/** COPY or ADD of files of the build context. */
export function isContextCopy(instruction: Instruction): instruction is Copy | Add {
  if (instruction.type !== "Copy" && instruction.type !== "Add") return false;
  return instruction.sources.length > 0 && !instruction.flags.some(({ name }) => name === "from");
}
