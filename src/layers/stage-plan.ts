/** The history entries of one stage. */
import type { StageModel } from "../model/types.ts";
import type { Instruction } from "../syntax/nodes.ts";
import type { BuilderProfile } from "./builder-profiles.ts";
import { KnownFiles } from "./known-files.ts";
import { scopeOf, workdirAfter, type Scope } from "./scope.ts";
import type { LayerEntry } from "./layer-entries.ts";
import type { LayerSizes } from "./layer-sizes.ts";
import { unknownSize } from "./size.ts";
import type { HistoryEntry, PlannedLayer, Size } from "./types.ts";

/** One instruction where it runs. */
export interface PlannedStep {
  readonly instruction: Instruction;
  readonly scope: Scope;
  /** The working directory after it, absolute. */
  readonly workdirAfter: string;
}

/** Measures the layers of a plan. */
export interface LayerSizing {
  /** @param index of the step in its stage */
  sizesOf(stage: StageModel, index: number): LayerSizes;
  /** @throws UnknownFilesError, UnreadableFileError or PatternError when they are not known */
  entriesOf(stage: StageModel, index: number): Iterable<LayerEntry>;
}

/** A stage's own history, and what a stage FROM it goes on with. */
export interface PlannedStage {
  readonly history: readonly HistoryEntry[];
  /** Its instructions, triggers of its base first. */
  readonly steps: readonly PlannedStep[];
  /** Layers above the base image, those of the stages it is FROM included. */
  readonly layersAboveBase: number;
  /** The working directory at its end, absolute. */
  readonly workdir: string;
  /** Null for a builder that does not look at files. */
  readonly files: KnownFiles | null;
}

/**
 * Plans one stage: the triggers of the stage it is FROM, then its own instructions.
 *
 * @param parent the plan of the stage it is FROM; null when it is FROM an image or scratch
 * @param baseWorkdir working directory of the base image; null when it is not known or not set
 * @param sizing asked when the size of a layer is read; null when nobody will
 */
export function planStage(
  stage: StageModel,
  parent: PlannedStage | null,
  baseWorkdir: string | null,
  profile: BuilderProfile,
  sizing: LayerSizing | null,
): PlannedStage {
  const instructions = [...stage.triggers, ...stage.node.body];
  const files = profile.looksAtFiles ? new KnownFiles(stage, parent?.files ?? null, baseWorkdir) : null;
  const history: HistoryEntry[] = [];
  const steps: PlannedStep[] = [];
  let workdir = parent?.workdir ?? baseWorkdir ?? "/";
  let layersAboveBase = parent?.layersAboveBase ?? 0;

  for (const [index, instruction] of instructions.entries()) {
    const scope = scopeOf(stage, instruction, instructions[index + 1], workdir);
    if (instruction.type === "Workdir") workdir = workdirAfter(instruction.args[0], scope);
    const trace = profile.trace(instruction, workdir, files);
    files?.note(instruction, scope, workdir);
    steps.push({ instruction, scope, workdirAfter: workdir });
    if (trace === "none") continue;
    const layer = trace === "layer" ? new StepLayer(layersAboveBase++, stage, index, sizing) : null;
    history.push(new PlannedEntry(instruction, placeOf(instruction, stage, index), layer, profile, scope));
  }
  return { history, steps, layersAboveBase, workdir, files };
}

/** Where the text of an entry stands. */
interface Place {
  readonly stage: number;
  readonly line: number;
  readonly isTrigger: boolean;
}

/** A trigger of a base image stands nowhere in the file: the FROM that sets it off stands for it. */
function placeOf({ lines }: Instruction, stage: StageModel, index: number): Place {
  if (index >= stage.triggers.length) return { stage: stage.index, line: lines[0], isTrigger: false };
  if (stage.base.kind === "stage") return { stage: stage.base.stage.index, line: lines[0], isTrigger: true };
  return { stage: stage.index, line: stage.node.from.lines[0], isTrigger: true };
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
  declare readonly layer?: PlannedLayer;
  declare readonly onbuild?: true;
  readonly #profile: BuilderProfile;
  readonly #scope: Scope;

  /** @param scope what the instruction sees where it runs */
  constructor(
    node: Instruction,
    { stage, line, isTrigger }: Place,
    layer: PlannedLayer | null,
    profile: BuilderProfile,
    scope: Scope,
  ) {
    this.instruction = node.keyword;
    this.node = node;
    this.stage = stage;
    this.line = line;
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

class StepLayer implements PlannedLayer {
  readonly index: number;
  readonly #stage: StageModel;
  readonly #step: number;
  readonly #sizing: LayerSizing | null;

  constructor(index: number, stage: StageModel, step: number, sizing: LayerSizing | null) {
    this.index = index;
    this.#stage = stage;
    this.#step = step;
    this.#sizing = sizing;
  }

  get bytes(): Size {
    return this.#sizing?.sizesOf(this.#stage, this.#step).bytes ?? notMeasured;
  }

  get tarBytes(): Size {
    return this.#sizing?.sizesOf(this.#stage, this.#step).tarBytes ?? notMeasured;
  }

  entries(): Iterable<LayerEntry> {
    return this.#sizing?.entriesOf(this.#stage, this.#step) ?? [];
  }
}

const notMeasured = unknownSize("the layers were only counted");
