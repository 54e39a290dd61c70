/** MODEL -> LAYER PLAN: the history that a build of the target will have, entry by entry. */
import type { ContextFiles } from "../context/context-files.ts";
import { embeddedBaseImages, type BaseImageFacts, type BaseImages } from "../knowledge/base-images.ts";
import { stageLabel } from "../model/stages.ts";
import { buildPlatform, stagePlatform } from "../model/stage-platform.ts";
import type { BuildModel, ImageReference, StageModel } from "../model/types.ts";
import { builderProfile, type BuilderProfile } from "./builder-profiles.ts";
import type { BuildkitText } from "./created-by.ts";
import { findContextProblems } from "./context-problems.ts";
import { imageConfigOf, type ImageConfig } from "./image-config.ts";
import { LayerMeasure } from "./layer-measure.ts";
import { sumSizes } from "./size.ts";
import { planStage, type LayerSizing, type PlannedStage } from "./stage-plan.ts";
import type {
  BuilderName,
  ContextProblem,
  HistoryEntry,
  LayerPlan,
  LayerStore,
  PlannedImage,
  PlannedLayer,
  Size,
  StagePlan,
} from "./types.ts";

export interface LayerPlanOptions {
  /** `buildkit` by default. */
  readonly builder?: BuilderName | undefined;
  /** Of Buildah, such as `1.39`; the newest that is known by default. It makes no difference with other builders. */
  readonly builderVersion?: string | undefined;
  /** Where the builder keeps its layers; by default `containerd` for BuildKit, `overlay2` for the others. */
  readonly store?: LayerStore | undefined;
  /** The build context; without it nobody knows what COPY and ADD take from there. */
  readonly files?: ContextFiles | undefined;
  /** Where facts of base images are looked up; the embedded table by default. */
  readonly baseImages?: BaseImages | undefined;
  /** Whose wording the history has when BuildKit builds; `current` by default. */
  readonly textOf?: BuildkitText | undefined;
}

/**
 * Predicts the layers and the history of the image that the target makes.
 *
 * The rules are those of the builders themselves: for BuildKit RUN, COPY, ADD and a WORKDIR other than `/` make a layer
 * each, whatever they change; other instructions make an empty entry, ONBUILD none. Triggers run right after FROM: those of
 * a stage of the same file, and those of a base image that the model was told of (`baseModelOptions`).
 *
 * @returns null when there is no target to build
 */
export function planLayers(model: BuildModel, options: LayerPlanOptions = {}): LayerPlan | null {
  const { target } = model;
  if (target === null) return null;
  return new TargetPlan(model, target, options);
}

/** Everything that costs time is found when it is read. */
class TargetPlan implements LayerPlan {
  readonly builder: BuilderName;
  readonly target: string;
  readonly platform: string;
  readonly stages: readonly StagePlan[];
  readonly image: PlannedImage;
  readonly #model: BuildModel;
  readonly #planned: ReadonlyMap<StageModel, PlannedStage>;
  readonly #measure: LayerMeasure;
  #contextProblems: readonly ContextProblem[] | undefined;

  constructor(model: BuildModel, target: StageModel, options: LayerPlanOptions) {
    const profile = builderProfile(options.builder ?? "buildkit", {
      text: options.textOf,
      version: options.builderVersion,
    });
    const facts = new FactsOfBases(model, options.baseImages ?? embeddedBaseImages);
    const sizing: LayerSizing = {
      sizesOf: (stage, index) => measure.sizesOf(stage, index),
      entriesOf: (stage, index) => measure.entriesOf(stage, index),
    };
    const planned = planStages(model.stages, profile, facts, sizing);
    const files = options.files ?? null;
    const store = options.store ?? profile.store;
    const measure = new LayerMeasure({
      model,
      planned,
      profile,
      store,
      files,
      baseFacts: (stage) => facts.of(stage),
    });
    this.builder = profile.name;
    this.target = stageLabel(target);
    this.platform = buildPlatform(model);
    this.stages = [...planned].map(([stage, plan]) => describeStage(stage, plan, target, profile));
    this.image = new TargetImage(target, planned, facts, profile.name);
    this.#model = model;
    this.#planned = planned;
    this.#measure = measure;
  }

