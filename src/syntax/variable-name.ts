/** The characters of a variable's name, as Go classes them. */

/** The code point at `at` as text; empty at the end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  if (code === undefined) return "";
  return code > 0xffff ? String.fromCodePoint(code) : (text[at] ?? "");
}

/** Go's `unicode.IsDigit`. */
export function isDigit(char: string): boolean {
  return (char >= "0" && char <= "9") || (char > "\x7f" && /^\p{Nd}$/u.test(char));
}

/** A letter, a digit or `_`. */
export function isNamePart(char: string): boolean {
  if (char <= "\x7f") {
    return (char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || (char >= "0" && char <= "9") || char === "_";
  }
  return /^[\p{L}\p{Nd}]$/u.test(char);
}

/** `$@`, `$1` and their like: names of one character that nothing but a shell sets. */
export function isSpecialParameter(char: string): boolean {
  return char !== "" && "@*#?-$!0".includes(char);
}
