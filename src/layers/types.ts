/** What the layers room hands out: the predicted image. */
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import type { BuilderName } from "../model/types.ts";
import type { Instruction, Word } from "../syntax/nodes.ts";
import type { ImageConfig } from "./image-config.ts";
import type { LayerEntry } from "./layer-entries.ts";

export type { BuilderName };

/**
 * Where the builder keeps its layers. They differ in what becomes of a file that is written once more, just as it was:
 * the containerd store (BuildKit's own, and Docker's with the containerd image store) leaves it out of the new layer, the
 * overlay2 graph driver stores it again.
 */
export type LayerStore = "containerd" | "overlay2";

/** A number of bytes, with how sure it is. */
export type Size =
  | { readonly kind: "exact"; readonly bytes: number }
  | { readonly kind: "bounded"; readonly lo: number; readonly hi: number; readonly why: string }
  | { readonly kind: "unknown"; readonly why: string };

/** One entry of `docker history`, made by one instruction above the base image. */
export interface HistoryEntry {
  /** The keyword in upper case. */
  readonly instruction: string;
  readonly node: Instruction;
  /** 0-based index of the stage whose text holds the instruction. */
  readonly stage: number;
  /** 1-based first line of the instruction; for an ONBUILD trigger the line of the ONBUILD, or of FROM for a base image's. */
  readonly line: number;
  /** The text `docker history --no-trunc` shows. */
  readonly createdBy: string;
  /** True for an entry without a layer. */
  readonly empty: boolean;
  readonly layer?: PlannedLayer;
  /** Set when an ONBUILD of an earlier stage, or of the base image, made it. */
  readonly onbuild?: true;
}

/** A layer that an entry makes. Its sizes are worked out when they are read. */
export interface PlannedLayer {
  /** 0-based among the layers above the base image. */
  readonly index: number;
  /** Bytes of its files, as `docker history` sums them up: regular files at full length, hard links once. */
  readonly bytes: Size;
  /** Length in bytes of the uncompressed layer tar. */
  readonly tarBytes: Size;
  /**
   * What is in it, for those who need more than its size.
   *
   * @throws UnknownFilesError, UnreadableFileError or PatternError, also while they are gone through, when it is not known
   */
  entries(): Iterable<LayerEntry>;
}

/** A source of COPY or ADD that the builder will not find. */
export interface ContextProblem {
  readonly instruction: Instruction;
  /** The source as it is written. */
  readonly word: Word;
  readonly kind: ContextProblemKind;
  /** One sentence, for people. */
  readonly message: string;
}

export type ContextProblemKind =
  /** Nothing of that name is in the context, or in the stage that is copied from. */
  | "missing"
  /** The path leads out of the context; builders stop at its top. */
  | "outside"
  /** The ignore file leaves it out. */
  | "ignored"
  /** The path goes through a file, a link that leads nowhere or round in circles. */
  | "unreadable"
  /** A pattern that cannot be read. */
  | "malformed"
  /** The pattern fits nothing: the build goes on and copies nothing. */
  | "no-match";

export interface StagePlan {
  readonly stage: number;
  readonly name: string | null;
  /** True when building the target builds it. */
  readonly built: boolean;
  readonly ships: boolean;
  /** Entries of this stage alone, triggers of its base included. */
  readonly history: readonly HistoryEntry[];
  /** Layers that this stage alone makes. */
  readonly layers: number;
}

export interface LayerPlan {
  readonly builder: BuilderName;
  /** The target stage's name, or its number as text. */
  readonly target: string;
  readonly platform: string;
  readonly stages: readonly StagePlan[];
  readonly image: PlannedImage;
  /** Sources that the stages built will not find, in file order; those in the context only when it is given. */
  readonly contextProblems: readonly ContextProblem[];
}

/** The image that the target makes. Sizes, configuration and facts of the base are found when they are read. */
export interface PlannedImage {
  /** `scratch`, or the familiar name of the base image; null when it depends on a build argument without default. */
  readonly baseImage: string | null;
  /** Layers of the base image: 0 for scratch, a number when known, else null. */
  readonly baseLayers: number | null;
  /** Layers above the base image. */
  readonly layers: number;
  readonly history: readonly HistoryEntry[];
  /** Bytes of the files in the layers above the base image. */
  readonly bytes: Size;
  /** Length of the uncompressed tars of the layers above the base image, summed up. */
  readonly tarBytes: Size;
  /** What is known of the base image; null for scratch and when nothing is. */
  readonly base: BaseImageFacts | null;
  /** As `docker image inspect` shows it. */
  readonly config: ImageConfig;
}
