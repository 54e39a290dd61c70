/** Platforms such as `linux/arm/v7`, and the build arguments that BuildKit predefines from them. */

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  /** Empty when there is none. */
  readonly variant: string;
}

export const defaultPlatform = "linux/amd64";

const knownSystems = new Set(["linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "wasip1"]);

/** Spellings of uname and of docker's own that containerd normalises: `[architecture, variant]`. */
const spellings: Readonly<Record<string, readonly [string, string]>> = {
  aarch64: ["arm64", ""],
  armel: ["arm", "v6"],
  armhf: ["arm", "v7"],
  i386: ["386", ""],
  x86_64: ["amd64", ""],
  "x86-64": ["amd64", ""],
};

/**
 * Reads a platform as containerd does: `os/architecture[/variant]`, or an operating system or architecture alone.
 * What is left out is Linux on amd64.
 */
export function parsePlatform(text: string): Platform {
  const [first = "", second, third = ""] = text.toLowerCase().split("/");
  const alone = second === undefined;
  const os = alone && !knownSystems.has(first) ? "linux" : first;
  const written = second ?? (knownSystems.has(first) || first === "" ? "amd64" : first);
  const [architecture, implied] = Object.hasOwn(spellings, written)
    ? (spellings[written] ?? [written, ""])
    : [written, ""];
  return { os: os || "linux", architecture, variant: normaliseVariant(architecture, third || implied) };
}

/** `linux/amd64`, `linux/arm/v7` */
export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === "" ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

/** The arguments that FROM may use without an ARG, and a stage with one: `["TARGETARCH", "amd64"]`... */
export function platformArguments(
  prefix: "BUILD" | "TARGET",
  platform: Platform,
): readonly (readonly [string, string])[] {
  return [
    [`${prefix}PLATFORM`, formatPlatform(platform)],
    [`${prefix}OS`, platform.os],
    [`${prefix}OSVERSION`, ""],
    [`${prefix}ARCH`, platform.architecture],
    [`${prefix}VARIANT`, platform.variant],
  ];
}

function normaliseVariant(architecture: string, variant: string): string {
  if (architecture === "arm") return variant === "" ? "v7" : /^\d$/.test(variant) ? `v${variant}` : variant;
  const isDefault =
    (architecture === "arm64" && /^v?8$/.test(variant)) || (architecture === "amd64" && variant === "v1");
  return isDefault ? "" : variant;
}
