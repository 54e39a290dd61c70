/** The history entries of one stage. */
import type { StageModel } from "../model/types.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { BuilderProfile } from "./builder-profiles.ts";
import { layerBytes } from "./layer-bytes.ts";
import { MadeDirectories } from "./made-directories.ts";
import { scopeOf, workdirAfter, type Scope } from "./scope.ts";
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
    history.push(new PlannedEntry(instruction, origin.index, origin !== stage, layer, profile, scope));
  }
  return { history, layersAboveBase, workdir, made };
}

/**
 * The text is made when it is read: most plans are made for their counts. A class, as a getter in an object literal gives
 * every object a shape of its own, and shapes outlive the quick collections of garbage together with all they refer to.
 */
class PlannedEntry implements HistoryEntry {
  readonly instruction: string;
  readonly node: Instruction;
  readonly stage: number;
  readonly line: number;
  readonly empty: boolean;
  declare readonly layer?: Layer;
  declare readonly onbuild?: true;
  readonly #profile: BuilderProfile;
  readonly #scope: Scope;

  /**
   * @param stage index of the stage whose text holds the instruction
   * @param scope what the instruction sees where it runs
   */
  constructor(
    node: Instruction,
    stage: number,
    isTrigger: boolean,
    layer: Layer | null,
    profile: BuilderProfile,
    scope: Scope,
  ) {
    this.instruction = node.keyword;
    this.node = node;
    this.stage = stage;
    [this.line] = node.lines;
    this.empty = layer === null;
    if (layer) this.layer = layer;
    if (isTrigger) this.onbuild = true;
    this.#profile = profile;
    this.#scope = scope;
  }

  get createdBy(): string {
    return this.#profile.createdBy(this.node, this.#scope);
  }
}

type Layer = NonNullable<HistoryEntry["layer"]>;
