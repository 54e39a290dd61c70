/** TEXT -> what is known of its base images, when somebody is asked about them. */
import type { BaseImageGatherer } from "../base-images/gather.ts";
import type { FileConfig } from "../config/types.ts";
import type { BaseImages } from "../knowledge/base-images.ts";

export interface KnownImages {
  /** Undefined when nobody was asked. */
  readonly images?: BaseImages;
  readonly notes: readonly string[];
}

/** @param text of a Dockerfile, with or without byte order mark */
export async function knownImages(
  gatherer: BaseImageGatherer | undefined,
  text: string,
  { languageOptions }: FileConfig,
): Promise<KnownImages> {
  if (!gatherer) return { notes: [] };
  return (await import("../base-images/gather-for-build.ts")).gatherForText(gatherer, text, languageOptions);
}