  get contextProblems(): readonly ContextProblem[] {
    return (this.#contextProblems ??= findContextProblems(this.#builtStages, this.#planned, this.#measure.trees));
  }

  get #builtStages(): StageModel[] {
    return this.stages.filter(({ built }) => built).flatMap(({ stage }) => this.#model.stages[stage] ?? []);
  }
}

class TargetImage implements PlannedImage {
  readonly baseImage: string | null;
  readonly history: readonly HistoryEntry[];
  readonly #target: StageModel;
  readonly #facts: FactsOfBases;
  readonly #builder: BuilderName;
  readonly #layers: readonly PlannedLayer[];

  constructor(
    target: StageModel,
    planned: ReadonlyMap<StageModel, PlannedStage>,
    facts: FactsOfBases,
    builder: BuilderName,
  ) {
    this.baseImage = baseImageName(target);
    this.history = target.chain.flatMap((stage) => planned.get(stage)?.history ?? []);
    this.#layers = this.history.flatMap(({ layer }) => layer ?? []);
    this.#target = target;
    this.#facts = facts;
    this.#builder = builder;
  }

  get baseLayers(): number | null {
    return this.#target.rootBase.kind === "scratch" ? 0 : (this.base?.layers ?? null);
  }

  get layers(): number {
    return this.#layers.length;
  }

  get bytes(): Size {
    return sumSizes(this.#layers.map(({ bytes }) => bytes));
  }

  get tarBytes(): Size {
    return sumSizes(this.#layers.map(({ tarBytes }) => tarBytes));
  }

  get base(): BaseImageFacts | null {
    return this.#facts.of(this.#target);
  }

  get config(): ImageConfig {
    return imageConfigOf(this.#target, this.base, this.#builder);
  }
}

/**
 * Layers above the base image of the target: what `planLayers` says, for those who ask for nothing else.
 *
 * @returns null when there is no target to build
 */
export function countLayers(model: BuildModel, options: LayerPlanOptions = {}): number | null {
  const { target } = model;
  if (target === null) return null;
  const profile = builderProfile(options.builder ?? "buildkit");
  const facts = new FactsOfBases(model, options.baseImages ?? embeddedBaseImages);
  let planned: PlannedStage | null = null;
  for (const stage of target.chain) planned = planStage(stage, planned, facts.workdirOf(stage), profile, null);
  return planned?.layersAboveBase ?? 0;
}

/** Every stage in file order, which puts a stage behind those it is FROM. */
function planStages(
  stages: readonly StageModel[],
  profile: BuilderProfile,
  facts: FactsOfBases,
  sizing: LayerSizing,
): ReadonlyMap<StageModel, PlannedStage> {
  const planned = new Map<StageModel, PlannedStage>();
  for (const stage of stages) {
    const parent = stage.base.kind === "stage" ? (planned.get(stage.base.stage) ?? null) : null;
    planned.set(stage, planStage(stage, parent, facts.workdirOf(stage), profile, sizing));
  }
  return planned;
}

function describeStage(
  stage: StageModel,
  { history }: PlannedStage,
  target: StageModel,
  profile: BuilderProfile,
): StagePlan {
  return {
    stage: stage.index,
    name: stage.name,
    built: stage.reachable || (profile.buildsUnusedStages && stage.index < target.index),
    ships: stage.ships,
    history,
    layers: history.filter((entry) => !entry.empty).length,
  };
}

/** What is known of the images at the roots of the stages. */
class FactsOfBases {
  readonly #model: BuildModel;
  readonly #images: BaseImages;

  constructor(model: BuildModel, images: BaseImages) {
    this.#model = model;
    this.#images = images;
  }

  of(stage: StageModel): BaseImageFacts | null {
    const { rootBase } = stage;
    if (rootBase.kind !== "image" || rootBase.reference === null) return null;
    return this.#images.find(rootBase.reference, stagePlatform(this.#model, stage));
  }

  /** The directory that a stage FROM an image starts in, when it is known. */
  workdirOf(stage: StageModel): string | null {
    return stage.base.kind === "image" ? (this.of(stage)?.workdir ?? null) : null;
  }
}

/** `scratch`, `node:22-slim`, `ghcr.io/org/app@sha256:...`; null when FROM has no valid reference without a build argument. */
function baseImageName({ rootBase }: StageModel): string | null {
  if (rootBase.kind === "scratch") return "scratch";
  return rootBase.reference === null ? null : familiarReference(rootBase.reference);
}

function familiarReference({ familiarName, tag, digest }: ImageReference): string {
  return familiarName + (tag === null ? "" : `:${tag}`) + (digest === null ? "" : `@${digest}`);
}
