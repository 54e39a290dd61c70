/**
 * What decides the result of each step of a build: two steps with the same inputs, on top of the same layers, are one step
 * to the build cache.
 *
 * The parts are those of BuildKit's cache keys: solver/llbsolver/ops/exec.go for RUN, ops/file.go for COPY, ADD and
 * WORKDIR. Where a part is not known, the inputs equal no others.
 */
import type { BuildModel, ImageReference, StageModel } from "../model/types.ts";
import type { Add, Copy, Instruction, Run } from "../syntax/nodes.ts";
import type { HistoryEntry, LayerPlan } from "./types.ts";

/** A build with all that its steps can see. */
export interface PlannedBuild {
  readonly model: BuildModel;
  readonly plan: LayerPlan;
  /** Null when the build context is not known: then no step that reads it equals one of another build. */
  readonly context: ContextIdentity | null;
}

/** What tells the files of one build context from those of another: the folder, and what its ignore file leaves out. */
export interface ContextIdentity {
  readonly root: string | null;
  readonly ignoreFile: { readonly text: string } | null;
}

/** Numbers for texts: the same one for the same text, in all the builds that are compared. */
export class InputTable {
  readonly #numbers = new Map<string, number>();
  #next = 0;

  /** @param parts JSON values */
  numberOf(...parts: readonly unknown[]): number {
    const text = JSON.stringify(parts);
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.unique()));
    return number;
  }

  /** A number that nothing else has. */
  unique(): number {
    return this.#next++;
  }
}

/**
 * The inputs of the entries of the image's history, the layers below them left out.
 *
 * @returns a number for each entry: equal numbers are equal inputs
 */
export function stepInputs(build: PlannedBuild, table: InputTable): ReadonlyMap<HistoryEntry, number> {
  return new StepInputs(build, table).read();
}

/** The image as a registry is asked for it, `docker.io/library/node:22@sha256:...`. */
export function fullReference({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry}/${repository}:${tag ?? (digest === null ? "latest" : "")}@${digest ?? ""}`;
}

class StepInputs {
  readonly #build: PlannedBuild;
  readonly #table: InputTable;
  readonly #context: number;
  /** The whole content of each stage, those before it included. */
  readonly #stages = new Map<StageModel, number>();
  readonly #entries = new Map<HistoryEntry, number>();

  constructor(build: PlannedBuild, table: InputTable) {
    this.#build = build;
    this.#table = table;
    const root = build.context?.root ?? null;
    this.#context =
      root === null ? table.unique() : table.numberOf("context", root, build.context?.ignoreFile?.text ?? null);
  }

  /** Stages take files from earlier ones only, so they are read in file order. */
  read(): ReadonlyMap<HistoryEntry, number> {
    for (const stage of this.#build.model.stages) {
      let content = this.#baseOf(stage);
      for (const entry of this.#build.plan.stages[stage.index]?.history ?? []) {
        const inputs = this.#inputsOf(entry, stage);
        this.#entries.set(entry, inputs);
        content = this.#table.numberOf("step", content, inputs);
      }
      this.#stages.set(stage, content);
    }
    return this.#entries;
  }

  #baseOf({ base, node }: StageModel): number {
    if (base.kind === "stage") return this.#contentOf(base.stage);
    if (base.kind === "scratch") return this.#table.numberOf("scratch");
    if (base.reference === null) return this.#table.unique();
    const { model, plan } = this.#build;
    const flags = node.from.flags.map(({ name, value }) => [name, value && model.expandFrom(node.from, value).value]);
    return this.#table.numberOf("image", fullReference(base.reference), plan.platform, flags);
  }

  #contentOf(stage: StageModel): number {
    return this.#stages.get(stage) ?? this.#table.unique();
  }

  #inputsOf(entry: HistoryEntry, stage: StageModel): number {
    const { node } = entry;
    switch (node.type) {
      case "Run":
        return this.#runInputs(node, entry, stage);
      case "Copy":
      case "Add":
        return this.#copyInputs(node, entry, stage);
      case "Workdir":
        return this.#table.numberOf(entry.createdBy, stage.stateBefore(node).user?.value ?? null);
      default:
        return this.#table.numberOf(entry.createdBy);
    }
  }

  /** The command, the whole environment, used or not, directory, user, mounts, network and security mode. */
  #runInputs(run: Run, { createdBy }: HistoryEntry, stage: StageModel): number {
    const { env, args, workdir, user } = stage.stateBefore(run);
    const readsContext = run.mounts.some(({ kind, from }) => kind === "bind" && from === null);
    return this.#table.numberOf(
      createdBy,
      [...env],
      [...args],
      workdir,
      user?.value ?? null,
      this.#flagsOf(run, stage),
      this.#sourceStages(run, stage),
      readsContext ? this.#context : null,
    );
  }

  /** Sources, destination, flags, and what the sources are read from; no environment. */
  #copyInputs(copy: Copy | Add, { createdBy }: HistoryEntry, stage: StageModel): number {
    const readsContext = copy.sources.length > 0 && !copy.flags.some(({ name }) => name === "from");
    return this.#table.numberOf(
      createdBy,
      stage.stateBefore(copy).workdir,
      this.#flagsOf(copy, stage),
      copy.heredocs.map((heredoc) => [heredoc.name, this.#build.model.expandHeredoc(copy, heredoc).value]),
      this.#sourceStages(copy, stage),
      readsContext ? this.#context : null,
    );
  }

  /** A stage that files come from counts by its content, whatever its name. */
  #flagsOf(instruction: Instruction, stage: StageModel): unknown[] {
    const namesStage = stage.edges.some((edge) => edge.instruction === instruction);
    return instruction.flags.map(({ name, value }) => {
      const text = value === null ? null : stage.expand(instruction, value).value;
      if (!namesStage) return [name, text];
      return name === "from" ? [name] : [name, text?.replace(/(^|,)from=[^,]*/g, "$1from")];
    });
  }

  #sourceStages(instruction: Instruction, { edges }: StageModel): number[] {
    return edges.filter((edge) => edge.instruction === instruction).map((edge) => this.#contentOf(edge.stage));
  }
}
