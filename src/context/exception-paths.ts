import { hasWildcard } from "./path-glob.ts";

/** Whether a pattern may fit something in a directory: false only when their beginnings differ. */
export function mayFitBelow(pattern: string, directory: string): boolean {
  const wanted = pattern.split("/");
  const names = directory.split("/");
  for (const [index, name] of names.entries()) {
    const part = wanted[index];
    if (part === undefined) return false;
    if (part.includes("**")) return true;
    if (!hasWildcard(part) && !part.includes("\\") && part !== name) return false;
  }
  return wanted.length > names.length;
}
