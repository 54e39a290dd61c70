/** The flags of a command that is no package manager. */
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";
import { readFlags } from "../../shell/flags.ts";
import type { Flag } from "../../shell/flags.ts";

export interface CommandLine {
  readonly flags: readonly Flag[];
  readonly operands: readonly ShellWord[];
}

/**
 * @param valueFlags flags that take the next word as their value, separated by spaces
 */
export function readCommandLine({ args }: ShellCommand, valueFlags = ""): CommandLine {
  const flags: Flag[] = [];
  const operands: ShellWord[] = [];
  let index = 0;
  for (let word = args[index]; word; word = args[index]) {
    if (word.value === "--") return { flags, operands: [...operands, ...args.slice(index + 1)] };
    const read = readFlags(args, index, { valueFlags });
    if (read) flags.push(...read.flags);
    else operands.push(word);
    index = read?.next ?? index + 1;
  }
  return { flags, operands };
}

/** The text of a flag's value; empty without one. */
export function flagText({ value }: Flag): string {
  return typeof value === "string" ? value : (value?.value ?? "");
}
