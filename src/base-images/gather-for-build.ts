/** BUILD -> what is known of the images that its stages are FROM. */
import { createModel } from "../model/build-model.ts";
import { defaultPlatform, formatPlatform, parsePlatform } from "../model/platform.ts";
import type { BuildModel, BuildOptions, ImageReference } from "../model/types.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import type { BaseImageGatherer, GatheredImages } from "./gather.ts";
import { imageKey } from "./image-source.ts";

/** Asks for the images of a model, on the platform that it builds for. */
export function gatherForModel(gatherer: BaseImageGatherer, model: BuildModel): Promise<GatheredImages> {
  const platform = formatPlatform(parsePlatform(model.options.platform ?? defaultPlatform));
  return gatherer.gather(baseReferences(model), platform);
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
function baseReferences({ stages }: BuildModel): ImageReference[] {
  const references = stages.flatMap(({ base }) => (base.kind === "image" && base.reference ? [base.reference] : []));
  return [...new Map(references.map((reference) => [imageKey(reference), reference])).values()];
}
