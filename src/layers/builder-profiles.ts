/**
 * What each builder does with an instruction. Everything here is decided by the file alone; where a builder looks at
 * what an instruction changed, the profile says so and takes the usual case.
 */
import type { Instruction } from "../syntax/nodes.ts";
import { createdByBuildah } from "./created-by-buildah.ts";
import { createdByClassic } from "./created-by-classic.ts";
import { createdByBuildkit, type BuildkitText } from "./created-by.ts";
import type { KnownFiles } from "./known-files.ts";
import type { Scope } from "./scope.ts";
import { excludeReading, type ExcludeReading } from "./exclude-reading.ts";
import type { BuilderName, LayerStore } from "./types.ts";

/** What an instruction leaves in the history: an entry with a layer, an entry without one, or nothing. */
type Trace = "layer" | "empty" | "none";

export interface BuilderProfile {
  readonly name: BuilderName;
  /** True when stages before the target are built although nothing needs them. */
  readonly buildsUnusedStages: boolean;
  /** True when a layer depends on what a step changes. */
  readonly looksAtFiles: boolean;
  /** Where it keeps its layers when nothing else is said. */
  readonly store: LayerStore;
  readonly excludes: ExcludeReading;
  /**
   * @param workdir the directory after the instruction
   * @param files what is known before it; null unless `looksAtFiles`
   */
  trace(instruction: Instruction, workdir: string, files: KnownFiles | null): Trace;
  createdBy(instruction: Instruction, scope: Scope): string;
}

export interface ProfileOptions {
  /** Whose wording BuildKit's history has; `current` by default. */
  readonly text?: BuildkitText | undefined;
  /** Of Buildah, such as `1.39`; the newest that is known by default. */
  readonly version?: string | undefined;
}

/** Of a builder by its name. */
export function builderProfile(name: BuilderName, { text = "current", version }: ProfileOptions = {}): BuilderProfile {
  if (name === "buildah" && version !== undefined) return { ...buildah, excludes: excludeReading(version) };
  if (name !== "buildkit" || text === "current") return profiles[name];
  return { ...buildkit, createdBy: (instruction, scope) => createdByBuildkit(instruction, scope, text) };
}

const buildkit: BuilderProfile = {
  name: "buildkit",
  buildsUnusedStages: false,
  looksAtFiles: false,
  store: "containerd",
  excludes: "of-source",
  // commitToHistory is told statically whether there is a layer: an empty diff is a layer all the same.
  trace(instruction, workdir) {
    if (instruction.type === "Onbuild") return "none";
    if (instruction.type === "Workdir") return workdir === "/" ? "empty" : "layer";
    return commonTrace(instruction);
  },
  createdBy: (instruction, scope) => createdByBuildkit(instruction, scope),
};

const dockerClassic: BuilderProfile = {
  name: "docker-classic",
  buildsUnusedStages: true,
  looksAtFiles: true,
  store: "overlay2",
  // It knows no such flag.
  excludes: "none",
  // A step that changes nothing gets an empty entry: WORKDIR for a directory that is there, RUN of `true`. Where the file
  // does not tell, it counts as a layer.
  trace(instruction, workdir, files) {
    if (instruction.type === "Workdir") return workdir === "/" || files?.hasDirectory(workdir) ? "empty" : "layer";
    if (instruction.type === "Run" && files?.keepsFiles(instruction, workdir)) return "empty";
    return commonTrace(instruction);
  },
  createdBy: createdByClassic,
};

const buildah: BuilderProfile = {
  name: "buildah",
  buildsUnusedStages: false,
  looksAtFiles: false,
  store: "overlay2",
  excludes: "of-both",
  // With --layers (the default of `podman build`). The directory of a WORKDIR goes into the next layer.
  trace: commonTrace,
  createdBy: createdByBuildah,
};

const profiles: Readonly<Record<BuilderName, BuilderProfile>> = { buildkit, "docker-classic": dockerClassic, buildah };

/** What all builders agree on: everything but WORKDIR and ONBUILD. */
function commonTrace(instruction: Instruction): Trace {
  switch (instruction.type) {
    case "Run":
    case "Copy":
    case "Add":
      return "layer";
    case "From":
    case "UnknownInstruction":
      return "none";
    default:
      return "empty";
  }
}
