/** What every source of base image facts offers. */
import type { BaseImageFacts, NamedImage } from "../knowledge/base-images.ts";

/** An image reference with the name that messages show. */
export type NamedImageReference = NamedImage & { readonly familiarName: string };

export interface ImageSource {
  /**
   * @param platform for example `linux/amd64`
   * @throws BaseImageError when the source cannot tell of this image
   * @throws UnreachableSourceError when it cannot tell of any
   */
  describe(reference: NamedImageReference, platform: string): Promise<BaseImageFacts>;
}

/** `node:22-slim`, `ghcr.io/org/app@sha256:...`: as docker shows it. */
export function shownName({ familiarName, tag, digest }: NamedImageReference): string {
  const shownTag = tag === null ? "" : `:${tag}`;
  return familiarName + shownTag + (digest === null ? "" : `@${digest}`);
}

/** What two references to the same image have in common: `docker.io/library/node:22`, or the name with its digest. */
export function imageKey({ registry, repository, tag, digest }: NamedImage): string {
  return `${registry}/${repository}${digest === null ? `:${tag ?? "latest"}` : `@${digest}`}`;
}

/** Today, as an ISO date: what is asked now holds now. */
export function today(): string {
  return isoDate(new Date());
}

export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
