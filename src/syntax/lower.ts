/** One logical line -> one instruction node. */
import { goQuote } from "./go-quote.ts";
import { findHeredocs, isMarker, type HeredocMarker } from "./heredoc.ts";
import { readJsonArray } from "./json-array.ts";
import {
  splitInstruction,
  splitLegacyPair,
  splitPair,
  splitQuotedWords,
  type PairToken,
  type SplitInstruction,
  type Token,
} from "./lex-instruction.ts";
import { isSeparator, skipSpace } from "./characters.ts";
import type { JoinedLine } from "./logical-line.ts";
import { readMount } from "./mounts.ts";
import type {
  Add,
  Arg,
  Cmd,
  Comment,
  Copy,
  Entrypoint,
  Env,
  Flag,
  From,
  Healthcheck,
  Heredoc,
  Instruction,
  InstructionBase,
  KeyValue,
  Label,
  Onbuild,
  Run,
  ShellSetting,
  SyntaxProblem,
  Word,
} from "./nodes.ts";
import { commandParts, type CommandParts } from "./command-text.ts";

/** What lowering needs from around the line. */
export interface LoweringContext {
  readonly fileText: string;
  /** The escape character in force. */
  readonly escape: "\\" | "`";
  /** The shell in force where the line stands. */
  readonly shell: ShellSetting;
  /** Whether shell text is taken apart. */
  readonly commands: boolean;
  readonly startLine: number;
  readonly leadingComments: readonly Comment[];
  /** Reads the bodies of the heredocs that the line opens, in order; tells the last line of the instruction. */
  readHeredocs(markers: readonly HeredocMarker[], line: JoinedLine): readonly Heredoc[];
  endLine(): number;
  report(problem: SyntaxProblem): void;
}

type ArgumentForm = "json-or-text" | "json-or-list" | "list" | "words" | "pairs" | "text" | "healthcheck" | "onbuild";

interface Kind {
  readonly keyword: string;
  readonly type: Instruction["type"];
  readonly form: ArgumentForm;
}

/** The known instructions, and how BuildKit reads their arguments (parser/parser.go, dispatch table). */
const kinds: readonly Kind[] = [
  { keyword: "ADD", type: "Add", form: "json-or-list" },
  { keyword: "ARG", type: "Arg", form: "words" },
  { keyword: "CMD", type: "Cmd", form: "json-or-text" },
  { keyword: "COPY", type: "Copy", form: "json-or-list" },
  { keyword: "ENTRYPOINT", type: "Entrypoint", form: "json-or-text" },
  { keyword: "ENV", type: "Env", form: "pairs" },
  { keyword: "EXPOSE", type: "Expose", form: "list" },
  { keyword: "FROM", type: "From", form: "list" },
  { keyword: "HEALTHCHECK", type: "Healthcheck", form: "healthcheck" },
  { keyword: "LABEL", type: "Label", form: "pairs" },
  { keyword: "MAINTAINER", type: "Maintainer", form: "text" },
  { keyword: "ONBUILD", type: "Onbuild", form: "onbuild" },
  { keyword: "RUN", type: "Run", form: "json-or-text" },
  { keyword: "SHELL", type: "Shell", form: "json-or-text" },
  { keyword: "STOPSIGNAL", type: "Stopsignal", form: "text" },
  { keyword: "USER", type: "User", form: "text" },
  { keyword: "VOLUME", type: "Volume", form: "json-or-list" },
  { keyword: "WORKDIR", type: "Workdir", form: "text" },
];

export const knownKeywords: readonly string[] = kinds.map(({ keyword }) => keyword);

interface Arguments {
  readonly words: readonly Word[];
  readonly json: boolean;
  readonly pairs: readonly KeyValue[];
  /** What a shell gets where it is no JSON. */
  readonly command: Token;
}

/** Lists are mostly empty: one of them stands for all. */
const none: readonly never[] = [];

/**
 * @param line the logical line, leading space removed
 * @param inOnbuild whether it is what stands in an ONBUILD
 */
