/** One logical line -> one instruction node. */
import { goQuote } from "./go-quote.ts";
import { findHeredocs, isMarker, type HeredocMarker } from "./heredoc.ts";
import { readJsonArray } from "./json-array.ts";
import {
  splitInstruction,
  splitLegacyPair,
  splitPair,
  splitQuotedWords,
  splitWords,
  type PairToken,
  type SplitInstruction,
  type Token,
} from "./lex-instruction.ts";
import { skipSpace } from "./characters.ts";
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
  Range,
  Run,
  ShellSetting,
  SyntaxProblem,
  Word,
} from "./nodes.ts";
import { commandParts } from "./command-text.ts";

/** What lowering needs from around the line. */
export interface LoweringContext {
  readonly fileText: string;
  readonly escape: "\\" | "`";
  /** The shell in force where the line stands. */
  readonly shell: ShellSetting;
  /** Whether shell text is taken apart. */
  readonly commands: boolean;
  readonly startLine: number;
  readonly leadingComments: readonly Comment[];
  readonly inOnbuild: boolean;
  /** Reads the bodies of the heredocs that the line opens, in order; tells the last line of the instruction. */
  readHeredocs(markers: readonly HeredocMarker[], line: JoinedLine): readonly Heredoc[];
  endLine(): number;
  report(problem: SyntaxProblem): void;
}

type ArgumentForm = "json-or-text" | "json-or-list" | "list" | "words" | "pairs" | "text" | "healthcheck" | "onbuild";

/** The known instructions, and how BuildKit reads their arguments (parser/parser.go, dispatch table). */
const kinds: Readonly<Record<string, { readonly type: Instruction["type"]; readonly form: ArgumentForm }>> = {
  ADD: { type: "Add", form: "json-or-list" },
  ARG: { type: "Arg", form: "words" },
  CMD: { type: "Cmd", form: "json-or-text" },
  COPY: { type: "Copy", form: "json-or-list" },
  ENTRYPOINT: { type: "Entrypoint", form: "json-or-text" },
  ENV: { type: "Env", form: "pairs" },
  EXPOSE: { type: "Expose", form: "list" },
  FROM: { type: "From", form: "list" },
  HEALTHCHECK: { type: "Healthcheck", form: "healthcheck" },
  LABEL: { type: "Label", form: "pairs" },
  MAINTAINER: { type: "Maintainer", form: "text" },
  ONBUILD: { type: "Onbuild", form: "onbuild" },
  RUN: { type: "Run", form: "json-or-text" },
  SHELL: { type: "Shell", form: "json-or-text" },
  STOPSIGNAL: { type: "Stopsignal", form: "text" },
  USER: { type: "User", form: "text" },
  VOLUME: { type: "Volume", form: "json-or-list" },
  WORKDIR: { type: "Workdir", form: "text" },
};

export const knownKeywords: readonly string[] = Object.keys(kinds);

const withHeredocs = new Set(["ADD", "COPY", "RUN"]);

interface Arguments {
  readonly words: readonly Token[];
  readonly json: boolean;
  readonly pairs?: readonly (PairToken & { readonly legacy: boolean })[];
}

/** @param line the logical line, leading space removed */
export function lowerInstruction(line: JoinedLine, context: LoweringContext): Instruction {
  const split = splitInstruction(line.text);
  const keyword = split.keyword.value.toUpperCase();
  const { type = "UnknownInstruction", form } = kinds[keyword] ?? {};
  const flags = split.flags.map((token) => lowerFlag(token, line));
  if (form === "onbuild") return lowerOnbuild(line, split, flags, context);

  const args: Arguments = form ? readArguments(form, keyword, split.rest, line, context) : { words: [], json: false };
  const heredocs =
    withHeredocs.has(keyword) && !args.json && line.text.includes("<<") ? openHeredocs(line, context) : [];
  const words = args.words.map((token) => toWord(token, line));
  const base = {
    type,
    keyword,
    keywordText: split.keyword.value,
    keywordRange: line.toRange(split.keyword.start, split.keyword.end),
    flags,
    args: words,
    json: args.json,
    heredocs,
    lines: [context.startLine, context.endLine()] as const,
    logical: line,
    leadingComments: context.leadingComments,
    inOnbuild: context.inOnbuild,
    range: instructionRange(line, split, heredocs),
  };
  return specialise(base, args, split, line, context);
}

