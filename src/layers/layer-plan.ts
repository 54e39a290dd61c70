/** MODEL -> LAYER PLAN: the history that a build of the target will have, entry by entry. */
import { findBaseImage, type BaseImageFacts } from "../knowledge/base-images.ts";
import { stageLabel } from "../model/stages.ts";
import { defaultPlatform, formatPlatform, parsePlatform } from "../model/platform.ts";
import type { BuildModel, ImageReference, StageModel } from "../model/types.ts";
import { builderProfile, type BuilderProfile } from "./builder-profiles.ts";
import { sumSizes } from "./size.ts";
import { planStage, type PlannedStage } from "./stage-plan.ts";
import type { BuilderName, LayerPlan, StagePlan } from "./types.ts";

export interface LayerPlanOptions {
  /** `buildkit` by default. */
  readonly builder?: BuilderName | undefined;
}

/**
 * Predicts the layers and the history of the image that the target makes.
 *
 * The rules are those of the builders themselves: for BuildKit RUN, COPY, ADD and a WORKDIR other than `/` make a layer
 * each, whatever they change; other instructions make an empty entry, ONBUILD none. Triggers of a stage of the same file
 * run right after the FROM that names it. Triggers of a base image are not known.
 *
 * @returns null when there is no target to build
 */
export function planLayers(model: BuildModel, options: LayerPlanOptions = {}): LayerPlan | null {
  const { target } = model;
  if (target === null) return null;
  const profile = builderProfile(options.builder ?? "buildkit");
  const platform = platformOf(model);
  const planned = planStages(model.stages, profile, platform);
  const history = target.chain.flatMap((stage) => planned.get(stage)?.history ?? []);
  const bytes = history.flatMap((entry) => entry.layer?.bytes ?? []);
  return {
    builder: profile.name,
    target: stageLabel(target),
    platform,
    stages: [...planned].map(([stage, plan]) => describeStage(stage, plan, target, profile)),
    image: {
      baseImage: baseImageName(target),
      baseLayers: target.rootBase.kind === "scratch" ? 0 : (baseFacts(target, platform)?.layers ?? null),
      layers: bytes.length,
      history,
      bytes: sumSizes(bytes),
    },
  };
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
  const platform = platformOf(model);
  let planned: PlannedStage | null = null;
  for (const stage of target.chain) planned = planStage(stage, planned, baseWorkdir(stage, platform), profile);
  return planned?.layersAboveBase ?? 0;
}

/** Every stage in file order, which puts a stage behind those it is FROM. */
function planStages(
  stages: readonly StageModel[],
  profile: BuilderProfile,
  platform: string,
): ReadonlyMap<StageModel, PlannedStage> {
  const planned = new Map<StageModel, PlannedStage>();
  for (const stage of stages) {
    const parent = stage.base.kind === "stage" ? (planned.get(stage.base.stage) ?? null) : null;
    planned.set(stage, planStage(stage, parent, baseWorkdir(stage, platform), profile));
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

function platformOf({ options }: BuildModel): string {
  return formatPlatform(parsePlatform(options.platform ?? defaultPlatform));
}

/** The directory that a stage FROM an image starts in, when it is known. */
function baseWorkdir(stage: StageModel, platform: string): string | null {
  return stage.base.kind === "image" ? (baseFacts(stage, platform)?.workdir ?? null) : null;
}

function baseFacts({ rootBase }: StageModel, platform: string): BaseImageFacts | null {
  return rootBase.kind === "image" && rootBase.reference !== null ? findBaseImage(rootBase.reference, platform) : null;
}

/** `scratch`, `node:22-slim`, `ghcr.io/org/app@sha256:...`; null when FROM has no valid reference without a build argument. */
function baseImageName({ rootBase }: StageModel): string | null {
  if (rootBase.kind === "scratch") return "scratch";
  return rootBase.reference === null ? null : familiarReference(rootBase.reference);
}

function familiarReference({ familiarName, tag, digest }: ImageReference): string {
  return familiarName + (tag === null ? "" : `:${tag}`) + (digest === null ? "" : `@${digest}`);
}
