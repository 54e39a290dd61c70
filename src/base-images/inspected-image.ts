/** What `docker image inspect` prints of an image, and the daemon answers: field names are Docker's. */
import * as v from "valibot";
import type { BaseImageFacts, NamedImage } from "../knowledge/base-images.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { containerConfigSchema } from "./image-documents.ts";
import { configFacts } from "./image-facts.ts";
import type { ImageOrigin } from "./image-facts.ts";

export const inspectedSchema = v.object({
  Os: v.string(),
  Architecture: v.string(),
  Variant: v.nullish(v.string()),
  RepoTags: v.nullish(v.array(v.string())),
  RepoDigests: v.nullish(v.array(v.string())),
  Config: v.nullish(containerConfigSchema),
  RootFS: v.object({ Layers: v.nullish(v.array(v.string())) }),
  Size: v.nullish(v.number()),
  GraphDriver: v.nullish(v.object({ Name: v.string() })),
});

export type InspectedImage = v.InferOutput<typeof inspectedSchema>;

/** The facts in it. Its `Size` counts differently with each storage driver, so that it is left out here. */
export function factsOfInspected(
  origin: Omit<ImageOrigin, "digest">,
  reference: NamedImage,
  image: InspectedImage,
): BaseImageFacts {
  const layerDigests = image.RootFS.Layers ?? [];
  return {
    ...origin,
    digest: digestIn(image, reference),
    derivedFrom: null,
    layers: layerDigests.length,
    layerDigests,
    compressedBytes: null,
    unpackedBytes: null,
    os: image.Os,
    ...configFacts(image.Config),
  };
}

/** The digest under which the registry of the reference knows the image. */
function digestIn({ RepoDigests }: InspectedImage, { registry, repository }: NamedImage): string | null {
  for (const text of RepoDigests ?? []) {
    const known = parseImageReference(text);
    if (!("error" in known) && known.registry === registry && known.repository === repository) return known.digest;
  }
  return null;
}
