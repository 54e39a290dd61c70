/** SHELL TEXT -> COMMANDS: the entrance of the room. */
import { parseTree } from "./bash-tree.ts";
import type { TreeError } from "./bash-tree.ts";
import { readCommands } from "./command-reader.ts";
import type { Range, ShellCommand, ShellWord } from "./nodes.ts";
import type { Dialect } from "./words.ts";
import { programName } from "./words.ts";
import { unwrap } from "./wrappers.ts";

export interface ParsedShell {
  /** Every simple command, outer before inner, in text order. Empty when the text does not parse or is skipped. */
  readonly commands: readonly ShellCommand[];
  /** What the shell would refuse, and where. */
  readonly error: { readonly message: string; readonly range: Range } | null;
  /** Why a text was not looked at, though nothing is known to be wrong with it. */
  readonly skipped: string | null;
}

/** In UTF-16 code units. Some texts take a time that grows with the square of their length. */
const maxLength = 64 * 1024;

/**
 * Parses shell text as POSIX sh or bash reads it, tolerant of bash in sh.
 *
 * @param text what the shell gets, continuations of the file already joined
 * @param toRange from offsets `[start, end)` of `text` to the file
 * @param options `dialect`: whether `$'...'` is known to be a quote (`sh` by default)
 */
export function parseShell(
  text: string,
  toRange: (start: number, end: number) => Range,
  options: { readonly dialect?: Dialect } = {},
): ParsedShell {
  if (text.length > maxLength) return { commands: [], error: null, skipped: "longer than 64 kB" };
  try {
    const tree = parseTree(text);
    if (tree.error) return { commands: [], error: locate(tree.error, text, toRange), skipped: null };
    const commands = readCommands(tree, { dialect: options.dialect ?? "sh", toRange, filled: [] });
    return { commands, error: null, skipped: null };
  } catch (error) {
    if (error instanceof RangeError) return { commands: [], error: null, skipped: "nested too deep" };
    throw error;
  }
}

/** Widens the place of an error to the operator or word there; at the end of the text to its last character. */
function locate(error: TreeError, text: string, toRange: (start: number, end: number) => Range): ParsedShell["error"] {
  const end = text.trimEnd().length;
  if (error.offset >= end) return { message: error.message, range: toRange(Math.max(0, end - 1), end) };
  const start = error.offset + text.slice(error.offset).search(/\S/);
  const token = /[;&|()<>]+|[^\s;&|()<>]+/y;
  token.lastIndex = start;
  const length = token.exec(text)?.[0].length ?? 1;
  return { message: error.message, range: toRange(start, start + length) };
}

/**
 * The commands of an exec form (`["nginx", "-g", "daemon off;"]`), which no shell reads: every word is literal.
 * Wrappers are seen through as in shell text, `["sh", "-c", "..."]` too.
 *
 * @param words program and arguments; `range` may include the quotes around the word
 */
export function commandFromWords(words: readonly { readonly text: string; readonly range: Range }[]): ShellCommand[] {
  const args = words.map(({ text, range }) => ({ text, value: text, literal: true, variables: [], range }));
  const [first] = args;
  const last = args.at(-1);
  if (!first || !last) return [];
  const { wrappers, start, assignments, script } = unwrap(args);
  const name = args[start];
  if (script) {
    const inner = commandsOfScript(args, script.words, script.skip);
    const shell = programName(name) ?? "";
    if (inner) {
      return inner.map((command) => ({
        ...command,
        wrappers: [...wrappers, shell, ...command.wrappers],
        outerStart: first.range[0],
        subshell: command.subshell || script.subshell,
      }));
    }
  }
  return [
    {
      type: "ShellCommand",
      range: [(name ?? first).range[0], last.range[1]],
      name: programName(name),
      nameWord: name ?? null,
      args: args.slice(start + 1),
      assignments: assignments.flatMap((index) => assignmentOf(args[index])),
      redirections: [],
      wrappers,
      outerStart: first.range[0],
      pipeline: { id: 0, index: 0, length: 1 },
      subshell: false,
      substitution: false,
      conditional: false,
      precededBy: null,
      negated: false,
    },
  ];
}

function commandsOfScript(
  args: readonly ShellWord[],
  indexes: readonly number[],
  skip: number,
): readonly ShellCommand[] | null {
  const words = indexes.flatMap((index) => args[index] ?? []);
  const [first] = words;
  const last = words.at(-1);
  if (!first || !last) return null;
  const text = words
    .map((word) => word.value)
    .join(" ")
    .slice(skip);
  const parsed = parseShell(text, words.length === 1 ? rangesIn(first, skip) : () => [first.range[0], last.range[1]]);
  return parsed.error || parsed.skipped !== null ? null : parsed.commands;
}

/** A word written without escapes has its characters in the file one by one, perhaps between quotes. */
function rangesIn(word: ShellWord, skip: number): (start: number, end: number) => Range {
  const [start, end] = word.range;
  const quotes = (end - start - word.value.length) / 2;
  if (quotes !== 0 && quotes !== 1) return () => word.range;
  return (from, to) => [start + quotes + skip + from, start + quotes + skip + to];
}

function assignmentOf(word: ShellWord | undefined): ShellCommand["assignments"][number][] {
  if (!word) return [];
  const equals = word.value.indexOf("=");
  const value = word.value.slice(equals + 1);
  const valueWord = value === "" ? null : { ...word, text: value, value };
  return [{ name: word.value.slice(0, equals), value: valueWord, range: word.range }];
}
