/** Words of the shell grammar -> `ShellWord`: value, literalness, variables read. */
import { forEachChild } from "./bash-tree.ts";
import type { Assignment, SyntaxNode, Word, WordPart } from "./bash-tree.ts";
import type { ShellWord } from "./nodes.ts";

/** `[start, end)` in UTF-16 code units into the file text. */
export type Range = readonly [start: number, end: number];

export type Dialect = "sh" | "bash";

/** A stretch of a script that an outer shell fills in before the script is read (`sh -c "echo $X"`). */
export interface FilledStretch {
  readonly start: number;
  readonly end: number;
  readonly variables: readonly string[];
}

/** What is needed to read the words of one script. */
export interface WordContext {
  readonly dialect: Dialect;
  readonly toRange: (start: number, end: number) => Range;
  readonly filled: readonly FilledStretch[];
}

const noVariables: readonly string[] = [];
/** Quotes, escapes, expansions, globs, braces, a tilde: whatever makes `value` differ from `text`, or unsure. */
const special = /[\\'"$`*?[{~(<>]/;

/** @param word a word, or the `name=value` argument of `export` and the like */
export function readWord(word: Word | Assignment, context: WordContext): ShellWord {
  const range = context.toRange(word.pos, word.end);
  const { text } = word;
  if (!special.test(text))
    return filledIn({ text, value: text, literal: true, variables: noVariables, range }, word, context);
  const content = contentOf(word, context.dialect);
  return filledIn({ text, ...content, range }, word, context);
}

/** The value of `name=value`; null when nothing stands behind the `=`. */
export function readAssignedValue(assignment: Assignment, context: WordContext): ShellWord | null {
  const { value } = assignment;
  if (value.pos === value.end) return null;
  if (value.type === "Word") return readWord(value, context);
  const text = assignment.text.slice(value.pos - assignment.pos);
  return {
    text,
    value: text,
    literal: false,
    variables: variablesIn(value),
    range: context.toRange(value.pos, value.end),
  };
}

/** Names of the variables read in a piece of grammar; nested commands have words of their own and are left out. */
export function variablesIn(node: SyntaxNode): readonly string[] {
  const names = new Set<string>();
  collectVariables(node, names);
  return names.size > 0 ? [...names] : noVariables;
}

type Content = Pick<ShellWord, "value" | "literal" | "variables">;

function contentOf(word: Word | Assignment, dialect: Dialect): Content {
  if (word.type === "Assignment") {
    const { value } = word;
    const front = word.text.slice(0, value.pos - word.pos);
    if (value.type !== "Word") return { value: word.text, literal: false, variables: variablesIn(word) };
    const content = contentOf(value, dialect);
    return { ...content, value: front + content.value };
  }
  const { parts } = word;
  const tilde = word.text.startsWith("~");
  if (!parts) return { value: word.value, literal: !tilde, variables: noVariables };
  const literal = !tilde && parts.every((part) => isLiteral(part, dialect));
  return { value: word.value, literal, variables: literal ? noVariables : variablesIn(word) };
}

function isLiteral(part: WordPart, dialect: Dialect): boolean {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
      return true;
    case "DoubleQuoted":
      return part.parts.every((child) => child.type === "Literal");
    case "AnsiCQuoted":
      // dash passes the dollar sign on, bash does not.
      return dialect === "bash";
    default:
      return false;
  }
}

function collectVariables(node: SyntaxNode, names: Set<string>): void {
  switch (node.type) {
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "ArithmeticCommandExpansion":
      return;
    case "SimpleExpansion":
      addName(node.text.slice(1), names);
      return;
    case "ParameterExpansion":
      addName(node.parameter, names);
      break;
    case "ArithmeticWord":
      addName(node.value, names);
      break;
  }
  forEachChild(node, (child) => collectVariables(child, names));
}

/** Leaves out `$1`, `$@` and other parameters that are no variables. */
function addName(name: string, names: Set<string>): void {
  if (/^[A-Za-z_]\w*$/.test(name)) names.add(name);
}

/**
 * A word that an outer shell fills in is not literal, whatever quotes the inner script has around it. Words inside a
 * stretch, as in `sh -c "a $(b c)"`, are the outer shell's own.
 */
function filledIn(word: ShellWord, node: { pos: number; end: number }, context: WordContext): ShellWord {
  if (context.filled.length === 0) return word;
  const inside = context.filled.filter((stretch) => node.pos <= stretch.start && stretch.end <= node.end);
  if (inside.length === 0) return word;
  const variables = new Set([...word.variables, ...inside.flatMap((stretch) => stretch.variables)]);
  return { ...word, literal: false, variables: [...variables] };
}

/**
 * Base name of the program a word names: `/usr/bin/apt-get` and `$HOME/bin/apt-get` -> `apt-get`; null when the base
 * name itself depends on an expansion.
 */
export function programName(word: ShellWord | undefined): string | null {
  if (!word) return null;
  const slash = word.value.lastIndexOf("/");
  const base = word.value.slice(slash + 1);
  if (word.literal) return base;
  return slash >= 0 && /^[\w.+-]+$/.test(base) ? base : null;
}
