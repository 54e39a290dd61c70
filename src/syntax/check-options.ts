/**
 * The options of BuildKit's checks: `skip=NAME,NAME;error=true;experimental=NAME`, as a `# check=` directive, a comment
 * above an instruction or the build argument BUILDKIT_DOCKERFILE_CHECK gives them (frontend/dockerfile/linter).
 */
import { goQuote } from "./go-quote.ts";
import type { Comment, Dockerfile, Instruction } from "./nodes.ts";

/** Replaces the directive of the file, as the whole. */
export const checkArgument = "BUILDKIT_DOCKERFILE_CHECK";

export interface CheckName {
  readonly name: string;
  /** Offset of the name in the text of the options. */
  readonly start: number;
}

/** Checks switched off or on: all of a kind, or those named. Names are case-sensitive. */
export interface CheckList {
  readonly all: boolean;
  readonly names: readonly CheckName[];
}

export interface CheckOptions {
  /** Does not reach experimental checks. */
  readonly skip: CheckList;
  /** Experimental checks run only when they are asked for. */
  readonly experimental: CheckList;
  /** The build fails when a check has something to say. */
  readonly error: boolean;
  /** Why BuildKit rejects the options, and then the build; null when it does not. */
  readonly problem: string | null;
}

const nothing: CheckList = { all: false, names: [] };
const noOptions: CheckOptions = { skip: nothing, experimental: nothing, error: false, problem: null };
/** What Go's strconv.ParseBool reads. */
const booleans: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  TRUE: true,
  true: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  FALSE: false,
  false: false,
  False: false,
};
/** Further semicolons belong to the last part. */
const maxParts = 3;
const checkComment = /^check\s*=\s*(\S.*)$/is;

/**
 * Reads the value of a `# check=` directive or comment: up to the first blank, so that `skip=A, B` drops B.
 *
 * @param value the text behind the equals sign
 */
export function parseCheckDirective(value: string): CheckOptions {
  const blank = value.indexOf(" ");
  return parseCheckOptions(blank < 0 ? value : value.slice(0, blank));
}

/** Reads the options themselves, as the build argument holds them. */
export function parseCheckOptions(text: string): CheckOptions {
  if (text.trim() === "") return noOptions;
  let options = noOptions;
  let at = 0;
  for (const part of splitParts(text)) {
    options = withPart(options, part, at);
    if (options.problem !== null) return options;
    at += part.length + 1;
  }
  return options;
}

/** An option that BuildKit rejects. */
export interface RejectedOption {
  /** BuildKit's text. */
  readonly message: string;
  /** Offsets into the text of the options. */
  readonly start: number;
  readonly end: number;
}

/** Every part of the options that BuildKit rejects; it stops at the first. */
export function rejectedOptions(text: string): RejectedOption[] {
  if (text.trim() === "") return [];
  let at = 0;
  return splitParts(text).flatMap((part) => {
    const start = at;
    at += part.length + 1;
    const message = withPart(noOptions, part, start).problem;
    return message === null ? [] : [{ message, start, end: start + part.length }];
  });
}

/** The options in force for the whole file: those of the build argument, else those of the directive at its top. */
export function fileCheckOptions(
  dockerfile: Dockerfile,
  buildArgs: Readonly<Record<string, string>> | undefined,
): CheckOptions {
  const argument = checkArgumentOf(buildArgs);
  if (argument !== undefined) return parseCheckOptions(argument);
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  return directive ? parseCheckDirective(directive.value) : noOptions;
}

/** What the build argument says; undefined when it is not given. */
export function checkArgumentOf(buildArgs: Readonly<Record<string, string>> | undefined): string | undefined {
  return buildArgs && Object.hasOwn(buildArgs, checkArgument) ? buildArgs[checkArgument] : undefined;
}

/** A comment above an instruction that holds options, taken apart. */
export interface CheckComment {
  readonly comment: Comment;
  /** The text behind the equals sign. */
  readonly value: string;
  readonly options: CheckOptions;
}

/** False for a comment that cannot hold options, as nearly all are. */
export function mayHoldOptions({ value }: Comment): boolean {
  return (value.startsWith("c") || value.startsWith("C")) && value.includes("=");
}

/**
 * The `# check=` comment that counts for one instruction: the first of the block above it. BuildKit takes an indented
 * one for prose, and the options of an invalid one for nothing.
 *
 * @param text the file text
 */
export function checkCommentOf(instruction: Instruction, text: string): CheckComment | null {
  for (const comment of instruction.leadingComments) {
    const value = mayHoldOptions(comment) ? checkComment.exec(comment.value)?.[1] : undefined;
    if (value === undefined || !startsLine(comment, text)) continue;
    const options = parseCheckDirective(value);
    return { comment, value, options: options.problem === null ? options : noOptions };
  }
  return null;
}

function startsLine(comment: Comment, text: string): boolean {
  return comment.range[0] === 0 || text[comment.range[0] - 1] === "\n";
}

function splitParts(text: string): string[] {
  const parts = text.split(";");
  return parts.length <= maxParts ? parts : [...parts.slice(0, maxParts - 1), parts.slice(maxParts - 1).join(";")];
}

function withPart(options: CheckOptions, part: string, at: number): CheckOptions {
  const reject = (problem: string): CheckOptions => ({ ...options, problem });
  const equals = part.indexOf("=");
  if (equals < 0) return reject(`invalid check option ${goQuote(part)}`);
  const key = part.slice(0, equals).trim();
  const value = part.slice(equals + 1);
  switch (key) {
    case "skip":
      return { ...options, skip: readList(options.skip, value, at + equals + 1) };
    case "experimental":
      return { ...options, experimental: readList(options.experimental, value, at + equals + 1) };
    case "error": {
      const error = Object.hasOwn(booleans, value.trim()) ? booleans[value.trim()] : undefined;
      if (error !== undefined) return { ...options, error };
      const reason = `strconv.ParseBool: parsing ${goQuote(value.trim())}: invalid syntax`;
      return reject(`failed to parse check option ${goQuote(part)}: ${reason}`);
    }
    default:
      return reject(`invalid check option ${goQuote(key)}`);
  }
}

/** A later list of names replaces an earlier one; `all` stays. */
function readList(earlier: CheckList, value: string, at: number): CheckList {
  if (value.trim() === "all") return { ...earlier, all: true };
  let start = at;
  const names = value.split(",").map((part) => {
    const name = { name: part.trim(), start: start + part.length - part.trimStart().length };
    start += part.length + 1;
    return name;
  });
  return { ...earlier, names: names.filter(({ name }) => name !== "") };
}
