/** The history entries of one stage. */
import type { StageModel } from "../model/types.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { BuilderProfile } from "./builder-profiles.ts";
import { layerBytes } from "./layer-bytes.ts";
import { MadeDirectories } from "./made-directories.ts";
import { scopeOf, workdirAfter } from "./scope.ts";
import type { HistoryEntry } from "./types.ts";

/** A stage's own history, and what a stage FROM it goes on with. */
export interface PlannedStage {
  readonly history: readonly HistoryEntry[];
  /** Layers above the base image, those of the stages it is FROM included. */
  readonly layersAboveBase: number;
  /** The working directory at its end, absolute. */
  readonly workdir: string;
  readonly made: MadeDirectories;
}

/**
 * Plans one stage: the triggers of the stage it is FROM, then its own instructions.
 *
 * @param parent the plan of the stage it is FROM; null when it is FROM an image or scratch
 * @param baseWorkdir working directory of the base image; null when it is not known or not set
 */
export function planStage(
  stage: StageModel,
  parent: PlannedStage | null,
  baseWorkdir: string | null,
  profile: BuilderProfile,
): PlannedStage {
  const instructions = [...stage.triggers, ...stage.node.body];
  const made = new MadeDirectories(parent?.made ?? null);
  if (baseWorkdir !== null) made.add(baseWorkdir);
  const history: HistoryEntry[] = [];
  let workdir = parent?.workdir ?? baseWorkdir ?? "/";
  let layersAboveBase = parent?.layersAboveBase ?? 0;

  for (const [index, instruction] of instructions.entries()) {
    const scope = scopeOf(stage, instruction, instructions[index + 1], workdir);
    if (instruction.type === "Workdir") workdir = workdirAfter(instruction.args[0], scope);
    const trace = profile.trace(instruction, workdir, made);
    if (instruction.type === "Workdir") made.add(workdir);
    if (trace === "none") continue;
    const origin = index < stage.triggers.length && stage.base.kind === "stage" ? stage.base.stage : stage;
    const layer = trace === "layer" ? { index: layersAboveBase++, bytes: layerBytes(instruction) } : null;
    history.push(
      historyEntry(instruction, origin, origin !== stage, layer, () => profile.createdBy(instruction, scope)),
    );
  }
  return { history, layersAboveBase, workdir, made };
}

/** @param createdBy asked only when the text is read: most plans are made for their counts */
function historyEntry(
  instruction: Instruction,
  origin: StageModel,
  isTrigger: boolean,
  layer: HistoryEntry["layer"] | null,
  createdBy: () => string,
): HistoryEntry {
  const entry: Writable<HistoryEntry> = {
    instruction: instruction.keyword,
    node: instruction,
    stage: origin.index,
    line: instruction.lines[0],
    get createdBy() {
      return createdBy();
    },
    empty: layer === null,
  };
  if (layer) entry.layer = layer;
  if (isTrigger) entry.onbuild = true;
  return entry;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
