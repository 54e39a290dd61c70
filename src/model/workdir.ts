/** Working directories as BuildKit joins them (util/system/path.go, `NormalizeWorkdir`). */
import { posix } from "node:path";

/**
 * The directory that `WORKDIR path` changes to, with forward slashes and without drive letter.
 * On Linux an absolute path stays as it is written; a relative one is joined and cleaned.
 *
 * @param current the absolute directory before; null when it is not known
 * @param path the expanded argument
 * @returns null when the result depends on an unknown directory, or BuildKit would reject the path (another drive, UNC)
 */
export function resolveWorkdir(current: string | null, path: string, windows: boolean): string | null {
  const target = windows ? withoutDrive(path) : path;
  if (target === null) return null;
  if (target.startsWith("/")) return target;
  if (current === null) return null;
  return target === "" ? current : withoutTrailingSlash(posix.join("/", current, target));
}

/** `C:\app` -> `/app`, `app\bin` -> `app/bin`; null for what is not on the system drive. */
function withoutDrive(path: string): string | null {
  const slashed = path.replaceAll("\\", "/");
  if (slashed === "" || slashed.startsWith("//")) return slashed === "" ? "" : null;
  const colon = slashed.indexOf(":");
  const drive = colon < 0 ? "" : slashed.slice(0, colon);
  if (colon >= 0 && (drive.toLowerCase() !== "c" || slashed.length === 2)) return null;
  return withoutTrailingSlash(posix.normalize(slashed.slice(colon + 1)));
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
