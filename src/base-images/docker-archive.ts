/**
 * DOCKER ARCHIVE -> IMAGES: `manifest.json` of what `docker save` writes (Docker image specification 1.2, "Combined
 * Image JSON + Filesystem Changeset Format"). Since Docker 25 there is an OCI layout in it as well, which says more.
 */
import * as v from "valibot";
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { BaseImageError } from "./base-image-error.ts";
import { readDocument, readImageConfig } from "./image-documents.ts";
import { factsOfImage } from "./image-facts.ts";
import { imageKey, shownName } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import type { ImageStore } from "./image-store.ts";
import { fitsPlatform } from "./platform-choice.ts";
import { withLayerBytes } from "./stored-layers.ts";

const manifestSchema = v.array(
  v.object({
    Config: v.string(),
    RepoTags: v.nullish(v.array(v.string())),
    Layers: v.nullish(v.array(v.string())),
  }),
);

type SavedImage = v.InferOutput<typeof manifestSchema>[number];

/**
 * Reads the list of images in an archive.
 *
 * @param asOf ISO date on which the archive was written
 * @returns null when the store is no archive of `docker save`
 * @throws BaseImageError when its manifest is damaged
 */
export async function readDockerArchive(store: ImageStore, asOf: string): Promise<ImageSource | null> {
  const bytes = await store.read("manifest.json");
  if (bytes === null) return null;
  const images = readDocument(manifestSchema, bytes, "manifest.json");
  return { describe: (reference, platform) => describe(store, images, asOf, reference, platform) };
}

async function describe(
  store: ImageStore,
  images: readonly SavedImage[],
  asOf: string,
  reference: NamedImageReference,
  platform: string,
): Promise<BaseImageFacts> {
  const saved = images.filter((image) => isNamed(image, reference));
  if (saved.length === 0) throw new BaseImageError(`the file does not hold it, but ${contents(images)}`);
  for (const { Config, Layers } of saved) {
    const bytes = await store.read(Config);
    if (bytes === null) throw new BaseImageError(`the file does not hold all of it: ${Config} is missing`);
    const config = readImageConfig(bytes);
    if (!fitsPlatform(config, platform)) continue;
    const origin = { name: shownName(reference), source: "file", asOf, digest: null } as const;
    const layerBytes = (Layers ?? []).map((name) => store.fileBytes(name));
    return withLayerBytes(factsOfImage(origin, config, null), layerBytes);
  }
  throw new BaseImageError(`the file has it, but not for ${platform}`);
}

/** The archive knows tags and no digests. */
function isNamed({ RepoTags }: SavedImage, reference: NamedImageReference): boolean {
  return (RepoTags ?? []).some((tag) => {
    const known = parseImageReference(tag);
    return !("error" in known) && imageKey(known) === imageKey(reference);
  });
}

function contents(images: readonly SavedImage[]): string {
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  if (tags.length === 0) return "images without a name";
  return tags.slice(0, 3).join(", ") + (tags.length > 3 ? " and more" : "");
}
