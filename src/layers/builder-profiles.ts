/**
 * What each builder does with an instruction. Everything here is decided by the file alone; where a builder looks at
 * what an instruction changed, the profile says so and takes the usual case.
 */
import type { Instruction } from "../syntax/nodes.ts";
import { createdByBuildah } from "./created-by-buildah.ts";
import { createdByClassic } from "./created-by-classic.ts";
import { createdByBuildkit } from "./created-by.ts";
import type { MadeDirectories } from "./made-directories.ts";
import type { Scope } from "./scope.ts";
import type { BuilderName } from "./types.ts";

/** What an instruction leaves in the history: an entry with a layer, an entry without one, or nothing. */
type Trace = "layer" | "empty" | "none";

export interface BuilderProfile {
  readonly name: BuilderName;
  /** True when stages before the target are built although nothing needs them. */
  readonly buildsUnusedStages: boolean;
  /**
   * @param workdir the directory after the instruction
   * @param made directories that earlier WORKDIRs made
   */
  trace(instruction: Instruction, workdir: string, made: MadeDirectories): Trace;
  createdBy(instruction: Instruction, scope: Scope): string;
}

/** Of a builder by its name. */
export function builderProfile(name: BuilderName): BuilderProfile {
  return profiles[name];
}

const buildkit: BuilderProfile = {
  name: "buildkit",
  buildsUnusedStages: false,
  // commitToHistory is told statically whether there is a layer: an empty diff is a layer all the same.
  trace(instruction, workdir) {
    if (instruction.type === "Onbuild") return "none";
    if (instruction.type === "Workdir") return workdir === "/" ? "empty" : "layer";
    return commonTrace(instruction);
  },
  createdBy: createdByBuildkit,
};

const dockerClassic: BuilderProfile = {
  name: "docker-classic",
  buildsUnusedStages: true,
  // A RUN or COPY that changes nothing gets an empty entry, and so does WORKDIR for a directory of the base image.
  // The file does not tell: they count as layers here.
  trace(instruction, workdir, made) {
    if (instruction.type === "Workdir") return workdir === "/" || made.has(workdir) ? "empty" : "layer";
    return commonTrace(instruction);
  },
  createdBy: createdByClassic,
};

const buildah: BuilderProfile = {
  name: "buildah",
  buildsUnusedStages: false,
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
