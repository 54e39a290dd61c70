/** .dockerignore TEXT -> PATTERNS, as moby/patternmatcher's `ignorefile.ReadAll`. */
import { cleanPath } from "./clean-path.ts";
import { patternProblem } from "./pattern-matcher.ts";

export interface IgnorePattern {
  /** Cleaned, without a leading slash; with `!` when it takes files back in. */
  readonly pattern: string;
  readonly negated: boolean;
  /** As written, without white space around it. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, of the first character of `text`. */
  readonly column: number;
}

export interface IgnoreProblem {
  /** The builder's text. */
  readonly message: string;
  readonly pattern: IgnorePattern;
}

export interface IgnoreFileContent {
  readonly patterns: readonly IgnorePattern[];
  /** A builder stops at the first one. */
  readonly problems: readonly IgnoreProblem[];
}

/** What Go's `strings.TrimSpace` takes for white space. */
const whiteSpace = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/**
 * Reads the patterns of an ignore file. A `#` counts only as the very first character of a line.
 *
 * @param text with or without byte order mark
 */
export function readIgnoreFile(text: string): IgnoreFileContent {
  const patterns = text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line, index) => readLine(line, index + 1) ?? []);
  const problems = patterns.flatMap((pattern) => {
    const message = patternProblem(pattern.pattern);
    return message === null ? [] : [{ message, pattern }];
  });
  return { patterns, problems };
}

function readLine(line: string, number: number): IgnorePattern | null {
  if (line.startsWith("#")) return null;
  const [before, text] = trimSpace(line);
  if (text === "") return null;
  const negated = text.startsWith("!");
  const [, path] = trimSpace(negated ? text.slice(1) : text);
  const pattern = `${negated ? "!" : ""}${path === "" ? "" : cleanPattern(path)}`;
  return { pattern, negated, text, line: number, column: before.length + 1 };
}

function cleanPattern(path: string): string {
  const cleaned = cleanPath(path);
  return cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
}

/** The white space in front, and the text without white space around it. */
function trimSpace(text: string): [before: string, trimmed: string] {
  let [start, end] = [0, text.length];
  while (start < end && whiteSpace.test(text.charAt(start))) start++;
  while (end > start && whiteSpace.test(text.charAt(end - 1))) end--;
  return [text.slice(0, start), text.slice(start, end)];
}
