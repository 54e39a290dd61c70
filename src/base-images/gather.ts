/**
 * IMAGE REFERENCES -> FACTS, from the source that the user chose. Everything is asked before the plan is made: the plan
 * itself waits for nothing.
 */
import { embeddedBaseImages } from "../knowledge/base-images.ts";
import type { BaseImageFacts, BaseImages } from "../knowledge/base-images.ts";
import { BaseImageError, BaseImageSourceError, UnreachableSourceError } from "./base-image-error.ts";
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

/** An image that a stage of a build is FROM. */
export interface WantedImage {
  readonly reference: NamedImageReference;
  /** That the stage takes it for, such as `linux/amd64`. */
  readonly platform: string;
}

export interface BaseImageGatherer {
  gather(wanted: readonly WantedImage[]): Promise<GatheredImages>;
}

/**
 * Makes ready to ask a source. What is asked is remembered.
 *
 * @param source `offline`, `docker`, `registry`, or the path of a file or folder with images
 * @throws BaseImageSourceError when that path is none that can be read, or empty
 */
export async function createBaseImageGatherer(source: string, options: GatherOptions): Promise<BaseImageGatherer> {
  if (source === "offline") return { gather: () => Promise.resolve({ images: embeddedBaseImages, notes: [] }) };
  return gathererOf(await openSource(source, options));
}

async function openSource(source: string, { cwd, env }: GatherOptions): Promise<ImageSource> {
  if (source === "") throw new BaseImageSourceError("--base-images names nothing: offline, docker, registry or a file");
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
  const describe = describing(source);
  const ask = (wanted: WantedImage): Promise<Answer> => {
    const key = wantedKey(wanted);
    const answer = asked.get(key) ?? describe(wanted);
    asked.set(key, answer);
    return answer;
  };
  return {
    async gather(wanted) {
      const answers = await Promise.all(wanted.map(async (one) => ({ ...one, answer: await ask(one) })));
      const known: KnownImage[] = [];
      const notes: string[] = [];
      for (const { answer, ...one } of answers) {
        if (typeof answer !== "string") known.push({ ...one, facts: answer });
        else if (!said.has(answer)) {
          said.add(answer);
          notes.push(answer);
        }
      }
      return { images: withFallback(known), notes };
    },
  };
}

function wantedKey({ reference, platform }: WantedImage): string {
  return `${imageKey(reference)} ${platform}`;
}

/** Asks the source, and no more once it has turned out that it cannot be reached: nobody waits for it twice. */
function describing(source: ImageSource): (wanted: WantedImage) => Promise<Answer> {
  let unreachable: string | undefined;
  return async ({ reference, platform }) => {
    if (unreachable !== undefined) return unreachable;
    try {
      return await source.describe(reference, platform);
    } catch (error) {
      if (error instanceof UnreachableSourceError) {
        return (unreachable ??= `${error.message}; the table that comes with stratalint is used`);
      }
      if (!(error instanceof BaseImageError)) throw error;
      const embedded = embeddedBaseImages.find(reference, platform);
      const instead = embedded === null ? "its layers are not known" : `taken as it was on ${embedded.asOf}`;
      return `base image ${shownName(reference)}: ${error.message}; ${instead}`;
    }
  };
}

interface KnownImage extends WantedImage {
  readonly facts: BaseImageFacts;
}

function withFallback(known: readonly KnownImage[]): BaseImages {
  const facts = new Map(known.map((image) => [wantedKey(image), image.facts]));
  return {
    find: (reference, platform) =>
      facts.get(`${imageKey(reference)} ${platform}`) ?? embeddedBaseImages.find(reference, platform),
  };
}
