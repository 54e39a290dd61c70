/** What the layers room hands out: the predicted image. */
import type { Instruction } from "../syntax/nodes.ts";

export type BuilderName = "buildkit" | "docker-classic" | "buildah";

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
  /** 1-based first line of the instruction; for an ONBUILD trigger the line of the ONBUILD. */
  readonly line: number;
  /** The text `docker history --no-trunc` shows. */
  readonly createdBy: string;
  /** True for an entry without a layer. */
  readonly empty: boolean;
  /** 0-based among the layers above the base image. */
  readonly layer?: { readonly index: number; readonly bytes: Size };
  /** Set when an ONBUILD of an earlier stage made it. */
  readonly onbuild?: true;
}

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
  readonly image: {
    /** `scratch`, or the familiar name of the base image; null when it depends on a build argument without default. */
    readonly baseImage: string | null;
    /** Layers of the base image: 0 for scratch, a number when known, else null. */
    readonly baseLayers: number | null;
    /** Layers above the base image. */
    readonly layers: number;
    readonly history: readonly HistoryEntry[];
    readonly bytes: Size;
  };
}
