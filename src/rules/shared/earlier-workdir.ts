/** Whether the file itself says where a relative path starts. */
import type { BuildModel, StageModel } from "../../model/types.ts";
import type { Instruction } from "../../syntax/nodes.ts";

/** True when a WORKDIR runs before, in the stage or one it is FROM. A trigger where it is written comes after them. */
export function hasEarlierWorkdir(stage: StageModel, node: Instruction): boolean {
  for (const ancestor of stage.chain) {
    const { triggers, node: written } = ancestor;
    for (const steps of [triggers, written.body]) {
      for (const step of steps) {
        if (step === node && ancestor === stage) return false;
        if (step.type === "Workdir") return true;
      }
    }
  }
  return false;
}

/** The same for a fragment without FROM. */
export function hasWorkdirAbove({ dockerfile }: BuildModel, node: Instruction): boolean {
  return dockerfile.prologue.some((one) => one.type === "Workdir" && one.range[0] < node.range[0]);
}

/** Drive letters and backslashes count where the image may be for Windows. */
export function isAbsolutePath(path: string, onWindows: boolean): boolean {
  return path.startsWith("/") || (onWindows && /^(?:[a-z]:|\\)/i.test(path));
}
