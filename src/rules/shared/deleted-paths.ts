/** What the commands of a RUN delete. */
import { perModel } from "../../language/file-memory.ts";
import type { BuildModel } from "../../model/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";
import type { Run } from "../../syntax/nodes.ts";
import { expandBraces, isInside, normalHome, trimSlash } from "./paths.ts";
import { shellValues, type ShellValues } from "./shell-values.ts";

/** One path that a command deletes. */
export interface Deletion {
  readonly command: ShellCommand;
  /** The operand that names it. */
  readonly word: ShellWord;
  /** Absolute, or below `~`; may hold a glob. */
  readonly path: string;
  /** True when whole directories go. */
  readonly recursive: boolean;
}

/** What `rm`, `rmdir`, `unlink` and `find ... -delete` of a RUN delete; paths that are not known are left out. */
export const deletions: (model: BuildModel, run: Run) => readonly Deletion[] = perModel(findDeletions);

function findDeletions(model: BuildModel, run: Run): readonly Deletion[] {
  const found: Deletion[] = [];
  for (const command of run.commands) {
    if (isDeleting(command)) found.push(...deletedBy(command, shellValues(model, run)));
  }
  return found;
}

/**
 * True when a command after `offset` empties or removes `directory`. A program whose name says that it cleans up is
 * believed: what it deletes cannot be seen here.
 *
 * @param offset of the command that fills the directory, in the file
 * @param directory absolute, or `~/...`
 */
export function isDeletedAfter(model: BuildModel, run: Run, offset: number, directory: string): boolean {
  if (run.commands.some((command) => command.range[0] > offset && isCleaningScript(command))) return true;
  return deletions(model, run).some(
    (deletion) => deletion.command.range[0] > offset && emptiesDirectory(deletion, directory),
  );
}

/** True when the deletion takes the content of `directory`: by its name, a parent's, or a glob right below one. */
export function emptiesDirectory({ path, recursive }: Deletion, directory: string): boolean {
  const glob = path.search(/[*?[]/);
  if (glob < 0) return recursive && isInside(directory, normalHome(path));
  const parent = path.slice(0, path.lastIndexOf("/", glob));
  if (path.slice(glob).includes("/")) return false;
  const isWhole = path.slice(parent.length + 1) === "*";
  return normalHome(parent) === directory || (isWhole && recursive && isInside(directory, normalHome(parent)));
}

/** True for the commands that `deletions` looks at. */
export function isDeleting(command: ShellCommand): boolean {
  return command.name === "rm" || command.name === "rmdir" || command.name === "unlink" || command.name === "find";
}

function deletedBy(command: ShellCommand, values: ShellValues): Deletion[] {
  if (command.name === "find") return deletedByFind(command, values);
  const recursive = command.args.some(
    ({ value }) => value.startsWith("-") && (value === "--recursive" || /^-[a-z]*r/i.test(value)),
  );
  const deleted: Deletion[] = [];
  for (const word of command.args) {
    const path = word.value.startsWith("-") ? null : values.path(command, word);
    if (path === null) continue;
    for (const one of expandBraces(path)) deleted.push({ command, word, path: trimSlash(one), recursive });
  }
  return deleted;
}

/** `find DIR... -delete` and `-exec rm`: taken as emptying the directories, whatever the tests in between. */
function deletedByFind(command: ShellCommand, values: ShellValues): Deletion[] {
  const removes = command.args.some(({ value }) => value === "-delete" || value === "rm");
  if (!removes) return [];
  const firstTest = command.args.findIndex(({ value }) => /^[-(!]/.test(value));
  return command.args.slice(0, Math.max(0, firstTest)).flatMap((word) => {
    const path = values.path(command, word);
    return path === null ? [] : [{ command, word, path: `${trimSlash(path)}/*`, recursive: true }];
  });
}

function isCleaningScript({ name, nameWord }: ShellCommand): boolean {
  if (name === null || nameWord === null) return false;
  return /clean|purge|fix-permissions/i.test(name) && !/^(?:pyclean|autoclean)$/.test(name);
}
