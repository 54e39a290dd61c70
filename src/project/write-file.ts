/** TEXT -> FILE, whole or not at all: written beside, then renamed. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Replaces a file, or makes it. Mode and symbolic links stay as they are.
 *
 * @param path absolute
 * @throws the system's error when it cannot be written
 */
export function writeWhole(path: string, text: string): void {
  const target = targetOf(path);
  const status = statSync(target, { throwIfNoEntry: false });
  // Renaming over a device such as /dev/null would put a file in its place.
  if (status && !status.isFile()) writeFileSync(target, text);
  else replaceFile(target, text, status?.mode);
}

/** Where a symbolic link leads. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return path;
    throw error;
  }
}

/** Errors of a folder that lets files be written but not renamed: a single file mounted into a container, say. */
const renameErrors = new Set(["EACCES", "EPERM", "EBUSY", "EXDEV", "EROFS"]);

function replaceFile(target: string, text: string, mode: number | undefined): void {
  const temporary = join(dirname(target), `.stratalint-${process.pid}-${basename(target)}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (mode === undefined || !renameErrors.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    writeFileSync(target, text);
  }
}
