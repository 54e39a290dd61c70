/** SHELL COMMANDS THAT WRITE FILES -> WHAT THEY WRITE, where their arguments say it all: text, links, copies. */
import type { Redirection, ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { RunAction } from "./run-actions.ts";

/** What comes to be at a path. */
export type WrittenContent =
  | { readonly kind: "text"; readonly text: string; readonly append: boolean }
  /** An empty file, or the one that is there with a new time. */
  | { readonly kind: "touch" }
  /** Into the directory of that path, when it is one or must be. */
  | { readonly kind: "symlink"; readonly target: string; readonly intoDirectory: boolean }
  | { readonly kind: "copy"; readonly from: string; readonly keepsTime: boolean; readonly intoDirectory: boolean };

/**
 * The redirections of a command, as far as they are about files.
 *
 * @returns null when there are others than one of the standard output to a file, and messages sent to nowhere
 */
export function readRedirections(
  redirections: readonly Redirection[],
): { readonly file: ShellWord | null; readonly append: boolean } | null {
  const toFiles = redirections.filter(({ operator }) => operator !== ">&");
  const rest = toFiles.filter(({ operator, target }) => !(/^(?:&?>|>>)$/.test(operator) && isNowhere(target)));
  const [one] = rest;
  if (one === undefined) return { file: null, append: false };
  const { operator, fd, target } = one;
  const isOutput = (operator === ">" || operator === ">>" || operator === ">|") && (fd === null || fd === 1);
  // With more than one redirection their order decides.
  if (!isOutput || target === null || redirections.length > 1) return null;
  return { file: target, append: operator === ">>" };
}

function isNowhere(target: ShellWord | null): boolean {
  return target?.literal === true && target.value === "/dev/null";
}

/**
 * What goes to standard output.
 *
 * @returns null for all commands but those that say it
 */
export function readOutput({ name, args }: Pick<ShellCommand, "name" | "args">): string | null {
  // Shells differ in what a backslash means.
  if (!args.every(({ literal, value }) => literal && !value.includes("\\"))) return null;
  const words = args.map(({ value }) => value);
  switch (name) {
    case "true":
    case ":":
      return "";
    case "echo": {
      const bare = words[0] === "-n";
      const shown = bare ? words.slice(1) : words;
      return shown[0]?.startsWith("-") ? null : shown.join(" ") + (bare ? "" : "\n");
    }
    case "printf":
      return words.length === 1 && !/^-|%/.test(words[0] ?? "") ? (words[0] ?? "") : null;
    default:
      return null;
  }
}

/**
 * The file that a redirection writes.
 *
 * @param path without leading slash
 * @returns null for places that lead elsewhere while a command runs
 */
export function writeText(path: string, text: string, append: boolean): RunAction | null {
  return isElsewhere(path) ? null : { kind: "write", paths: [path], content: { kind: "text", text, append } };
}

/**
 * What the builder puts into the container, where nothing that is written is kept; and files that are links to others in
 * most images.
 */
function isElsewhere(path: string): boolean {
  return /^(?:(?:dev|proc|sys)(?:\/|$)|etc\/(?:hosts|hostname|resolv\.conf|mtab|localtime|os-release)$)/.test(path);
}

/** `touch`, `ln -s`, `cp` and `mv` of files, with the flags that change nothing of what is stored. */
export function readFileCommand(
  { name, args }: Pick<ShellCommand, "name" | "args">,
  readPaths: (words: readonly ShellWord[]) => readonly string[] | null,
): RunAction[] | null {
  const known = fileCommands[name ?? ""];
  const isFlag = ({ value }: ShellWord): boolean => value.startsWith("-") && value !== "-";
  const flags = args.filter(isFlag).map(({ value }) => value);
  if (known === undefined || !flags.every((flag) => known.test(flag))) return null;
  const operands = args.filter((word) => !isFlag(word));
  const paths = readPaths(operands);
  if (paths === null || paths.some((path) => path === "" || isElsewhere(path))) return null;
  if (name === "touch") return paths.map((path) => ({ kind: "write", paths: [path], content: { kind: "touch" } }));
  const [from, to] = paths;
  if (from === undefined || to === undefined || paths.length > 2) return null;
  const intoDirectory = /(?:^|\/)\.?$/.test(operands[1]?.value ?? "");
  if (name === "ln") {
    if (!flags.some((flag) => /^-[a-z]*s|^--symbolic$/.test(flag))) return null;
    const content: WrittenContent = { kind: "symlink", target: operands[0]?.value ?? "", intoDirectory };
    return [{ kind: "write", paths: [to], content }];
  }
  const keepsTime = name === "mv" || flags.some((flag) => /^-[a-zA-Z]*[pa]|^--(?:archive|preserve)$/.test(flag));
  const copied: RunAction = { kind: "write", paths: [to], content: { kind: "copy", from, keepsTime, intoDirectory } };
  return name === "mv" ? [copied, { kind: "remove", paths: [from] }] : [copied];
}

const fileCommands: Readonly<Record<string, RegExp>> = {
  touch: /^-[am]+$/,
  ln: /^-[sfvn]+$|^--(?:symbolic|force|verbose|no-dereference)$/,
  cp: /^-[rRfapvd]+$|^--(?:recursive|force|archive|preserve|verbose)$/,
  mv: /^-[fv]+$|^--(?:force|verbose)$/,
};
