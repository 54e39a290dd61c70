/** What the model room hands out: the meaning of a Dockerfile. */
import type {
  Arg,
  Dockerfile,
  From,
  Heredoc,
  Instruction,
  ShellSetting,
  Stage,
  SyntaxProblem,
  Word,
} from "../syntax/nodes.ts";

/** An image reference taken apart and normalised as distribution/reference does. */
export interface ImageReference {
  /** As written (after expansion). */
  readonly raw: string;
  /** Registry host with port, `docker.io` when none is written. */
  readonly registry: string;
  readonly explicitRegistry: boolean;
  /** Path in the registry: `library/nginx`, `org/app`. */
  readonly repository: string;
  /** What docker shows: `nginx`, `org/app`, `ghcr.io/org/app`. */
  readonly familiarName: string;
  readonly tag: string | null;
  /** `sha256:...`. */
  readonly digest: string | null;
}

export type BuilderName = "buildkit" | "docker-classic" | "buildah";

/** Everything about one build that is not in the file. */
export interface BuildOptions {
  /** Stage name, or number where the builder takes one (BuildKit does not); the last stage by default. */
  readonly target?: string | undefined;
  /** `buildkit` by default. */
  readonly builder?: BuilderName | undefined;
  /** `linux/amd64` by default. */
  readonly platform?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
}

/** What `createModel` takes besides the file. */
export interface ModelOptions extends BuildOptions {
  /**
   * The environment that a base image sets; null when it is not known. Without it only PATH is known to be set, as
   * BuildKit makes sure of that itself.
   */
  readonly baseEnvironment?: ((reference: ImageReference) => ReadonlyMap<string, string> | null) | undefined;
  /** The working directory of a base image, an absolute path; null, as always without it, when it is not known. */
  readonly baseWorkdir?: ((reference: ImageReference) => string | null) | undefined;
  /** The SHELL of a base image; null, as always without it, when it sets none or is not known. */
  readonly baseShell?: ((reference: ImageReference) => readonly string[] | null) | undefined;
  /** The ONBUILD triggers of a base image, each the text of an instruction; none, as always without it, when not known. */
  readonly baseOnbuild?: ((reference: ImageReference) => readonly string[]) | undefined;
}

/**
 * A value that may not be knowable before the build.
 * `value` is BuildKit's result with every unknowable variable taken as its default (or empty);
 * `unknown` names the variables that a build argument or an unknown base image may set otherwise.
 */
export interface Expansion {
  readonly value: string;
  /** True when nothing outside the file can change it. */
  readonly exact: boolean;
  /** Variables read that are set nowhere in scope. */
  readonly undefinedNames: readonly string[];
  /** Variables read whose value is a default that `--build-arg` may override, or that only the builder knows. */
  readonly overridable: readonly string[];
  /** Every variable read. */
  readonly names: readonly string[];
  /** BuildKit's error text, when it cannot be expanded. */
  readonly error: string | null;
  /** Offsets into the word of what cannot be expanded. */
  readonly errorRange: readonly [start: number, end: number] | null;
}

export type StageBase =
  | { readonly kind: "scratch" }
  | { readonly kind: "stage"; readonly stage: StageModel }
  | {
      readonly kind: "image";
      /** The reference after expansion with defaults; null when it is empty or invalid. */
      readonly reference: ImageReference | null;
      readonly text: Expansion;
    };

/** Where a stage takes files or its base from. */
export interface StageEdge {
  readonly kind: "from" | "copy" | "mount";
  readonly stage: StageModel;
  /** The instruction that makes the edge. */
  readonly instruction: Instruction;
  readonly word: { readonly range: readonly [number, number] };
}

/** State of a stage just before (or after) an instruction. */
export interface StageState {
  /** ENV values by name, the base image's included when known. */
  readonly env: ReadonlyMap<string, string>;
  /** False when the base image may set variables besides those in `env`: an undefined name may then be set after all. */
  readonly baseEnvKnown: boolean;
  /** Declared build arguments and their effective value; undefined where none is given. */
  readonly args: ReadonlyMap<string, string | undefined>;
  /** As USER gave it, expanded; null when no USER is in force in the file (the base image decides). */
  readonly user: { readonly value: string; readonly instruction: Instruction } | null;
  /** Absolute path with forward slashes, also for Windows; null when unknown (relative to an unknown base's). */
  readonly workdir: string | null;
  readonly shell: ShellSetting;
}

export interface StageModel {
  readonly node: Stage;
  readonly index: number;
  readonly name: string | null;
  readonly base: StageBase;
  /** This stage and the stages it is FROM, root first. */
  readonly chain: readonly StageModel[];
  /** The base at the root of the chain: an image or scratch. */
  readonly rootBase: Exclude<StageBase, { kind: "stage" }>;
  readonly edges: readonly StageEdge[];
  /**
   * The ONBUILD instructions of what it is FROM: they run here, right after FROM. Those of a stage are nodes of the file;
   * those of a base image are not, and their ranges and lines say nothing.
   */
  readonly triggers: readonly Instruction[];
  /** True when building the target builds this stage. */
  readonly reachable: boolean;
  /** True when the stage's own layers are in the target image (target or one of its FROM ancestors). */
  readonly ships: boolean;
  /** Family of the root base image when established: from its name, else from the package manager used. */
  readonly os: OsFamily | null;
  /**
   * Just before `instruction` runs: one of the stage's body, its FROM, one of its `triggers`, or the instruction inside
   * one of its own ONBUILDs (which sees what the ONBUILD sees).
   *
   * @throws RangeError for an instruction of another stage
   */
  stateBefore(instruction: Instruction): StageState;
  /** After the last instruction. */
  readonly finalState: StageState;
  /** Expands a word with what is in scope in this stage just before `instruction`; for a trigger, where it runs. */
  expand(instruction: Instruction, word: Word | string): Expansion;
}

export type OsFamily = "debian" | "alpine" | "rhel" | "suse" | "arch" | "windows" | "distroless" | "wolfi" | "busybox";

export interface BuildModel {
  readonly dockerfile: Dockerfile;
  readonly options: BuildOptions;
  readonly stages: readonly StageModel[];
  /** The stage that is built; null for a file without FROM or when the asked target does not exist. */
  readonly target: StageModel | null;
  /**
   * Global ARGs by name, with the effective value (build argument, else default). Also the arguments that BuildKit
   * predefines for FROM (`TARGETARCH`...): their `node` is null unless an ARG names them.
   */
  readonly globalArgs: ReadonlyMap<string, { readonly value: string | undefined; readonly node: Arg | null }>;
  /**
   * What BuildKit would reject when it turns the file into a build, and the parser has not rejected, in file order.
   * Found when first asked for; nothing that only a registry, the build context or the builder can tell.
   */
  readonly problems: readonly SyntaxProblem[];
  stageOf(node: Instruction | Stage): StageModel | null;
  /** Expands a word of FROM with the global scope. */
  expandFrom(from: From, word: Word | string): Expansion;
  /**
   * Expands a word of an instruction with what is in scope where it is written. A default in an ARG sees the arguments to
   * its left; all of an ENV sees what was in force before it.
   */
  expand(instruction: Instruction, word: Word | string): Expansion;
  /** Expands the body of a COPY or ADD heredoc; a quoted one (`expand: false`) stays as it is. */
  expandHeredoc(instruction: Instruction, heredoc: Heredoc): Expansion;
}
