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
 * The best fit, as containerd's `platforms.Only` orders them: the platform itself, else for ARM an older variant, which
 * a newer processor runs as well. Null when there is none.
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

const armVariants = ["v8", "v7", "v6", "v5"];

function acceptable(platform: Platform): string[] {
  const { architecture, variant } = platform;
  if (architecture !== "arm") return [formatPlatform(platform)];
  const older = armVariants.slice(Math.max(0, armVariants.indexOf(variant)));
  return older.map((variant) => formatPlatform({ ...platform, variant }));
}
