/** How messages name a stage. */
import type { StageModel } from "../../model/types.ts";

/** `stage "build"`, or `stage 2` (counted from 0, as `COPY --from` counts) for a stage without a name. */
export function describeStage(stage: Pick<StageModel, "name" | "index"> | null): string {
  if (stage === null) return "this file";
  return stage.name === null ? `stage ${stage.index}` : `stage "${stage.name}"`;
}
