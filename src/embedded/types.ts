/** What the embedded room hands out. */
import type { Range } from "../syntax/nodes.ts";
import type { MappedText } from "./mapped-text.ts";

/** A Dockerfile written inside a Compose or Bake file. */
export interface EmbeddedDockerfile {
  /** `service web`, `target app`. */
  readonly label: string;
  /** The Dockerfile, and where each of its characters stands in the outer file. */
  readonly source: MappedText;
  readonly settings: BuildSettings;
}

/** What a build says besides its Dockerfile; absent is what it does not say, or what only the builder will know. */
export interface BuildSettings {
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** Relative to the folder of the outer file, or absolute. */
  readonly context?: string;
}

/** A Dockerfile that a build names. */
export interface DockerfileReference {
  readonly label: string;
  /** Relative to the folder of the outer file, or absolute. */
  readonly path: string;
  readonly settings: BuildSettings;
}

/** Why a Compose or Bake file cannot be read. */
export interface BuildFileProblem {
  /** What is wrong, without full stop. */
  readonly message: string;
  readonly range: Range;
}

/** Everything a Compose or Bake file says about Dockerfiles. */
export interface BuildFile {
  readonly dockerfiles: readonly EmbeddedDockerfile[];
  readonly references: readonly DockerfileReference[];
  readonly problems: readonly BuildFileProblem[];
}

/** One service or target with a build. */
export interface Build {
  readonly label: string;
  readonly inline: TextNode | null;
  /** Null when the value is not known. */
  readonly context: string | null;
  readonly dockerfile: string | null;
  /** Absent for the last stage. */
  readonly target?: string | null | undefined;
  readonly args: Readonly<Record<string, string>>;
}

/** A YAML, JSON or HCL value, alike for all three. */
export type DataNode = TextNode | MapNode | ListNode | OtherNode;

export interface TextNode {
  readonly kind: "text";
  /** The text as Compose or Bake understand it, after interpolation. Worked out on demand, once. */
  read(): MappedText;
}

export interface MapNode {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, DataNode>;
}

export interface ListNode {
  readonly kind: "list";
  readonly items: readonly DataNode[];
}

/** A number, a truth value, nothing, or an expression that only the builder can evaluate (null). */
export interface OtherNode {
  readonly kind: "other";
  readonly text: string | null;
}

/** What a file's parser gives. */
export interface ParsedBuildFile {
  /** Several for YAML with several documents. */
  readonly roots: readonly DataNode[];
  readonly problems: readonly BuildFileProblem[];
}
