/** PATTERNS -> WHICH PATHS THEY LEAVE OUT, as moby/patternmatcher (`MatchesOrParentMatches`), in linear time. */
import { cleanPath, parentsOf } from "./clean-path.ts";
import { compileRegexp } from "./linear-regexp.ts";
import { badPattern, PatternError } from "./pattern-error.ts";
import { checkGlob, translatePattern } from "./pattern-syntax.ts";
import { compileSegments } from "./segment-pattern.ts";

/** Which patterns fit a directory or one above it, by index. */
export type PatternHits = readonly boolean[];

export interface PatternMatcher {
  /** True when a `!` pattern is among them. */
  readonly hasExceptions: boolean;
  /**
   * What fits a directory, for `matchesIn`.
   *
   * @param path cleaned
   * @param parent the hits of the directory that it lies in; null at the top
   * @throws PatternError as `matches`
   */
  hitsOf(path: string, parent: PatternHits | null): PatternHits;
  /** As `matches`, for a cleaned path in a directory whose hits are known: none of its parents is tried again. */
  matchesIn(path: string, parent: PatternHits | null): boolean;
  /** True when the path, or a directory that it lies in, is left out. @throws PatternError for a class found bad only now */
  matches(path: string): boolean;
  /** Index of the pattern that leaves the path out; null when it is kept. @throws PatternError as `matches` */
  decide(path: string): number | null;
}

interface Pattern {
  readonly negated: boolean;
  /** @throws PatternError for what only the translation shows, such as a range from high to low */
  fits(path: string): boolean;
}

/**
 * Later patterns win. Each is tried on the path and on every directory above it; a plain one only while the path is
 * kept, a `!` one only while it is left out.
 *
 * @param patterns as `readIgnoreFile` gives them
 * @throws PatternError with moby's text for `!` alone and for a bad class
 */
export function createMatcher(patterns: readonly string[]): PatternMatcher {
  const compiled = patterns.map((pattern) => compilePattern(pattern));

  function decide(path: string): number | null {
    const cleaned = cleanPath(path);
    if (cleaned === ".") return null;
    const parents = parentsOf(cleaned);
    let decisive: number | null = null;
    for (const [index, pattern] of compiled.entries()) {
      if (pattern === null || pattern.negated !== (decisive !== null)) continue;
      if (pattern.fits(cleaned) || parents.some((parent) => pattern.fits(parent))) {
        decisive = pattern.negated ? null : index;
      }
    }
    return decisive;
  }

  /** As moby's `MatchesUsingParentResults`. */
  function matchesIn(path: string, parent: PatternHits | null, hits?: boolean[]): boolean {
    let matched = false;
    for (let index = 0; index < compiled.length; index++) {
      const pattern = compiled[index];
      if (!pattern) continue;
      const hit = parent?.[index] === true || (pattern.negated === matched && pattern.fits(path));
      if (hit) matched = !pattern.negated;
      if (hits && hit) hits[index] = true;
    }
    return matched;
  }

  function hitsOf(path: string, parent: PatternHits | null): PatternHits {
    const hits = compiled.map(() => false);
    matchesIn(path, parent, hits);
    return hits;
  }

  return {
    decide,
    matches: (path) => decide(path) !== null,
    hasExceptions: compiled.some((pattern) => pattern?.negated),
    hitsOf,
    matchesIn: (path, parent) => matchesIn(path, parent),
  };
}

/** Moby's text for what is wrong with a pattern, also what it would notice only while matching; null when all is well. */
export function patternProblem(pattern: string): string | null {
  try {
    compilePattern(pattern)?.fits("");
    return null;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** Null for an empty pattern. */
function compilePattern(source: string): Pattern | null {
  const trimmed = source.trim();
  if (trimmed === "") return null;
  const cleaned = cleanPath(trimmed);
  if (cleaned === "!") throw new PatternError('illegal exclusion pattern: "!"');
  const negated = cleaned.startsWith("!");
  const pattern = negated ? cleaned.slice(1) : cleaned;
  checkGlob(pattern);
  return { negated, fits: comparison(pattern) };
}

type PathTest = (path: string) => boolean;

function comparison(pattern: string): PathTest {
  const { type, regexp } = translatePattern(pattern);
  switch (type) {
    case "exact":
      return (path) => path === pattern;
    case "prefix": {
      const start = pattern.slice(0, -"**".length);
      return (path) => path.startsWith(start);
    }
    case "suffix": {
      const end = pattern.slice("**".length);
      return (path) => path.endsWith(end) || `/${path}` === end;
    }
    case "regexp": {
      let isFound: PathTest | undefined;
      const expression: PathTest = (path) => (isFound ??= compileOrRefuse(regexp))(path);
      const quick = compileSegments(pattern);
      return quick === null ? expression : (path) => (path.includes("\n") ? expression(path) : quick(path));
    }
  }
}

function compileOrRefuse(regexp: string | null): (text: string) => boolean {
  if (regexp === null) throw new PatternError(badPattern);
  return compileRegexp(regexp);
}
