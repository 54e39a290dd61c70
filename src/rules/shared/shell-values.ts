/** What words of a shell command stand for: variables from ENV, ARG and assignments, and the directory of a command. */
import type { BuildModel, StageState } from "../../model/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";
import type { CommandInstruction } from "../../syntax/nodes.ts";
import { joinPath } from "./paths.ts";

const reference = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** Values and directories inside one instruction. */
export interface ShellValues {
  /** The word with its variables filled in; null when one of them is not known before the build. */
  text(word: ShellWord): string | null;
  /** The same as an absolute path for a command that runs in `directoryOf(command)`; `~` stays in front. */
  path(command: ShellCommand, word: ShellWord): string | null;
  /** The directory that a command runs in, `cd` before it counted; null when unknown. */
  directoryOf(command: ShellCommand): string | null;
}

/**
 * Reads the state in front of `instruction` once.
 *
 * @param unknownDirectory what stands for a working directory that only the base image knows; null gives no paths there
 */
export function shellValues(
  model: BuildModel,
  instruction: CommandInstruction,
  unknownDirectory: string | null = null,
): ShellValues {
  const state = model.stageOf(instruction)?.stateBefore(instruction) ?? null;
  const assigned = assignments(instruction.commands);
  const directories = commandDirectories(instruction.commands, state?.workdir ?? unknownDirectory, (word) =>
    text(word),
  );

  function text(word: ShellWord): string | null {
    if (word.variables.length === 0) return /\$\(|`/.test(word.value) ? null : word.value;
    let known = true;
    const filled = word.value.replace(reference, (whole, braced?: string, bare?: string) => {
      const value = lookUp(braced ?? bare ?? "", assigned, state);
      known &&= value !== undefined || whole === "$HOME" || whole === "${HOME}";
      return value ?? "~";
    });
    return known && !filled.includes("$") ? filled : null;
  }

  function directoryOf(command: ShellCommand): string | null {
    return directories.get(command) ?? null;
  }

  return {
    text,
    directoryOf,
    path(command, word) {
      const value = text(word);
      if (value === null || value === "" || value.startsWith("~")) return value === "" ? null : value;
      if (value.startsWith("/")) return joinPath("/", value);
      const directory = directoryOf(command);
      return directory === null ? null : joinPath(directory, value);
    },
  };
}

function lookUp(
  name: string,
  assigned: ReadonlyMap<string, string | null>,
  state: StageState | null,
): string | undefined {
  if (assigned.has(name)) return assigned.get(name) ?? undefined;
  return state?.env.get(name) ?? state?.args.get(name);
}

/** Values of the variables that the commands set; null for one whose value is unknown or set twice. */
function assignments(commands: readonly ShellCommand[]): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const command of commands) {
    for (const { name, value } of command.assignments) {
      const literal = value === null ? "" : value.literal ? value.value : null;
      values.set(name, values.has(name) && values.get(name) !== literal ? null : literal);
    }
  }
  return values;
}

/** Follows `cd` and `pushd` through the commands; one in a subshell holds only there. */
function commandDirectories(
  commands: readonly ShellCommand[],
  start: string | null,
  text: (word: ShellWord) => string | null,
): ReadonlyMap<ShellCommand, string | null> {
  const directories = new Map<ShellCommand, string | null>();
  let outside = start;
  let inside = start;
  let wasInside = false;
  for (const command of commands) {
    if (command.subshell && !wasInside) inside = outside;
    wasInside = command.subshell;
    const current = command.subshell ? inside : outside;
    directories.set(command, current);
    const next = directoryAfter(command, current, text);
    if (command.subshell) inside = next;
    else outside = next;
  }
  return directories;
}

function directoryAfter(
  command: ShellCommand,
  current: string | null,
  text: (word: ShellWord) => string | null,
): string | null {
  if (command.name === "popd") return null;
  if (command.name !== "cd" && command.name !== "pushd") return current;
  const operand = command.args.find(({ value }) => !value.startsWith("-") || value === "-");
  const target = operand ? text(operand) : null;
  if (target === null || target === "-" || target.startsWith("~")) return null;
  if (target.startsWith("/")) return joinPath("/", target);
  return current === null ? null : joinPath(current, target);
}
