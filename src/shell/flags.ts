/** Flags of a command line, as getopt reads them. */
import type { ShellWord } from "./nodes.ts";

export interface Flag {
  /** With its dashes: `-y`, `--no-cache`; a cluster `-yq` gives two flags. */
  readonly name: string;
  /** Text behind `--name=` or `-n`, the next word for flags that take a value, else null. */
  readonly value: ShellWord | string | null;
  readonly word: ShellWord;
}

export interface FlagSyntax {
  /** Flags that take a value, from the same word or else the next, separated by spaces: `-t --target-release`. A constant. */
  readonly valueFlags?: string;
  /** True where `-name` is one flag and not a cluster (go, mvn, dotnet). */
  readonly singleDash?: boolean;
}

/**
 * Reads the flag or the cluster of flags at `words[index]`.
 *
 * @returns null when an operand stands there (also `-` and `--`); else the flags and the index behind their values
 */
export function readFlags(
  words: readonly ShellWord[],
  index: number,
  syntax: FlagSyntax,
): { readonly flags: readonly Flag[]; readonly next: number } | null {
  const word = words[index];
  if (!word || !isFlag(word.value)) return null;
  if (syntax.singleDash || word.value.startsWith("--")) return longFlag(words, index, word, syntax);
  return cluster(words, index, word, syntax);
}

function longFlag(words: readonly ShellWord[], index: number, word: ShellWord, { valueFlags }: FlagSyntax) {
  const equals = word.value.indexOf("=");
  const name = equals < 0 ? word.value : word.value.slice(0, equals);
  if (equals >= 0) return { flags: [{ name, value: word.value.slice(equals + 1), word }], next: index + 1 };
  if (isListed(name, valueFlags)) return { flags: [{ name, value: words[index + 1] ?? null, word }], next: index + 2 };
  return { flags: [{ name, value: null, word }], next: index + 1 };
}

function cluster(words: readonly ShellWord[], index: number, word: ShellWord, { valueFlags }: FlagSyntax) {
  const flags: Flag[] = [];
  for (let at = 1; at < word.value.length; at++) {
    const name = `-${word.value[at] ?? ""}`;
    const rest = word.value.slice(at + 1);
    const takesValue = isListed(name, valueFlags);
    if (takesValue && rest === "") {
      return { flags: [...flags, { name, value: words[index + 1] ?? null, word }], next: index + 2 };
    }
    // `-q=2`, `-j$(nproc)`: what cannot be a flag is a value.
    if (takesValue || (rest !== "" && !/^[A-Za-z0-9]/.test(rest))) {
      return { flags: [...flags, { name, value: rest.replace(/^=/, ""), word }], next: index + 1 };
    }
    flags.push({ name, value: null, word });
  }
  return { flags, next: index + 1 };
}

/** Not `-`, `--` or a word without dashes. */
function isFlag(text: string): boolean {
  if (!text.startsWith("-")) return false;
  const first = text[1] === "-" ? text[2] : text[1];
  return first !== undefined && first !== "-";
}

/** Lists taken apart, each a constant of the code that asks. */
const listed = new Map<string, ReadonlySet<string>>();

function isListed(name: string, list = ""): boolean {
  let names = listed.get(list);
  if (!names) {
    names = new Set(list.split(" "));
    listed.set(list, names);
  }
  return names.has(name);
}
