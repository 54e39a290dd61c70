/** What the parts of the room hand to each other. */
import type { Range } from "../syntax/nodes.ts";

/** ShellCheck's levels are ours. */
export type Level = "error" | "warning" | "info" | "style";
export const levels: readonly Level[] = ["error", "warning", "info", "style"];

/** The dialects in which a script is read. ShellCheck knows `busybox` since 0.10. */
export type Dialect = "dash" | "bash" | "ksh" | "busybox";

/** One piece of shell code, as the shell gets it, with the way back to the file. */
export interface ShellScript {
  readonly text: string;
  /** File range of `text.slice(start, end)`; `start === end` gives an empty range. */
  toRange(start: number, end: number): Range;
  /** What to put in front of it for ShellCheck: whole lines. */
  readonly preamble: string;
  /** False for ranges of the file, by code, in which a comment outside of the script switches ShellCheck off. */
  readonly isWanted: (code: string, range: Range) => boolean;
}

/** 1-based line and column; columns are code points, and a tab is one. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a script; the end is exclusive. */
export interface Stretch {
  readonly start: Place;
  readonly end: Place;
}

export interface Replacement extends Stretch {
  readonly text: string;
  /** Of two insertions at one place the one with the higher number stands nearer to the text that they enclose. */
  readonly precedence: number;
  readonly insertionPoint: "beforeStart" | "afterEnd";
}

/** One thing ShellCheck says about a script; lines count without the preamble. */
export interface Remark extends Stretch {
  /** `SC2086`. */
  readonly code: string;
  readonly level: Level;
  readonly message: string;
  /** Its own fix; empty when it has none. */
  readonly replacements: readonly Replacement[];
}
