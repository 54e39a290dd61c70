/**
 * JSON FILE -> IMAGES: facts in our own shape, for those who write them by other means, or the output of
 * `docker image inspect`.
 */
import * as v from "valibot";
import { platformForm, platformPattern } from "../config/choices.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { defaultPlatform } from "../model/platform.ts";
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import { BaseImageError } from "./base-image-error.ts";
import { checkShape, containerConfigSchema } from "./image-documents.ts";
import { configFacts } from "./image-facts.ts";
import { imageKey } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import { factsOfInspected, inspectedSchema } from "./inspected-image.ts";
import type { InspectedImage } from "./inspected-image.ts";
import { fitsPlatform } from "./platform-choice.ts";

const bytes = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)));

const factsSchema = v.strictObject({
  name: v.string(),
  platform: v.optional(v.pipe(v.string(), v.regex(platformPattern, `expected ${platformForm}`))),
  layers: v.pipe(v.number(), v.integer(), v.minValue(0)),
  asOf: v.optional(v.pipe(v.string(), v.isoDate())),
  digest: v.nullish(v.string()),
  compressedBytes: bytes,
  unpackedBytes: bytes,
  /** As in `docker image inspect`. */
  config: v.nullish(containerConfigSchema),
});

const factsFileSchema = v.strictObject({ images: v.array(factsSchema) });

type WrittenFacts = v.InferOutput<typeof factsSchema>;

/** An image of the file. */
interface KnownImage {
  /** As `imageKey` writes them. */
  readonly keys: readonly string[];
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
  facts(reference: NamedImageReference): BaseImageFacts;
}

/**
 * Reads facts.
 *
 * @param value the JSON of the file: `{"images": [...]}`, or the list that `docker image inspect` prints
 * @param asOf ISO date on which the file was written
 * @throws BaseImageError that names what does not fit
 */
export function readFactsFile(value: unknown, asOf: string): ImageSource {
  const images = Array.isArray(value)
    ? checkShape(v.array(inspectedSchema), value, "list of images").map((image) => inspectedImage(image, asOf))
    : checkShape(factsFileSchema, value, "list of images").images.map((facts) => writtenImage(facts, asOf));
  return {
    describe: (reference, platform) => {
      const named = images.filter(({ keys }) => keys.includes(imageKey(reference)));
      const found = named.find((image) => fitsPlatform(image, platform));
      if (found) return Promise.resolve(found.facts(reference));
      const why = named.length === 0 ? "the file does not tell of it" : `the file tells of it, but not for ${platform}`;
      return Promise.reject(new BaseImageError(why));
    },
  };
}

function inspectedImage(image: InspectedImage, asOf: string): KnownImage {
  const names = [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])];
  return {
    keys: names.flatMap(keysOf),
    os: image.Os,
    architecture: image.Architecture,
    variant: image.Variant ?? null,
    facts: (reference) => factsOfInspected({ name: names[0] ?? "", source: "file", asOf }, reference, image),
  };
}

function writtenImage(written: WrittenFacts, asOf: string): KnownImage {
  const { name, platform = defaultPlatform, config, digest = null } = written;
  const reference = parseImageReference(name);
  if ("error" in reference) {
    throw new BaseImageError(`its list of images cannot be read: "${name}" is no name of an image`);
  }
  const [os = "", architecture = "", variant = null] = platform.split("/");
  return {
    keys: [imageKey(reference), ...(digest === null ? [] : [imageKey({ ...reference, digest })])],
    os,
    architecture,
    variant,
    facts: () => ({
      name,
      source: "file",
      asOf: written.asOf ?? asOf,
      derivedFrom: null,
      digest,
      layers: written.layers,
      compressedBytes: written.compressedBytes ?? null,
      unpackedBytes: written.unpackedBytes ?? null,
      os,
      ...configFacts(config, config !== undefined && config !== null),
    }),
  };
}

/** None for what is no reference to an image, such as `<none>:<none>`. */
function keysOf(name: string): string[] {
  const reference = parseImageReference(name);
  return "error" in reference ? [] : [imageKey(reference)];
}
