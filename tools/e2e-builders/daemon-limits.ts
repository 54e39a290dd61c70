/** Where the BuildKit of this daemon (0.13) refuses what later ones build: no difference to hold against the planner. */
import { posix } from "node:path";
import type { BuildCase } from "./build-case.ts";

/**
 * For a source with a wildcard it follows every symbolic link in what it copies to compute a checksum, and fails when the
 * link leads to nothing that was sent. Since moby/buildkit#6220 only what the wildcard itself fits is followed.
 *
 * @param error what the daemon said
 */
export function isLimitOfDaemon({ dockerfile, context }: BuildCase, error: string): boolean {
  const missing = /: "\/(.+)": not found$/.exec(error.trim())?.[1];
  const hasWildcard = /^(?:COPY|ADD) .*[*?[]/im.test(dockerfile);
  if (missing === undefined || !hasWildcard) return false;
  return context.some(
    (entry) => entry.kind === "symlink" && posix.join(posix.dirname(entry.path), entry.to) === missing,
  );
}