type Base = InstructionBase & { readonly type: Instruction["type"] };

/** Adds what the kind of instruction has beyond the others. */
function specialise(
  base: Base,
  args: Arguments,
  split: SplitInstruction,
  line: JoinedLine,
  context: LoweringContext,
): Instruction {
  switch (base.type) {
    case "From": {
      const [image = null, keyword = null, alias = null] = base.args;
      const isAs = keyword?.value.toLowerCase() === "as";
      return completed<From>(base, { image, asKeyword: isAs ? keyword : null, alias: isAs ? alias : null });
    }
    case "Run": {
      const mounts = base.flags.filter((flag) => flag.name === "mount" && flag.value !== null).map(readMount);
      return completed<Run>(base, { mounts, ...commandParts(base, split.rest, line, context) });
    }
    case "Cmd":
    case "Entrypoint":
      return completed<Cmd | Entrypoint>(base, commandParts(base, split.rest, line, context));
    case "Healthcheck": {
      const [word, ...command] = base.args;
      const kind = word?.value.toUpperCase() ?? null;
      const text = args.words[1] ?? { value: "", start: split.rest.end, end: split.rest.end };
      return completed<Healthcheck>(base, { kind, ...commandParts({ ...base, args: command }, text, line, context) });
    }
    case "Copy":
    case "Add":
      return completed<Copy | Add>(base, copyParts(base));
    case "Env":
    case "Label":
    case "Arg":
      return completed<Env | Label | Arg>(base, { pairs: lowerPairs(args, line) });
    default:
      return base as Instruction;
  }
}

/** In place, as copying this many properties takes a tenth of the time of reading a file. */
function completed<N extends Instruction>(base: Base, own: Omit<N, keyof Base>): N {
  return Object.assign(base, own) as unknown as N;
}

function lowerOnbuild(
  line: JoinedLine,
  split: SplitInstruction,
  flags: readonly Flag[],
  context: LoweringContext,
): Instruction {
  const { start, end } = split.rest;
  const trigger =
    start < end ? lowerInstruction(line.slice(start, end), { ...context, leadingComments: [], inOnbuild: true }) : null;
  const heredocs = trigger?.heredocs ?? [];
  return {
    type: "Onbuild",
    keyword: "ONBUILD",
    keywordText: split.keyword.value,
    keywordRange: line.toRange(split.keyword.start, split.keyword.end),
    flags,
    args: [],
    json: false,
    heredocs: [],
    lines: [context.startLine, context.endLine()],
    logical: line,
    leadingComments: context.leadingComments,
    inOnbuild: context.inOnbuild,
    range: instructionRange(line, split, heredocs),
    trigger,
  };
}

function readArguments(
  form: string,
  keyword: string,
  rest: Token,
  line: JoinedLine,
  context: LoweringContext,
): Arguments {
  const { text } = line;
  if (rest.start >= rest.end) return { words: [], json: false };
  switch (form) {
    case "text":
      return { words: [rest], json: false };
    case "list":
      return { words: splitWords(text, rest.start, rest.end), json: false };
    case "json-or-text":
      return readJson(rest, line, context) ?? { words: [rest], json: false };
    case "json-or-list":
      return readJson(rest, line, context) ?? { words: splitWords(text, rest.start, rest.end), json: false };
    case "words": {
      const words = splitQuotedWords(text, rest.start, rest.end, context.escape);
      return { words, json: false, pairs: words.map((word) => ({ legacy: false, ...splitPair(word, text) })) };
    }
    case "pairs":
      return readPairs(keyword, rest, line, context);
    default:
      return readHealthcheck(rest, line, context);
  }
}