export function lowerInstruction(line: JoinedLine, context: LoweringContext, inOnbuild = false): Instruction {
  const { text } = line;
  const split = splitInstruction(text);
  const { keywordStart, keywordEnd } = split;
  const inCapitals = kindAt(text, keywordStart, keywordEnd);
  const keywordText = inCapitals?.keyword ?? text.slice(keywordStart, keywordEnd);
  const keyword = inCapitals?.keyword ?? keywordText.toUpperCase();
  const kind = inCapitals ?? kinds.find((one) => one.keyword === keyword);
  const type = kind?.type ?? "UnknownInstruction";
  const isOnbuild = type === "Onbuild";

  const args = kind && !isOnbuild ? readArguments(kind, split.rest, line, context) : noArguments(split.rest);
  const heredocs = mayHoldHeredocs(type) && !args.json && text.includes("<<") ? openHeredocs(line, context) : none;
  const trigger = isOnbuild ? lowerTrigger(split.rest, line, context) : null;
  const keywordRange = line.toRange(keywordStart, keywordEnd);
  const base: Base = {
    type,
    keyword,
    keywordText,
    keywordRange,
    flags: split.flags.length === 0 ? none : split.flags.map((token) => lowerFlag(token, line)),
    args: args.words,
    json: args.json,
    heredocs,
    lines: [context.startLine, context.endLine()],
    logical: line,
    leadingComments: inOnbuild ? none : context.leadingComments,
    inOnbuild,
    range: [keywordRange[0], endOf(line, split, trigger?.heredocs ?? heredocs)],
  };
  switch (type) {
    case "From":
      return completeFrom(base);
    case "Run":
      return completeRun(base, commandParts(base, args.words, args.command, line, context));
    case "Cmd":
    case "Entrypoint":
      return completeCommand(base, commandParts(base, args.words, args.command, line, context));
    case "Healthcheck":
      return completeHealthcheck(base, commandParts(base, args.words.slice(1), args.command, line, context));
    case "Copy":
    case "Add":
      return completeCopy(base);
    case "Env":
    case "Label":
    case "Arg":
      return completePairs(base, args.pairs);
    case "Onbuild":
      return completeOnbuild(base, trigger);
    default:
      return base as Instruction;
  }
}

/** Compares in place, so that no keyword is cut out and looked up: nearly all are written in capitals. */
function kindAt(text: string, start: number, end: number): Kind | undefined {
  for (const kind of kinds) {
    if (kind.keyword.length === end - start && text.startsWith(kind.keyword, start)) return kind;
  }
  return undefined;
}

function mayHoldHeredocs(type: Instruction["type"]): boolean {
  return type === "Run" || type === "Copy" || type === "Add";
}

function lowerTrigger({ start, end }: Token, line: JoinedLine, context: LoweringContext): Instruction | null {
  return start < end ? lowerInstruction(line.slice(start, end), context, true) : null;
}

type Base = InstructionBase & { readonly type: Instruction["type"] };

/**
 * A node whose own fields are being added to those that all have: in place, as copying the others takes a tenth of the
 * time of reading a file, and always in one order, so that the engine meets one shape per kind.
 */
type Draft<N extends Instruction> = { -readonly [K in keyof N]: N[K] };

function draftOf<N extends Instruction>(base: Base): Draft<N> {
  return base as unknown as Draft<N>;
}

function completeFrom(base: Base): From {
  const [image = null, keyword = null, alias = null] = base.args;
  const isAs = keyword?.value.toLowerCase() === "as";
  const node = draftOf<From>(base);
  node.image = image;
  node.asKeyword = isAs ? keyword : null;
  node.alias = isAs ? alias : null;
  return node;
}

function completeRun(base: Base, parts: CommandParts): Run {
  const node = draftOf<Run>(base);
  node.mounts = base.flags.length === 0 ? none : base.flags.filter(isMount).map(readMount);
  completeCommand(base, parts);
  return node;
}

function isMount(flag: Flag): boolean {
  return flag.name === "mount" && flag.value !== null;
}

function completeCommand(base: Base, parts: CommandParts): Cmd | Entrypoint {
  const node = draftOf<Cmd | Entrypoint>(base);
  node.form = parts.form;
  node.commands = parts.commands;
  node.shell = parts.shell;
  node.shellError = parts.shellError;
  node.shellParsed = parts.shellParsed;
  return node;
}

function completeHealthcheck(base: Base, parts: CommandParts): Healthcheck {
  const node = draftOf<Healthcheck>(base);
  node.kind = base.args[0]?.value.toUpperCase() ?? null;
  completeCommand(base, parts);
  return node;
}

