/** Paths of the build context as Go's path packages normalise them. Slashes only: a builder runs on Linux. */

/** As Go's `path.Clean`: the shortest path that means the same; `.` for an empty one. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push(part);
  }
  return `${rooted ? "/" : ""}${parts.join("/")}` || ".";
}

/** A source of COPY or ADD as a path below the context: `/a/../b/` and `../b` are `b`; the context itself is `.`. */
export function contextPath(source: string): string {
  return cleanPath(`/${source}`).slice(1) || ".";
}

/** The directories above a path, the outermost first, as Go's `filepath.Dir` sees them: none for `a`, `a` for `a/b`. */
export function parentsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
