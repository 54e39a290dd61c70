/** BUILD -> what is known of the images that its stages are FROM. */
import type { BaseImages } from "../knowledge/base-images.ts";
import { createModel } from "../model/build-model.ts";
import { buildPlatform, stagePlatform } from "../model/stage-platform.ts";
import type { BuildModel, BuildOptions } from "../model/types.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import type { BaseImageGatherer, GatheredImages, WantedImage } from "./gather.ts";
import { imageKey } from "./image-source.ts";

/** Asks for the images of a model, each on the platform that its stage takes it for. */
export async function gatherForModel(gatherer: BaseImageGatherer, model: BuildModel): Promise<GatheredImages> {
  const wanted = wantedImages(model);
  const { images, notes } = await gatherer.gather(wanted);
  return { images: asModelsAsk(images, wanted, buildPlatform(model)), notes };
}

/**
 * Asks for the images of a Dockerfile.
 *
 * @param text with or without byte order mark
 */
export function gatherForText(
  gatherer: BaseImageGatherer,
  text: string,
  options: BuildOptions,
): Promise<GatheredImages> {
  const dockerfile = parseDockerfile(text.replace(/^\uFEFF/, ""), { commands: false });
  return gatherForModel(gatherer, createModel(dockerfile, options));
}

/** Each image once, in file order; those that depend on a build argument as they are with its default. */
function wantedImages(model: BuildModel): WantedImage[] {
  const wanted = model.stages.flatMap((stage): [string, WantedImage][] => {
    const { base } = stage;
    if (base.kind !== "image" || base.reference === null) return [];
    const platform = stagePlatform(model, stage);
    return [[`${imageKey(base.reference)} ${platform}`, { reference: base.reference, platform }]];
  });
  return [...new Map(wanted).values()];
}

/** A model asks for the platform of the build alone; of an image behind `FROM --platform` it means that one. */
function asModelsAsk(images: BaseImages, wanted: readonly WantedImage[], platform: string): BaseImages {
  const isForBuild = (one: WantedImage): boolean => one.platform === platform;
  const forBuild = new Set(wanted.filter(isForBuild).map(({ reference }) => imageKey(reference)));
  const elsewhere = new Map(wanted.map((one) => [imageKey(one.reference), one.platform]));
  for (const key of forBuild) elsewhere.delete(key);
  return {
    find: (reference, asked) =>
      images.find(reference, (asked === platform ? elsewhere.get(imageKey(reference)) : undefined) ?? asked),
  };
}
