/** Quoting values for `key=value` instructions, as BuildKit's word processing (frontend/dockerfile/shell/lex.go) undoes it. */

/**
 * The text in double quotes, so that BuildKit reads it back unchanged and expands nothing.
 *
 * @param escape the file's escape character
 */
export function quoteLiteral(text: string, escape: string): string {
  let escaped = "";
  for (const character of text) {
    escaped += character === '"' || character === "$" || character === escape ? escape + character : character;
  }
  return `"${escaped}"`;
}

/** How the value of `ENV key value` must be written after `key=` to mean the same. */
export type ValueForm =
  | { readonly kind: "as-is" }
  /** In double quotes, otherwise unchanged. */
  | { readonly kind: "quote" }
  /** With its blanks escaped: it holds quotes of its own. */
  | { readonly kind: "escape"; readonly text: string }
  /** Quotes that do not balance, or an escape at the end: the old form itself is broken or odd. */
  | { readonly kind: "impossible" };

/**
 * Both forms process quotes, escapes and variables alike; only the new one ends the value at a blank.
 *
 * @param value the value of the old form as written, quotes and escapes kept
 * @param escape the file's escape character
 */
export function legacyValueForm(value: string, escape: string): ValueForm {
  let quote: string | null = null;
  let special = false;
  let blanks = 0;
  let escaped = "";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === escape && quote !== "'") {
      if (at + 1 === value.length) return { kind: "impossible" };
      special = true;
      escaped += character + value.charAt(++at);
      continue;
    }
    if (quote === null && (character === " " || character === "\t")) {
      blanks++;
      escaped += escape;
    } else if (character === quote) {
      quote = null;
    } else if (quote === null && (character === '"' || character === "'")) {
      quote = character;
      special = true;
    }
    escaped += character;
  }
  if (quote !== null) return { kind: "impossible" };
  if (blanks === 0) return { kind: "as-is" };
  if (!special) return { kind: "quote" };
  return value.includes("${") ? { kind: "impossible" } : { kind: "escape", text: escaped };
}
