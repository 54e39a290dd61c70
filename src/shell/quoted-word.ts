/**
 * Words that are read without the grammar: plain text, quotes, escapes, `$NAME`, `*`. Nearly all words are such, and
 * taking the parts of a word from the grammar takes longer than all the rest of reading it.
 */
import type { Range, ShellWord } from "./nodes.ts";
import { noVariables, shellWord } from "./shell-word.ts";

/** Quotes, escapes, expansions, globs, braces, a tilde: whatever makes `value` differ from `text`, or unsure. */
const isSpecial = new Uint8Array(128);
for (const character of "\\'\"$`*?[{~(<>") isSpecial[character.charCodeAt(0)] = 1;

/** Offset of the first character from `start` on that may not stand for itself; the text's length without one. */
export function specialOffset(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpecial[text.charCodeAt(at)] !== 1) at++;
  return at;
}

const escapedInQuotes = '$`"\\';
const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y;

/**
 * @param text the word as written
 * @param first offset of its first special character
 * @returns null when it takes the grammar to tell what the word is
 */
export function readQuotedWord(text: string, first: number, range: Range): ShellWord | null {
  if (text.startsWith("~")) return null;
  let value = text.slice(0, first);
  let literal = true;
  let names: string[] | null = null;
  let quoted = false;
  for (let at = first; at < text.length;) {
    const character = text[at] ?? "";
    if (character === '"') {
      quoted = !quoted;
      at++;
    } else if (character === "\\") {
      const next = text[at + 1];
      // A continuation may stand in the middle of a name.
      if (next === undefined || next === "\n") return null;
      value += quoted && !escapedInQuotes.includes(next) ? character + next : next;
      at += 2;
    } else if (character === "$") {
      variable.lastIndex = at;
      const match = variable.exec(text);
      if (!match) return null;
      const name = match[1] ?? match[2] ?? "";
      names ??= [];
      if (!names.includes(name)) names.push(name);
      value += match[0];
      at = variable.lastIndex;
      literal = false;
      if (text.startsWith("\\\n", at)) return null;
    } else if (character === "'" && !quoted) {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return null;
      value += text.slice(at + 1, end);
      at = end + 1;
    } else if (character === "`" || (!quoted && "[{(<>".includes(character))) {
      return null;
    } else {
      if (!quoted && (character === "*" || character === "?")) literal = false;
      const end = specialOffset(text, at + 1);
      value += text.slice(at, end);
      at = end;
    }
  }
  return quoted ? null : shellWord(text, value, literal, names ?? noVariables, range);
}
