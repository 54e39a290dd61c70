/** Wildcards in the sources of COPY and ADD, as Go's `filepath.Match` reads them. */
import { compileRegexp } from "./linear-regexp.ts";
import { checkGlob } from "./pattern-syntax.ts";
import { compileSegments } from "./segment-pattern.ts";

/** True when the text holds a character that makes it a pattern. */
export function hasWildcard(text: string): boolean {
  return /[*?[]/.test(text);
}

/**
 * Compiles a pattern for one part of a path.
 *
 * @throws PatternError as Go's `filepath.Match`
 */
export function compileGlob(pattern: string): (name: string) => boolean {
  checkGlob(pattern);
  // Here `**` is no more than `*`.
  const quick = pattern.includes("**") ? null : compileSegments(pattern);
  if (quick !== null) return quick;
  let inClass = false;
  let regexp = "^";
  const characters = Array.from(pattern);
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? "";
    if (character === "\\") regexp += quoted(characters[++at] ?? "");
    else if (inClass) regexp += character === "[" ? "\\[" : character;
    else if (character === "*") regexp += "[^/]*";
    else if (character === "?") regexp += "[^/]";
    else regexp += character === "[" ? character : quoted(character);
    if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
  }
  return compileRegexp(`${regexp}$`);
}

function quoted(character: string): string {
  return /^[!-/:-@[-`{-~]$/.test(character) ? `\\${character}` : character;
}
