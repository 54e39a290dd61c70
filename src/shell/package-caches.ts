/** Which package caches a command empties. */
import type { ShellCommand } from "./nodes.ts";
import { readPackageCall } from "./package-call.ts";
import { packageManagers } from "./package-managers.ts";

export interface RemovedCache {
  /** Family of the package manager. */
  readonly manager: string;
  /** As the table of package managers has it: `/var/lib/apt/lists`, `~/.npm`. */
  readonly directory: string;
}

/**
 * The caches that `rm -rf /var/lib/apt/lists/*`, `find ... -delete` or `apt-get clean` empties; none for another
 * command. A directory counts as emptied when it, its whole content or a directory above is removed.
 */
export function cachesRemovedBy(command: ShellCommand): readonly RemovedCache[] {
  if (command.name === "rm" || isFindDelete(command)) {
    const removed = command.args.flatMap((word) => (word.value.startsWith("-") ? [] : braceAlternatives(word.value)));
    const paths = removed.map(normalisePath);
    return allCaches().filter(({ directory }) => paths.some((path) => isWithin(directory, path)));
  }
  const call = readPackageCall(command);
  if (call?.action !== "clean") return [];
  const kept = /^dist-?clean$/.test(call.verbs) ? (call.facts.indexDirectories ?? []) : [];
  return [...(call.facts.cacheDirectories ?? []), ...kept].map((directory) => ({ manager: call.manager, directory }));
}

/** The directory as the table of package managers writes it: home as `~`, no slash, `/*` or `*` at its end. */
export function normalisePath(path: string): string {
  return path
    .replace(/^(\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)(?=\/|$)/, "~")
    .replace(/\/+/g, "/")
    .replace(/(\/?\*{1,2})+$/, "")
    .replace(/(.)\/$/, "$1");
}

function allCaches(): RemovedCache[] {
  return packageManagers.flatMap(({ family, cacheDirectories = [], indexDirectories = [] }) =>
    [...cacheDirectories, ...indexDirectories].map((directory) => ({ manager: family, directory })),
  );
}

/** True when `directory` is `ancestor` or lies in it; both as `normalisePath` gives them. */
export function isWithin(directory: string, ancestor: string): boolean {
  return ancestor !== "" && (directory === ancestor || directory.startsWith(`${ancestor}/`));
}

function isFindDelete(command: ShellCommand): boolean {
  if (command.name !== "find") return false;
  const words = command.args.map((word) => word.value);
  return (
    !words.some((word) => /^-(i?name|i?path|i?regex|[acm]time|newer|size)/.test(word)) && words.includes("-delete")
  );
}

/** `/var/{lib,cache}/apt` -> both paths. Nested braces are left as they are. */
function braceAlternatives(path: string): string[] {
  const brace = /(?<!\$)\{([^{}]*,[^{}]*)\}/.exec(path);
  if (!brace) return [path];
  const [whole, list = ""] = brace;
  return list
    .split(",")
    .flatMap((item) => braceAlternatives(path.slice(0, brace.index) + item + path.slice(brace.index + whole.length)));
}
