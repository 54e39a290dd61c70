/** PLANNED STEPS + BUILD CONTEXT -> BYTES. Every layer is measured when its size is asked for, and only once. */
import { cleanPath } from "../context/clean-path.ts";
import type { ContextFiles } from "../context/context-files.ts";
import { pathIn, type FileTree } from "../context/file-tree.ts";
import { PatternError } from "../context/pattern-error.ts";
import { UnreadableFileError } from "../context/unreadable-file.ts";
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import type { BuildModel, StageModel } from "../model/types.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import type { BuilderProfile } from "./builder-profiles.ts";
import { emptyBase, imageBase, type BaseFiles } from "./base-files.ts";
import type { SourceTrees } from "./context-problems.ts";
import { readCopyStep, type CopyStep } from "./copy-step.ts";
import { directoryEntries, layerEntries, type LayerEntry } from "./layer-entries.ts";
import { eitherSizes, nothing, sumOf, unknownSizes, withDirectories, type LayerSizes } from "./layer-sizes.ts";
import { followedDestination, placeCopy, type CopySource, type PlacedCopy } from "./place-copy.ts";
import { runContent } from "./run-content.ts";
import { StageFiles, UnknownFilesError, type Effect } from "./stage-files.ts";
import type { StepContent } from "./step-content.ts";
import { madeDirectory } from "./stored-file.ts";
import type { PlannedStage, PlannedStep } from "./stage-plan.ts";
import { tarEndBytes } from "./tar-size.ts";
import type { LayerStore } from "./types.ts";

export interface MeasureOptions {
  readonly model: BuildModel;
  readonly planned: ReadonlyMap<StageModel, PlannedStage>;
  readonly profile: BuilderProfile;
  readonly store: LayerStore;
  /** Null when no context is given. */
  readonly files: ContextFiles | null;
  /** What is known of the base image of a stage. */
  readonly baseFacts: (stage: StageModel) => BaseImageFacts | null;
}

/** A step whose place in the files of its stage is known. */
interface MeasuredStep {
  readonly content: StepContent;
  readonly after: StageFiles;
  sizes: LayerSizes | null;
}

export class LayerMeasure {
  readonly #options: MeasureOptions;
  readonly #stages = new Map<StageModel, MeasuredStep[]>();

  constructor(options: MeasureOptions) {
    this.#options = options;
  }

  /**
   * Bytes of the layer that a step makes.
   *
   * @param index of the step in its stage
   */
  sizesOf(stage: StageModel, index: number): LayerSizes {
    const measured = this.#stepAt(stage, index);
    return (measured.sizes ??= measured.content.sizes());
  }

  /**
   * The entries of the layer that a step makes, for those who need more than its size.
   *
   * @throws UnknownFilesError, UnreadableFileError or PatternError when they are not known
   */
  entriesOf(stage: StageModel, index: number): Iterable<LayerEntry> {
    return this.#stepAt(stage, index).content.entries();
  }

  /** Where the sources of copies are looked for. */
  get trees(): SourceTrees {
    return { context: this.#options.files, ofStage: (stage) => this.#filesOf(stage) };
  }

  #stepAt(stage: StageModel, index: number): MeasuredStep {
    const steps = this.#options.planned.get(stage)?.steps ?? [];
    const measured = this.#stages.get(stage) ?? [];
    this.#stages.set(stage, measured);
    for (let at = measured.length; at <= index; at++) {
      const step = steps[at];
      if (step === undefined) break;
      const below = measured.at(-1)?.after ?? this.#filesOfBase(stage);
      const content = this.#contentOf(stage, step, below);
      const after = content.effects.reduce((files, effect) => files.after(effect), below);
      measured.push({ content, after, sizes: null });
    }
    const found = measured[index];
    if (found === undefined) throw new RangeError("the stage has no such step");
    return found;
  }