function completeCopy(base: Base): Copy | Add {
  const { args, heredocs } = base;
  const node = draftOf<Copy | Add>(base);
  const destination = args.length < 2 ? null : (args.at(-1) ?? null);
  const sources = destination ? args.slice(0, -1) : args;
  node.sources = heredocs.length === 0 ? sources : sources.filter((word) => !isMarker(word.value));
  node.destination = destination;
  return node;
}

function completePairs(base: Base, pairs: readonly KeyValue[]): Env | Label | Arg {
  const node = draftOf<Env | Label | Arg>(base);
  node.pairs = pairs;
  return node;
}

function completeOnbuild(base: Base, trigger: Instruction | null): Onbuild {
  const node = draftOf<Onbuild>(base);
  node.trigger = trigger;
  return node;
}

function noArguments(rest: Token): Arguments {
  return { words: none, json: false, pairs: none, command: rest };
}

function listed(words: readonly Word[], rest: Token): Arguments {
  return { words, json: false, pairs: none, command: rest };
}

function readArguments({ form, keyword }: Kind, rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  if (rest.start >= rest.end) return noArguments(rest);
  switch (form) {
    case "text":
      return listed([toWord(rest, line)], rest);
    case "list":
      return listed(readList(rest, line), rest);
    case "json-or-text":
      return readJson(rest, line, context) ?? listed([toWord(rest, line)], rest);
    case "json-or-list":
      return readJson(rest, line, context) ?? listed(readList(rest, line), rest);
    case "words":
      return readDeclarations(rest, line, context);
    case "pairs":
      return readPairs(keyword, rest, line, context);
    default:
      return readHealthcheck(rest, line, context);
  }
}

/** Words with white space between them; quotes mean nothing. */
function readList({ start, end }: Token, line: JoinedLine): Word[] {
  const { text } = line;
  // Counted first, as an array that grows takes room for seventeen words at the first.
  const words = new Array<Word>(countWords(text, start, end));
  let at = start;
  for (let index = 0; index < words.length; index++) {
    const from = at;
    while (at < end && !isSeparator(text.charCodeAt(at))) at++;
    words[index] = { type: "Word", value: text.slice(from, at), range: line.toRange(from, at) };
    while (at < end && isSeparator(text.charCodeAt(at))) at++;
  }
  return words;
}

/** @param start where the first word begins */
function countWords(text: string, start: number, end: number): number {
  let count = 1;
  for (let at = start + 1; at < end; at++) {
    if (isSeparator(text.charCodeAt(at - 1)) && !isSeparator(text.charCodeAt(at))) count++;
  }
  return count;
}

function readJson(rest: Token, line: JoinedLine, context: LoweringContext): Arguments | null {
  const array = readJsonArray(line.text, rest.start, rest.end);
  if (array.kind === "none") return null;
  if (array.kind === "strings") {
    return { words: array.items.map((item) => toWord(item, line)), json: true, pairs: none, command: rest };
  }
  context.report({
    code: "json-not-strings",
    message: "when using JSON array syntax, arrays must be comprised of strings only",
    hint: "Put the element in double quotes",
    level: "parse",
    range: line.toRange(array.start, array.end),
  });
  return { words: none, json: true, pairs: none, command: rest };
}

/** `ARG name name=value`: the arguments are the words as they are. */
function readDeclarations(rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  const tokens = splitQuotedWords(line.text, rest.start, rest.end, context.escape);
  const pairs = tokens.map((token) => lowerPair(splitPair(token, line.text), false, line));
  const words = tokens.map((token, index) => {
    const pair = pairs[index];
    return pair?.value === null ? pair.key : toWord(token, line);
  });
  return { words, json: false, pairs, command: rest };
}

