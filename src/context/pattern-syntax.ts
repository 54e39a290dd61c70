/** One pattern of .dockerignore: whether it is well-formed, and what it means. After moby/patternmatcher. */
import { badPattern, PatternError } from "./pattern-error.ts";

export interface TranslatedPattern {
  /** How the pattern is compared; only `regexp` needs the expression. */
  readonly type: "exact" | "prefix" | "suffix" | "regexp";
  /** Go's regexp syntax; null for the other types. */
  readonly regexp: string | null;
}

/**
 * Go's `filepath.Match` looks through the whole pattern before it answers; moby asks it for nothing but the error.
 *
 * @throws PatternError for a class without an end or with a bare `-` or `]`, and for a `\` at the end
 */
export function checkGlob(pattern: string): void {
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    if (characters[at] === "[") at = endOfClass(characters, at);
    else if (characters[at] === "\\" && ++at >= characters.length) throw new PatternError(badPattern);
  }
}

/** Index of the closing bracket. */
function endOfClass(characters: readonly string[], start: number): number {
  let at = characters[start + 1] === "^" ? start + 2 : start + 1;
  for (let first = true; first || characters[at] !== "]"; first = false) {
    at = endOfClassCharacter(characters, at);
    if (characters[at] === "-") at = endOfClassCharacter(characters, at + 1);
  }
  return at;
}

/** Index after one character of a class; something must come after it. */
function endOfClassCharacter(characters: readonly string[], at: number): number {
  const character = characters[at];
  const end = character === "\\" ? at + 2 : at + 1;
  if (character === "-" || character === "]" || end >= characters.length) throw new PatternError(badPattern);
  return end;
}

/** Moby means to escape `{`, `|` and `}` too, but its bit mask has no room for them. */
const escaped = new Set(".+()$");

/**
 * Translates a pattern as moby does (`Pattern.compile`): `*` and `?` stay within one part of the path, `**` does not.
 *
 * @param pattern cleaned, without `!`
 */
export function translatePattern(pattern: string): TranslatedPattern {
  const characters = Array.from(pattern);
  let regexp = "^";
  let type: TranslatedPattern["type"] = "exact";
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    const isFirst = at === 0;
    if (character === "*" && characters[at + 1] === "*") {
      at += characters[at + 2] === "/" ? 2 : 1;
      const isLast = at + 1 >= characters.length;
      regexp += isLast ? ".*" : "(.*/)?";
      if (isFirst) type = "suffix";
      else type = isLast && type === "exact" ? "prefix" : "regexp";
    } else if (character === "*" || character === "?") {
      regexp += character === "*" ? "[^/]*" : "[^/]";
      type = "regexp";
    } else if (character === "\\") {
      regexp += `\\${characters[++at] ?? ""}`;
      type = "regexp";
    } else {
      regexp += escaped.has(character) ? `\\${character}` : character;
      if (character === "[" || character === "]") type = "regexp";
    }
  }
  return { type, regexp: type === "regexp" ? `${regexp}$` : null };
}
