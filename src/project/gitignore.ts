/** .gitignore, as git applies it: every folder's file, those above up to the repository's root, and info/exclude. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";

/** The rules of one file; the nearest one that speaks of a path decides. */
interface IgnoreFile {
  readonly directory: string;
  readonly rules: Ignore;
}

/** The ignore files in force in a folder, the nearest first. */
export type IgnoreStack = readonly IgnoreFile[];

/**
 * The rules in force in `directory`, its own included. A folder that the rules above ignore is looked into all the
 * same, because someone asked for it: then only its own rules count.
 *
 * @param directory absolute
 */
export function ignoreStackFor(directory: string): IgnoreStack {
  const root = repositoryRoot(directory);
  if (root === null) return enterDirectory([], directory);
  const folders = foldersBetween(root, directory);
  let stack = readIgnoreFile(root, excludeFileOf(root), []);
  for (const folder of folders) {
    if (isIgnored(stack, folder, true)) stack = [];
    stack = enterDirectory(stack, folder);
  }
  return stack;
}

/** The rules in force inside a folder of a folder. */
export function enterDirectory(stack: IgnoreStack, directory: string): IgnoreStack {
  return readIgnoreFile(directory, join(directory, ".gitignore"), stack);
}

/** @param path absolute */
export function isIgnored(stack: IgnoreStack, path: string, isDirectory: boolean): boolean {
  for (const { directory, rules } of stack) {
    const inside = relative(directory, path).split(sep).join("/");
    if (inside === "" || inside.startsWith("../")) continue;
    const verdict = rules.test(isDirectory ? `${inside}/` : inside);
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

// git is case-sensitive where file systems are.
const ignorecase = process.platform === "win32" || process.platform === "darwin";

function readIgnoreFile(directory: string, path: string | null, stack: IgnoreStack): IgnoreStack {
  if (path === null) return stack;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    // Most folders have none, and git goes on without one that it cannot read.
    return stack;
  }
  return [{ directory, rules: ignore({ ignorecase }).add(text.replace(/^\uFEFF/, "")) }, ...stack];
}

function repositoryRoot(directory: string): string | null {
  if (existsSync(join(directory, ".git"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? null : repositoryRoot(parent);
}

function foldersBetween(root: string, directory: string): string[] {
  return directory === root ? [root] : [...foldersBetween(root, dirname(directory)), directory];
}

/** `.git/info/exclude`; in a worktree or submodule `.git` is a file that names the real folder. */
function excludeFileOf(root: string): string | null {
  const git = join(root, ".git");
  try {
    if (statSync(git).isDirectory()) return join(git, "info", "exclude");
    const target = /^gitdir:\s*(.+?)\s*$/m.exec(readFileSync(git, "utf8"))?.[1];
    if (target === undefined) return null;
    const folder = resolve(root, target);
    const common = join(folder, "commondir");
    const shared = existsSync(common) ? resolve(folder, readFileSync(common, "utf8").trim()) : folder;
    return join(shared, "info", "exclude");
  } catch {
    // As with a .gitignore that cannot be read.
    return null;
  }
}