function readJson(rest: Token, line: JoinedLine, context: LoweringContext): Arguments | null {
  const array = readJsonArray(line.text, rest.start, rest.end);
  if (array.kind === "none") return null;
  if (array.kind === "strings") return { words: array.items, json: true };
  context.report({
    code: "json-not-strings",
    message: "when using JSON array syntax, arrays must be comprised of strings only",
    hint: "Put the element in double quotes",
    level: "parse",
    range: line.toRange(array.start, array.end),
  });
  return { words: [], json: true };
}

function readPairs(keyword: string, rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  const words = splitQuotedWords(line.text, rest.start, rest.end, context.escape);
  const first = words[0];
  if (!first) return { words: [], json: false };
  if (!first.value.includes("=")) {
    const pair = splitLegacyPair(line.text, rest.start, rest.end);
    if (!pair?.value) {
      context.report({
        code: "missing-value",
        message: `${keyword} must have two arguments`,
        hint: `Write ${keyword} ${first.value}=value`,
        level: "parse",
        range: line.toRange(first.start, first.end),
      });
      return { words: [], json: false, pairs: [] };
    }
    return { words: [pair.key, pair.value], json: false, pairs: [{ legacy: true, ...pair }] };
  }
  const pairs: (PairToken & { readonly legacy: boolean })[] = [];
  const tokens: Token[] = [];
  let odd: Token | undefined;
  for (const word of words) {
    if (!word.value.includes("=")) {
      odd ??= word;
      continue;
    }
    const { key, value } = splitPair(word, line.text);
    pairs.push({ key, value, legacy: false });
    tokens.push(key);
    if (value) tokens.push(value);
  }
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
  return { words: tokens, json: false, pairs };
}

/** A type word, then a command as in CMD. */
function readHealthcheck(rest: Token, line: JoinedLine, context: LoweringContext): Arguments {
  const [kind] = splitWords(line.text, rest.start, rest.end);
  if (!kind) return { words: [], json: false };
  const start = skipSpace(line.text, kind.end, rest.end);
  if (start >= rest.end) return { words: [kind], json: false };
  const command = { value: line.text.slice(start, rest.end), start, end: rest.end };
  const array = readJson(command, line, context);
  return array ? { words: [kind, ...array.words], json: true } : { words: [kind, command], json: false };
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

function copyParts(base: InstructionBase): { sources: readonly Word[]; destination: Word | null } {
  const isHeredoc = (word: Word): boolean => base.heredocs.length > 0 && isMarker(word.value);
  const destination = base.args.length < 2 ? null : (base.args.at(-1) ?? null);
  const sources = destination ? base.args.slice(0, -1) : base.args;
  return { sources: sources.filter((word) => !isHeredoc(word)), destination };
}

function lowerPairs(args: Arguments, line: JoinedLine): KeyValue[] {
  return (args.pairs ?? []).map((pair) => ({
    type: "KeyValue",
    key: toWord(pair.key, line),
    value: pair.value && toWord(pair.value, line),
    legacy: pair.legacy,
    range: line.toRange(pair.key.start, pair.value?.end ?? pair.key.end),
  }));
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

/** From the keyword to the last argument, or to the end of the last heredoc. */
function instructionRange(line: JoinedLine, split: SplitInstruction, heredocs: readonly Heredoc[]): Range {
  const [start] = line.toRange(split.keyword.start, split.keyword.end);
  const last = heredocs.at(-1);
  if (last) return [start, last.terminatorRange?.[1] ?? last.contentRange[1]];
  const end = Math.max(split.rest.end, split.keyword.end, split.flags.at(-1)?.end ?? 0);
  return [start, line.toRange(split.keyword.start, end)[1]];
}
