/** File patterns of a configuration: micromatch, precompiled, and kept from patterns that take for ever. */
import { relative, sep } from "node:path";
import micromatch from "micromatch";

/** Decides by an absolute path. */
export type FileMatcher = (path: string) => boolean;

/**
 * A configuration may come from a stranger's pull request, and a glob becomes a backtracking expression:
 * its cost grows with the path's length to the power of the wildcards.
 */
const maxStarsInSegment = 4;
const maxWildcards = 6;

/** Why a pattern is refused; null when it is fine. */
export function patternProblem(pattern: string): string | null {
  const segments = pattern.split("/");
  if (/[()|]/.test(pattern)) return 'parentheses and "|" are not supported: write {a,b}, or ? for one character';
  if (/[\]}]\+/.test(pattern)) return 'a repetition by "+" is not supported: write * instead';
  if (segments.includes("..")) return 'a pattern cannot leave the folder of its configuration file by ".."';
  if (segments.some((segment) => segment !== "**" && starsIn(segment) > maxStarsInSegment)) {
    return `more than ${maxStarsInSegment} "*" between two slashes: write fewer`;
  }
  if (wildcardsIn(pattern) > maxWildcards) return `more than ${maxWildcards} wildcards: write several shorter patterns`;
  return null;
}

function starsIn(segment: string): number {
  return segment.split("*").length - 1;
}

/** `*` and `**` count one each. */
function wildcardsIn(pattern: string): number {
  return pattern.match(/\*+/g)?.length ?? 0;
}

/**
 * Compiles a list of patterns. The last one that fits a file decides; `!` in front takes it out again.
 *
 * @param patterns checked by `patternProblem`. Without a slash inside, a pattern fits at any depth. One that fits a
 *   folder covers everything below it
 * @param base absolute folder that the patterns are relative to; files outside it never match
 */
export function compilePatterns(patterns: readonly string[], base: string): FileMatcher {
  const compiled = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    return { negated, matches: micromatch.matcher(anchored(negated ? pattern.slice(1) : pattern), { dot: true }) };
  });
  return (path) => {
    const candidates = withParents(relative(base, path).split(sep).join("/"));
    const last = compiled.findLast(({ matches }) => candidates.some((candidate) => matches(candidate)));
    return last !== undefined && !last.negated;
  };
}

/** The pattern from the base folder on, without trailing slash. */
function anchored(pattern: string): string {
  const body = pattern.replace(/^\.\//, "").replace(/(?<=.)\/+$/, "");
  if (body.startsWith("/")) return body.slice(1);
  return body.includes("/") ? body : `**/${body}`;
}

/** `a/b/c` -> `a/b/c`, `a/b`, `a`; nothing for a path outside. */
function withParents(path: string): string[] {
  const segments = path.split("/");
  if (segments[0] === ".." || /^[A-Za-z]:$/.test(segments[0] ?? "")) return [];
  return segments.map((_, index) => segments.slice(0, segments.length - index).join("/"));
}
