/** One thing to build: a context with a Dockerfile in it, and what the command line says. */
import type { ContextEntry } from "./context-entries.ts";

export interface BuildCase {
  readonly name: string;
  /** Of a random case: `--seed` with it and `--cases 1` builds it again. */
  readonly seed?: number;
  readonly dockerfile: string;
  /** The Dockerfile is not among them. */
  readonly context: readonly ContextEntry[];
  readonly target?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** What an earlier build of a fixture gave. */
  readonly recordedSizes?: LayerBytes | undefined;
}

/** Of each layer above the base image, bytes of its files and of its tar. */
export type LayerBytes = readonly (readonly [fileBytes: number, tarBytes: number])[];
