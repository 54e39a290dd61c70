/** SHELL COMMANDS OF A RUN -> WHAT THEY DO TO FILES, for the few whose arguments say it all. */
import { posix } from "node:path";
import type { FileType } from "../context/file-tree.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Run } from "../syntax/nodes.ts";
import { chmod } from "./file-modes.ts";
import { readFileCommand, readOutput, readRedirections, writeText, type WrittenContent } from "./run-writes.ts";

/** Paths are without leading slash; null where the arguments do not tell them. */
export type RunAction =
  | { readonly kind: "mode"; readonly paths: readonly string[]; readonly recursive: boolean; readonly mode: ModeChange }
  | {
      readonly kind: "owner";
      readonly paths: readonly string[];
      readonly recursive: boolean;
      readonly owner: OwnerChange;
    }
  | { readonly kind: "remove"; readonly paths: readonly string[] | null }
  | { readonly kind: "make"; readonly paths: readonly string[] }
  | { readonly kind: "write"; readonly paths: readonly [string]; readonly content: WrittenContent };

export type ModeChange = (mode: number, type: FileType) => number;
/** From `uid:gid` to `uid:gid`; names stay names. */
export type OwnerChange = (owner: string) => string;

/**
 * Reads the commands of a RUN.
 *
 * @param workdir where relative paths count from; null when it is not known
 * @returns null as soon as there is anything whose effect the arguments do not tell
 */
export function readRunActions(run: Run, workdir: string | null): readonly RunAction[] | null {
  const { commands, shellError, shellParsed, form, mounts, args } = run;
  if (form !== "shell" || !shellParsed || shellError !== null || mounts.length > 0) return null;
  const text = args.map(({ value }) => value).join(" ");
  // Loops, functions and tests may hold no simple command at all.
  if (commands.length === 0) return text.trim() === "" ? [] : null;
  // What a group writes, `{ echo x; } > file`, is no redirection of its commands.
  if (/\}\s*(?:\d*|&)>/.test(text)) return null;
  const actions: RunAction[] = [];
  for (const command of commands) {
    const read = isPlain(command) ? readCommandWithOutput(command, workdir) : null;
    if (read === null) return null;
    actions.push(...read);
  }
  return actions;
}

/** One that runs for certain, in the shell itself. */
function isPlain(command: ShellCommand): boolean {
  const { conditional, subshell, substitution, wrappers, assignments, pipeline, negated, precededBy } = command;
  return (
    !conditional &&
    !subshell &&
    !substitution &&
    !negated &&
    precededBy !== "&" &&
    pipeline.length === 1 &&
    wrappers.length === 0 &&
    assignments.length === 0
  );
}

function readCommandWithOutput(command: ShellCommand, workdir: string | null): RunAction[] | null {
  const redirected = readRedirections(command.redirections);
  if (redirected === null) return null;
  const { file, append } = redirected;
  if (file === null) return readCommand(command, workdir);
  const text = readOutput(command);
  const [path] = readPaths([file], workdir) ?? [];
  const action = text === null || path === undefined ? null : writeText(path, text, append);
  return action && [action];
}

/** Commands that write to standard output and to nothing else. */
const silent = new Set(["true", ":", "echo", "printf", "pwd", "set"]);

function readCommand({ name, args }: ShellCommand, workdir: string | null): RunAction[] | null {
  if (name === null) return null;
  // `set -e` and the like; everything else that `set` can do changes no file either.
  if (silent.has(name)) return args.every(({ value }) => !/[`]|\$\(/.test(value)) ? [] : null;
  switch (name) {
    case "chmod":
      return readChange(args, workdir, "mode");
    case "chown":
      return readChange(args, workdir, "owner");
    case "rm":
    case "rmdir":
      return [
        {
          kind: "remove",
          paths: readPaths(operandsOf(args, /^-[rRfvd]+$|^--(?:recursive|force|dir|verbose)$/), workdir),
        },
      ];
    case "mkdir": {
      const paths = readPaths(operandsOf(args, /^-[pv]+$|^--(?:parents|verbose)$/), workdir);
      return paths && [{ kind: "make", paths }];
    }
    default:
      return readFileCommand({ name, args }, (words) => readPaths(words, workdir));
  }
}

function readChange(args: readonly ShellWord[], workdir: string | null, kind: "mode" | "owner"): RunAction[] | null {
  const flags = /^-[RvfcP]+$|^--(?:recursive|verbose|silent|quiet|changes)$/;
  const isFlag = ({ value }: ShellWord): boolean => flags.test(value);
  const recursive = args.some((word) => isFlag(word) && (/^-[^-]*R/.test(word.value) || word.value === "--recursive"));
  const [value, ...operands] = operandsOf(args, flags) ?? [];
  const paths = readPaths(operands, workdir);
  if (!value?.literal || paths === null || paths.length === 0) return null;
  if (kind === "owner") {
    const owner = readOwner(value.value);
    return owner && [{ kind, paths, recursive, owner }];
  }
  if (!/^[0-7]{1,4}$|^[augo]*(?:[-+=][rstwXx]*)+(?:,[augo]*(?:[-+=][rstwXx]*)+)*$/.test(value.value)) return null;
  return [{ kind, paths, recursive, mode: chmod(value.value) }];
}

/** Null when there is a flag besides those that are known. */
function operandsOf(args: readonly ShellWord[], flags: RegExp): readonly ShellWord[] | null {
  const operands = args.filter(({ value }) => !flags.test(value));
  return operands.some(({ value }) => value.startsWith("-") && value !== "-") ? null : operands;
}

function readPaths(words: readonly ShellWord[] | null, workdir: string | null): string[] | null {
  if (words === null) return null;
  const paths: string[] = [];
  for (const { literal, value } of words) {
    if (!literal || (workdir === null && !value.startsWith("/"))) return null;
    paths.push(posix.resolve("/", workdir ?? "/", value).slice(1));
  }
  return paths;
}

/** `app`, `app:web`, `:web`; null for a user whose own group is asked for (`app:`). */
function readOwner(text: string): OwnerChange | null {
  const match = /^([\w.-]*)(?::([\w.-]+))?$/.exec(text);
  if (match === null || text === "") return null;
  const [, user = "", group] = match;
  const number = (name: string): string => (name === "root" ? "0" : name);
  return (owner) => {
    const [uid = "0", gid = "0"] = owner.split(":");
    return `${user === "" ? uid : number(user)}:${group === undefined ? gid : number(group)}`;
  };
}
