/** `--base-images`, which all commands have that predict an image. The sources are loaded when one is asked for. */
import { Option } from "commander";
import type { BaseImageGatherer, GatheredImages } from "../base-images/gather.ts";
import { embeddedBaseImages } from "../knowledge/base-images.ts";
import type { BuildModel } from "../model/types.ts";
import type { CliIo } from "./io.ts";

const offline = "offline";

export function baseImagesOption(): Option {
  return new Option(
    "--base-images <source>",
    "whom to ask about base images: offline, docker, registry or a file",
  ).default(offline);
}

/**
 * Makes ready to ask the source.
 *
 * @param source as given on the command line
 * @returns undefined when there is nobody to ask: the embedded table is enough
 * @throws BaseImageSourceError when it names a file that cannot be used
 */
export async function openBaseImages(source: string, { cwd, env }: CliIo): Promise<BaseImageGatherer | undefined> {
  if (source === offline) return undefined;
  const { createBaseImageGatherer } = await import("../base-images/gather.ts");
  return createBaseImageGatherer(source, { cwd, env });
}

/**
 * What is known of the images that the stages of a model are FROM. A model that was made without has to be made anew
 * with `baseModelOptions(images)`: variables that the base image sets count in it.
 *
 * @param gatherer undefined when there is nobody to ask
 */
export async function gatherBaseImages(
  gatherer: BaseImageGatherer | undefined,
  model: BuildModel,
): Promise<GatheredImages> {
  if (!gatherer) return { images: embeddedBaseImages, notes: [] };
  return (await import("../base-images/gather-for-build.ts")).gatherForModel(gatherer, model);
}
