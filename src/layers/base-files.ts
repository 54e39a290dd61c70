/** What can be said of the files of a base image without having them. */
import type { OsFamily } from "../model/types.ts";

export interface BaseFiles {
  /**
   * Whether the base image has a directory of that path. `unlikely` is one outside of the standard in an image that
   * nothing is known of, `/app` of somebody's base image, and one with the name of a file.
   */
  hasDirectory(path: string): "yes" | "maybe" | "unlikely" | "no";
  /**
   * Entries that an archive may have more, or less when negative, because a directory on the way to the path may be a
   * link to another one.
   */
  linkedDirectories(path: string): number;
}

/** `FROM scratch`. */
export const emptyBase: BaseFiles = { hasDirectory: () => "no", linkedDirectories: () => 0 };

/** Directories that the distributions have in their images (Filesystem Hierarchy Standard 3.0). */
const standardDirectories = new Set(
  (
    "bin dev etc home lib media mnt opt proc root run sbin srv sys tmp usr usr/bin usr/lib usr/local usr/local/bin " +
    "usr/sbin usr/share var var/cache var/lib var/log"
  ).split(" "),
);
/** There are no directories in these. */
const programDirectories = new Set(["bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin"]);
/** `nginx.conf`, but not `conf.d`. */
const fileName = /\.(?!d$)\w+$/;
/** Below these a directory may well be there. */
const standardTops = new Set([...standardDirectories, "boot", "lib32", "lib64", "libx32"]);
/** Families whose images have all of the standard. */
const complete = new Set<OsFamily | null>(["debian", "alpine", "rhel", "suse", "arch"]);

/** Directories that are links to their namesakes in `usr` in distributions with a merged `/usr`. */
const mergedDirectories = new Set(["bin", "sbin", "lib", "lib32", "lib64", "libx32"]);
const unmerged = new Set<OsFamily | null>(["alpine", "busybox"]);

/**
 * A base image without its files.
 *
 * @param os the distribution, where it is established
 * @param named absolute paths that its configuration names (WORKDIR, VOLUME, PATH...); null when that is not known
 */
export function imageBase(os: OsFamily | null, named: readonly string[] | null): BaseFiles {
  const known = (named ?? []).map((path) => path.replace(/^\/+|\/+$/g, "")).filter((path) => path !== "");
  const isNear = (path: string): boolean =>
    standardTops.has(path.split("/", 1)[0] ?? "") ||
    known.some((one) => one === path || one.startsWith(`${path}/`) || path.startsWith(`${one}/`));
  return {
    hasDirectory(path) {
      if (path === "" || (standardDirectories.has(path) && complete.has(os))) return "yes";
      const slash = path.lastIndexOf("/");
      if (programDirectories.has(path.slice(0, Math.max(slash, 0)))) return "no";
      if (isNear(path)) return fileName.test(path.slice(slash + 1)) ? "unlikely" : "maybe";
      return named === null ? "unlikely" : "no";
    },
    linkedDirectories(path) {
      const [top = "", next, rest] = path.split("/", 3);
      if (next === undefined) return 0;
      if (mergedDirectories.has(top)) return unmerged.has(os) ? 0 : 1;
      return top === "var" && (next === "run" || next === "lock") && rest !== undefined ? -1 : 0;
    },
  };
}
