/** Which of the manifests of an index is for a platform. */
import { formatPlatform, parsePlatform } from "../model/platform.ts";
import type { Platform } from "../model/platform.ts";
import type { Descriptor } from "./image-documents.ts";

interface WrittenPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | null | undefined;
}

/**
 * The best fit, as containerd's `platforms.Only` orders them: the platform itself, else one that its processors run as
 * well. Null when there is none.
 */
export function chooseManifest<T extends Pick<Descriptor, "platform">>(
  descriptors: readonly T[],
  platform: string,
): T | null {
  for (const wanted of acceptable(parsePlatform(platform))) {
    const found = descriptors.find((descriptor) => descriptor.platform && written(descriptor.platform) === wanted);
    if (found) return found;
  }
  return null;
}

/** True when an image for the one platform runs on the other. */
export function fitsPlatform(image: WrittenPlatform, platform: string): boolean {
  return acceptable(parsePlatform(platform)).includes(written(image));
}

/** `linux/arm64`, whatever the spelling. */
export function written({ os, architecture, variant }: WrittenPlatform): string {
  return formatPlatform(parsePlatform(`${os}/${architecture}${variant ? `/${variant}` : ""}`));
}

function acceptable(platform: Platform): string[] {
  return [platform, ...lesser(platform)].map(formatPlatform);
}

/** What a processor runs as well, the best first: its older variants, then those of 32 bits. */
function lesser({ os, architecture, variant }: Platform): Platform[] {
  const of = (architecture: string, variants: readonly string[]): Platform[] =>
    variants.map((variant) => ({ os, architecture, variant }));
  switch (architecture) {
    case "amd64":
      return [...of("amd64", olderThan(variant, ["v4", "v3", "v2", ""])), ...of("386", [""])];
    case "arm":
      return of("arm", olderThan(variant, armVariants));
    case "arm64":
      return [...of("arm64", variant === "" ? [] : [""]), ...of("arm", armVariants)];
    default:
      return [];
  }
}

const armVariants = ["v8", "v7", "v6", "v5"];

/** @param variants newest first */
function olderThan(variant: string, variants: readonly string[]): readonly string[] {
  return variants.slice(variants.indexOf(variant) + 1, variants.includes(variant) ? undefined : 0);
}
