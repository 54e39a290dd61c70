/** Stages that need each other: BuildKit refuses to build them (dockerfile2llb/convert.go, hasCircularDependency). */
import { reachableFrom } from "./build-graph.ts";
import type { StageEdge, StageModel } from "./types.ts";

/** A circle of stages, told by the first of them in the file. */
export interface StageCycle {
  readonly stage: StageModel;
  /** What that stage takes from the next one of the circle. */
  readonly edge: StageEdge;
}

/** Each circle once. */
export function stageCycles(stages: readonly StageModel[]): StageCycle[] {
  const told = new Set<StageModel>();
  return stages.flatMap((stage) => {
    if (told.has(stage)) return [];
    // The first stage of a circle takes from itself or from one below it: most stages are done with here.
    const down = stage.edges.filter(({ stage: other }) => other.index >= stage.index);
    const edge = down.find(({ stage: other }) => reachableStages(other).has(stage));
    if (!edge) return [];
    for (const other of reachableStages(stage)) if (reachableStages(other).has(stage)) told.add(other);
    return [{ stage, edge }];
  });
}

function reachableStages(start: StageModel): ReadonlySet<StageModel> {
  return reachableFrom(start, (stage) => stage.edges.map((edge) => edge.stage));
}