  #filesOfBase(stage: StageModel): StageFiles {
    return stage.base.kind === "stage" ? this.#filesOf(stage.base.stage) : new StageFiles(this.#baseOf(stage), []);
  }

  /** All files of a stage, after its last step. */
  #filesOf(stage: StageModel): StageFiles {
    const count = this.#options.planned.get(stage)?.steps.length ?? 0;
    return count === 0 ? this.#filesOfBase(stage) : this.#stepAt(stage, count - 1).after;
  }

  #baseOf(stage: StageModel): BaseFiles {
    if (stage.rootBase.kind === "scratch") return emptyBase;
    const facts = this.#options.baseFacts(stage);
    if (facts === null) return imageBase(stage.os, null);
    const { workdir, volumes, env } = facts;
    const searched = (env.get("PATH") ?? "").split(":");
    return imageBase(stage.os, [workdir ?? "", ...volumes, ...searched, env.get("HOME") ?? ""]);
  }

  #contentOf(stage: StageModel, step: PlannedStep, below: StageFiles): StepContent {
    const { instruction, scope } = step;
    const { profile, store } = this.#options;
    if (scope.windows) return windowsContent;
    switch (instruction.type) {
      case "Workdir":
        return workdirContent(step, below);
      case "Run":
        return runContent(instruction, scope, below, { builder: profile.name, store });
      case "Copy":
      case "Add":
        return this.#copyContent(stage, step, instruction, below);
      default:
        return noContent;
    }
  }

  #copyContent(stage: StageModel, { scope }: PlannedStep, instruction: Copy | Add, below: StageFiles): StepContent {
    const { model, store, profile } = this.#options;
    const written = readCopyStep(instruction, {
      scope,
      heredocText: (heredoc) => model.expandHeredoc(instruction, heredoc).value,
      epoch: this.#epoch,
    });
    const step = { ...written, destination: followedDestination(below, written.destination) };
    // With --link the files are copied onto nothing, and the layer is put on top as it is.
    const onto = step.link && store === "containerd" ? new StageFiles(emptyBase, []) : below;
    try {
      const source = { ...this.#sourceOf(stage, instruction, step), excludes: profile.excludes };
      const place = (unclear: "directory" | "file"): PlacedCopy => placeCopy(step, source, onto, unclear);
      const placed = place("directory");
      const entriesOf = ({ effect }: PlacedCopy): Iterable<LayerEntry> => layerEntries(effect, onto, store);
      const sizesOf = (copy: PlacedCopy): LayerSizes => sumOfCopy(copy, entriesOf(copy), onto.base);
      const whether = `whether /${step.destination} is a directory`;
      return {
        effects: [{ kind: "copy", copy: placed.effect }],
        entries: () => entriesOf(placed),
        sizes: () =>
          measured(() =>
            placed.isUnclear ? eitherSizes(sizesOf(placed), sizesOf(place("file")), whether) : sizesOf(placed),
          ),
      };
    } catch (error) {
      return unknownCopy(step, reasonOf(error));
    }
  }

  /** @throws UnknownFilesError when only the build can tell */
  #sourceOf(stage: StageModel, instruction: Copy | Add, step: CopyStep): Omit<CopySource, "excludes"> {
    const { files } = this.#options;
    const [address] = step.fetched;
    if (address !== undefined) throw new UnknownFilesError(`${address} is fetched when the image is built`);
    if (step.from !== null) {
      const edge = stage.edges.find((one) => one.kind === "copy" && one.instruction === instruction);
      if (edge === undefined) throw new UnknownFilesError(`the files come from the image ${step.from}`);
      return { tree: this.#filesOf(edge.stage), openArchive: null };
    }
    if (files !== null) return { tree: files, openArchive: step.unpack ? (file) => files.openArchive(file) : null };
    if (step.sources.length > 0) throw new UnknownFilesError("the build context was not measured");
    return { tree: noFiles, openArchive: null };
  }

  get #epoch(): number | null {
    const epoch = this.#options.model.options.buildArgs?.["SOURCE_DATE_EPOCH"];
    return epoch !== undefined && /^\d+$/.test(epoch) ? Number(epoch) : null;
  }
}

const noFiles: FileTree = { find: () => null, children: () => [] };

const noContent: StepContent = { effects: [], entries: () => [], sizes: () => nothing };

const windowsContent = unknownContent("layers of Windows images are not measured", []);

function unknownContent(why: string, effects: readonly Effect[]): StepContent {
  return {
    effects,
    entries() {
      throw new UnknownFilesError(why);
    },
    sizes: () => unknownSizes(why),
  };
}

function unknownCopy({ destination, intoDirectory, fetched }: CopyStep, why: string): StepContent {
  const copy: Effect = { kind: "unknown-copy", target: destination, why, keepsTimes: fetched.length === 0 };
  const directory: Effect = { kind: "directory", path: destination, file: madeDirectory(0o755, "0:0") };
  return unknownContent(why, intoDirectory ? [directory, copy] : [copy]);
}

function workdirContent({ workdirAfter, scope }: PlannedStep, below: StageFiles): StepContent {
  const path = cleanPath(`/${workdirAfter}`).slice(1);
  const file = madeDirectory(0o755, scope.before.user?.value ?? "0:0");
  return {
    effects: path === "" ? [] : [{ kind: "directory", path, file }],
    entries: () => directoryEntries(path, file, below),
    sizes: () => sumOf(directoryEntries(path, file, below)),
  };
}

function sumOfCopy({ effect }: PlacedCopy, entries: Iterable<LayerEntry>, base: BaseFiles): LayerSizes {
  const sizes = sumOf(entries);
  const [first] = effect.placements;
  if (first === undefined || (sizes.tarBytes.kind === "exact" && sizes.tarBytes.bytes === tarEndBytes)) return sizes;
  const written = first.file.type === "directory" ? pathIn(first.target, "file") : first.target;
  const why = `whether a directory on the way to /${first.target} is a link`;
  return withDirectories(sizes, base.linkedDirectories(written), why);
}

function measured(measure: () => LayerSizes): LayerSizes {
  try {
    return measure();
  } catch (error) {
    return unknownSizes(reasonOf(error));
  }
}

/** Why something is not known. @throws the error itself when it is none of those that say so */
function reasonOf(error: unknown): string {
  const isReason =
    error instanceof UnknownFilesError || error instanceof UnreadableFileError || error instanceof PatternError;
  if (isReason) return error.message;
  throw error;
}
