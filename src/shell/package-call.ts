/** CONTRACT (the shell room completes it): package-manager calls, read from one table. */
import type { ShellCommand, ShellWord } from "./nodes.ts";

export type PackageAction = "install" | "update" | "upgrade" | "clean" | "remove" | "download" | "other";

export interface PackageFlag {
  /** With its dashes: `-y`, `--no-cache`; a cluster `-yq` gives two flags. */
  readonly name: string;
  /** From `--name=value`, `-nvalue` or the next word, for flags that the table says take a value. */
  readonly value: ShellWord | string | null;
  readonly word: ShellWord;
}

/** One call of a package manager: `apt-get install -y curl`. */
export interface PackageCall {
  /** Family: `apt` for apt, apt-get and aptitude; `pip` for pip, pip3, `python3 -m pip`, `uv pip`... */
  readonly manager: string;
  /** Base name of the program as called: `apt-get`, `pip3`. */
  readonly program: string;
  readonly command: ShellCommand;
  readonly verb: ShellWord | null;
  readonly action: PackageAction;
  /** Operands after the verb, values of flags left out. */
  readonly packages: readonly ShellWord[];
  readonly flags: readonly PackageFlag[];
  hasFlag(...names: string[]): boolean;
}

/** Null when the command is no known package manager. */
export declare function readPackageCall(command: ShellCommand): PackageCall | null;
