/**
 * What the shell room hands out: commands, words and redirections with their place in the file.
 * Knows no Dockerfile.
 */

/** `[start, end)` in UTF-16 code units into the file text. */
export type Range = readonly [start: number, end: number];

/** One word of a command. */
export interface ShellWord {
  /** As written in the text that the shell gets (the Dockerfile's continuations joined). */
  readonly text: string;
  /** Quotes and escapes removed; expansions (`$X`, `${X:-y}`, `$(cmd)`) kept as written. */
  readonly value: string;
  /** True when the word holds no expansion (tilde and braces too) and no unquoted glob: `value` is what arrives. */
  readonly literal: boolean;
  /** Names of the variables the word reads (`$X`, `${X:-y}`, `$((X))`); commands in `$( )` have words of their own. */
  readonly variables: readonly string[];
  readonly range: Range;
}

/** `>file`, `2>&1`, `<<EOF`... */
export interface Redirection {
  /** For example `>`, `>>`, `<`, `>&`, `&>`, `<<`, `<<<`. */
  readonly operator: string;
  /** The file descriptor in front, when written. */
  readonly fd: number | null;
  readonly target: ShellWord | null;
  readonly range: Range;
}

/** One simple command, with the wrappers in front of it (sudo, env, time, xargs, `sh -c`...) already seen through. */
export interface ShellCommand {
  readonly type: "ShellCommand";
  /** From the first word of the command (after wrappers) to its last word or redirection. */
  readonly range: Range;
  /** The program's base name (`/usr/bin/apt-get`, `$HOME/bin/apt-get` -> `apt-get`); null when that is an expansion. */
  readonly name: string | null;
  /** The word that names the program; null for a bare assignment. */
  readonly nameWord: ShellWord | null;
  /** The words after the name, flags and operands in order. */
  readonly args: readonly ShellWord[];
  /** `A=b` in front of the command, those that `env` and `sudo` take as arguments too. `value` is null for `A=`. */
  readonly assignments: readonly { readonly name: string; readonly value: ShellWord | null; readonly range: Range }[];
  readonly redirections: readonly Redirection[];
  /**
   * Base names of the wrappers seen through, outermost first: `["sudo", "env"]`. For the commands of `sh -c '...'`
   * the shell is the last of them; assignments and redirections of that call are nobody's.
   */
  readonly wrappers: readonly string[];
  /** Where the word of the outermost wrapper starts (equals `range[0]` without wrappers). */
  readonly outerStart: number;
  /**
   * Position in a pipeline: `index` of `length` commands; `length` is 1 outside pipelines. A group or loop in a
   * pipeline counts as one command of it; the commands inside have pipelines of their own.
   */
  readonly pipeline: { readonly id: number; readonly index: number; readonly length: number };
  /** True inside `( )`, `$( )`, backquotes, process substitution or `sh -c '...'`. */
  readonly subshell: boolean;
  /** True inside `$( )`, backquotes or process substitution. */
  readonly substitution: boolean;
  /** True when it may not run: in an `if`/`while`/`for`/`case`/function body, or after `||`. */
  readonly conditional: boolean;
  /** The operator before it, or its pipeline, in its list: `&&`, `||`, `;` (also a newline), `&`; null for the first. */
  readonly precededBy: "&&" | "||" | ";" | "&" | null;
  /** `!` in front of it or its pipeline. */
  readonly negated: boolean;
}