/** `ENV key=value` or `ENV key value`: the arguments are keys and values in turn. */
function readPairs(keyword: string, rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  const tokens = splitQuotedWords(line.text, rest.start, rest.end, context.escape);
  const first = tokens[0];
  if (!first) return noArguments(rest);
  if (!first.value.includes("=")) return readLegacyPair(keyword, first, rest, line, context);
  const odd = tokens.find((token) => !token.value.includes("="));
  const proper = odd ? tokens.filter((token) => token.value.includes("=")) : tokens;
  const pairs = proper.map((token) => lowerPair(splitPair(token, line.text), false, line));
  if (odd) {
    context.report({
      code: "missing-equals",
      message: `Syntax error - can't find = in ${goQuote(odd.value)}. Must be of the form: name=value`,
      hint: odd.value.startsWith("#")
        ? "A comment needs a line of its own"
        : "Put a value that holds blanks in double quotes",
      level: "parse",
      range: line.toRange(odd.start, odd.end),
    });
  }
  return { words: wordsOf(pairs), json: false, pairs, command: rest };
}

function wordsOf(pairs: readonly KeyValue[]): readonly Word[] {
  const words = new Array<Word>(2 * pairs.length);
  for (let index = 0; index < pairs.length; index++) {
    const { key, value } = pairs[index] as KeyValue;
    words[2 * index] = key;
    words[2 * index + 1] = value as Word;
  }
  return words;
}

function readLegacyPair(
  keyword: string,
  first: Token,
  rest: Token,
  line: JoinedLine,
  context: LoweringContext,
): Arguments {
  const tokens = splitLegacyPair(line.text, rest.start, rest.end);
  if (!tokens?.value) {
    context.report({
      code: "missing-value",
      message: `${keyword} must have two arguments`,
      hint: `Write ${keyword} ${first.value}=value`,
      level: "parse",
      range: line.toRange(first.start, first.end),
    });
    return noArguments(rest);
  }
  const pair = lowerPair(tokens, true, line);
  return { words: wordsOf([pair]), json: false, pairs: [pair], command: rest };
}

/** A type word, then a command as in CMD. */
function readHealthcheck(rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  const { text } = line;
  let kindEnd = rest.start;
  while (kindEnd < rest.end && !isSeparator(text.charCodeAt(kindEnd))) kindEnd++;
  const kind = toWord({ value: text.slice(rest.start, kindEnd), start: rest.start, end: kindEnd }, line);
  const start = skipSpace(text, kindEnd, rest.end);
  const command = { value: text.slice(start, rest.end), start, end: rest.end };
  if (start >= rest.end) return listed([kind], command);
  const array = readJson(command, line, context);
  return array ? { ...array, words: [kind, ...array.words] } : listed([kind, toWord(command, line)], command);
}

function openHeredocs(line: JoinedLine, context: LoweringContext): readonly Heredoc[] {
  try {
    return context.readHeredocs(findHeredocs(line.text), line);
  } catch (error) {
    const at = line.text.indexOf("<<");
    context.report({
      code: "heredoc-marker",
      message: error instanceof Error ? error.message : String(error),
      hint: "Balance the quotes of the heredoc name",
      level: "parse",
      range: line.toRange(at, line.text.length),
    });
    return [];
  }
}

function lowerPair({ key, value }: PairToken, legacy: boolean, line: JoinedLine): KeyValue {
  return {
    type: "KeyValue",
    key: toWord(key, line),
    value: value && toWord(value, line),
    legacy,
    range: line.toRange(key.start, value?.end ?? key.end),
  };
}

function lowerFlag(token: SplitInstruction["flags"][number], line: JoinedLine): Flag {
  const equals = token.value.indexOf("=");
  const nameEnd = token.equals < 0 ? token.end : token.equals;
  return {
    type: "Flag",
    name: token.value.slice(2, equals < 0 ? undefined : equals),
    value: equals < 0 ? null : token.value.slice(equals + 1),
    nameRange: line.toRange(token.start + 2, nameEnd),
    valueRange: token.equals < 0 ? null : line.toRange(token.equals + 1, token.end),
    range: line.toRange(token.start, token.end),
  };
}

function toWord(token: Token, line: JoinedLine): Word {
  return { type: "Word", value: token.value, range: line.toRange(token.start, token.end) };
}

/** Behind the last argument, or the last heredoc. */
function endOf(line: JoinedLine, split: SplitInstruction, heredocs: readonly Heredoc[]): number {
  const last = heredocs.at(-1);
  if (last) return last.terminatorRange?.[1] ?? last.contentRange[1];
  const end = Math.max(split.rest.end, split.keywordEnd, split.flags.at(-1)?.end ?? 0);
  return end > split.keywordStart ? line.toSource(end - 1) + 1 : line.toSource(end);
}
