/**
 * IMAGE REFERENCES -> FACTS, from the source that the user chose. Everything is asked before the plan is made: the plan
 * itself waits for nothing.
 */
import { embeddedBaseImages } from "../knowledge/base-images.ts";
import type { BaseImageFacts, BaseImages } from "../knowledge/base-images.ts";
import { BaseImageError, UnreachableSourceError } from "./base-image-error.ts";
import { createDaemonSource } from "./daemon-source.ts";
import type { Environment } from "./docker-config.ts";
import { openImageFile } from "./file-source.ts";
import { imageKey, shownName } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import { createRegistrySource } from "./registry-source.ts";

export interface GatherOptions {
  /** Absolute; a FILE counts from here. */
  readonly cwd: string;
  readonly env: Environment;
}

/** What is known of the images of a build. */
export interface GatheredImages {
  /** What the source tells; for what it does not know, the table that comes with us. */
  readonly images: BaseImages;
  /** A line for each image that the source could not tell of; each is said once, however many builds need the image. */
  readonly notes: readonly string[];
}

export interface BaseImageGatherer {
  /** @param platform for example `linux/amd64` */
  gather(references: readonly NamedImageReference[], platform: string): Promise<GatheredImages>;
}

/**
 * Makes ready to ask a source. What is asked is remembered.
 *
 * @param source `offline`, `docker`, `registry`, or the path of a file or folder with images
 * @throws BaseImageSourceError when that path is none that can be read
 */
export async function createBaseImageGatherer(source: string, options: GatherOptions): Promise<BaseImageGatherer> {
  if (source === "offline") return { gather: () => Promise.resolve({ images: embeddedBaseImages, notes: [] }) };
  return gathererOf(await openSource(source, options));
}

async function openSource(source: string, { cwd, env }: GatherOptions): Promise<ImageSource> {
  if (source === "docker") return createDaemonSource({ env });
  if (source === "registry") return createRegistrySource({ env });
  return await openImageFile(source, cwd);
}

/** The facts, or the note that says why there are none. */
type Answer = BaseImageFacts | string;

/** Asks each image of a source once; exported for sources of one's own. */
export function gathererOf(source: ImageSource): BaseImageGatherer {
  const asked = new Map<string, Promise<Answer>>();
  const said = new Set<string>();
  const ask = (reference: NamedImageReference, platform: string): Promise<Answer> => {
    const key = `${imageKey(reference)} ${platform}`;
    const answer = asked.get(key) ?? describe(source, reference, platform);
    asked.set(key, answer);
    return answer;
  };
  return {
    async gather(references, platform) {
      const answers = await Promise.all(references.map((reference) => ask(reference, platform)));
      const known = new Map<string, BaseImageFacts>();
      const notes: string[] = [];
      answers.forEach((answer, index) => {
        const reference = references[index];
        if (!reference) return;
        if (typeof answer !== "string") known.set(imageKey(reference), answer);
        else if (!said.has(answer)) {
          said.add(answer);
          notes.push(answer);
        }
      });
      return { images: withFallback(known, platform), notes };
    },
  };
}

async function describe(source: ImageSource, reference: NamedImageReference, platform: string): Promise<Answer> {
  try {
    return await source.describe(reference, platform);
  } catch (error) {
    if (error instanceof UnreachableSourceError)
      return `${error.message}; the table that comes with stratalint is used`;
    if (!(error instanceof BaseImageError)) throw error;
    const embedded = embeddedBaseImages.find(reference, platform);
    const instead = embedded === null ? "its layers are not known" : `taken as it was on ${embedded.asOf}`;
    return `base image ${shownName(reference)}: ${error.message}; ${instead}`;
  }
}

function withFallback(known: ReadonlyMap<string, BaseImageFacts>, platform: string): BaseImages {
  return {
    find: (reference, wanted) =>
      (wanted === platform ? known.get(imageKey(reference)) : undefined) ?? embeddedBaseImages.find(reference, wanted),
  };
}
