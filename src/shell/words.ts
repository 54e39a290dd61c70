/** Words of the shell grammar -> `ShellWord`: value, literalness, variables read. */
import { forEachChild } from "./bash-tree.ts";
import type { Assignment, SyntaxNode, Word, WordPart } from "./bash-tree.ts";
import type { Range, ShellWord } from "./nodes.ts";
import { readQuotedWord, specialOffset } from "./quoted-word.ts";
import { noVariables, shellWord } from "./shell-word.ts";

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

/** @param word a word, or the `name=value` argument of `export` and the like */
export function readWord(word: Word | Assignment, context: WordContext): ShellWord {
  const read = readOwnWord(word, context);
  return context.filled.length === 0 ? read : filledIn(read, word, context);
}

function readOwnWord(word: Word | Assignment, context: WordContext): ShellWord {
  const { text } = word;
  const range = context.toRange(word.pos, word.end);
  const first = specialOffset(text, 0);
  if (first === text.length) return shellWord(text, text, true, noVariables, range);
  const quoted = word.type === "Word" ? readQuotedWord(text, first, range) : null;
  if (quoted) return quoted;
  const { value, literal, variables } = contentOf(word, context.dialect);
  return shellWord(text, value, literal, variables, range);
}

/** The value of `name=value`; null when nothing stands behind the `=`. */
export function readAssignedValue(assignment: Assignment, context: WordContext): ShellWord | null {
  const { value } = assignment;
  if (value.pos === value.end) return null;
  if (value.type === "Word") return readWord(value, context);
  const text = assignment.text.slice(value.pos - assignment.pos);
  return shellWord(text, text, false, variablesIn(value), context.toRange(value.pos, value.end));
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
  return shellWord(word.text, word.value, false, [...variables], word.range);
}

/**
 * Base name of the program a word names: `/usr/bin/apt-get` and `$HOME/bin/apt-get` -> `apt-get`; null when the base
 * name itself depends on an expansion.
 */
export function programName(word: ShellWord | null | undefined): string | null {
  if (!word) return null;
  const slash = word.value.lastIndexOf("/");
  const base = word.value.slice(slash + 1);
  if (word.literal) return base;
  return slash >= 0 && /^[\w.+-]+$/.test(base) ? base : null;
}
