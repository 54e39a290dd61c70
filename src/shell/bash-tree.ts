/**
 * The shell grammar: unbash behind one door. Nothing else imports unbash, so that another parser can take its place,
 * and so that what it gets wrong is put right here.
 */
import { forEachChild, parse } from "unbash";
import type {
  Assignment,
  Command,
  CommandArgument,
  CommandNode,
  CompoundList,
  PipelineNode,
  Redirection,
  Script,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
} from "unbash";

export { forEachChild };
export type {
  Assignment,
  Command,
  CommandArgument,
  CommandNode,
  CompoundList,
  PipelineNode,
  Redirection,
  Script,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
};

/** What keeps a text from being a shell script, and the offset where it shows. */
export interface TreeError {
  readonly message: string;
  readonly offset: number;
}

export interface Tree {
  readonly script: Script;
  /** The first error in text order, those of nested scripts included. */
  readonly error: TreeError | null;
  /** False when no script can stand inside the script: no word of it need be searched for one. */
  readonly nests: boolean;
}

/** What `$( )`, backquotes, `<( )` and bash's `${ command; }` need. */
const nesting = /[(`]|\$\{[\s|]|\\\n/;
/** What an error needs that unbash does not list with the outermost script: a nested script, a heredoc, a parenthesis. */
const hidesErrors = /[()`]|<<|\$\{[\s|]|\\\n/;

/**
 * Parses a script as bash 5.3 reads it (a superset of POSIX sh).
 *
 * @throws RangeError when the text nests deeper than unbash or the stack allows
 */
export function parseTree(text: string): Tree {
  const script = parse(text);
  // Most scripts are plain, and the walk over all their words would take longer than parsing them.
  const plain = !hidesErrors.test(text);
  const error = plain && !script.errors ? null : firstError(script, text);
  return { script, error, nests: !plain && mayNest(text) };
}

/** False for a text that holds no script for sure: nothing in it need be searched for one. */
export function mayNest(text: string): boolean {
  return nesting.test(text);
}

/** @throws RangeError */
function firstError(script: Script, text: string): TreeError | null {
  const errors: TreeError[] = [];
  new ErrorSearch(text, null, errors).visit(script);
  let first: TreeError | null = null;
  for (const error of errors) {
    if (/^maximum .* nesting depth exceeded$/.test(error.message)) throw new RangeError(error.message);
    if (first === null || error.offset < first.offset) first = error;
  }
  return first;
}

/** unbash lists the errors of one script only, and misses some: an open heredoc, a `(` between the words of a command. */
class ErrorSearch {
  /** The text that node positions count in. */
  readonly #text: string;
  /** Set inside backquotes with escapes: positions count in a decoded text there, so the backquotes stand for them. */
  readonly #fixedOffset: number | null;
  readonly #errors: TreeError[];

  constructor(text: string, fixedOffset: number | null, errors: TreeError[]) {
    this.#text = text;
    this.#fixedOffset = fixedOffset;
    this.#errors = errors;
  }

  readonly visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case "Script":
        for (const error of node.errors ?? []) this.#report(error.message, error.pos);
        break;
      case "Word":
      case "Assignment":
      case "HereDocBody":
        if (!hidesErrors.test(node.text)) return;
        break;
      case "HereDoc":
        if (!node.closing)
          this.#report(`here-document ended by the end of the text, '${node.delimiter?.value ?? ""}' wanted`, node.pos);
        break;
      case "Command": {
        const offset = strayParenthesis(node, this.#text);
        if (offset !== null) this.#report(`unexpected '${this.#text[offset] ?? "("}'`, offset);
        break;
      }
      case "ParameterExpansion":
        if (/^\$\{\s/.test(node.text)) this.#report("bad substitution", node.pos);
        break;
      case "CommandExpansion": {
        const decoded = node.script?.source;
        if (node.script && decoded !== undefined) {
          new ErrorSearch(decoded, this.#fixedOffset ?? node.pos, this.#errors).visit(node.script);
          return;
        }
        break;
      }
    }
    forEachChild(node, this.visit);
  };

  #report(message: string, offset: number): void {
    this.#errors.push({ message, offset: this.#fixedOffset ?? offset });
  }
}

/** Offset of a parenthesis between or right behind the words of a command, where no shell allows one. */
function strayParenthesis(command: Command, text: string): number | null {
  let end = command.pos;
  for (const part of partsOf(command)) {
    for (let offset = end; offset < part.pos; offset++) {
      if (text[offset] === "(" || text[offset] === ")") return offset;
    }
    end = Math.max(end, part.end);
  }
  if (!command.name) return null;
  while (text[end] === " " || text[end] === "\t") end++;
  return text[end] === "(" ? end : null;
}

/** Name, arguments, assignments and redirections of a command in text order. */
export function partsOf({ prefix, name, suffix }: Command): readonly (Word | Assignment | Redirection)[] {
  return name ? [...prefix, name, ...suffix] : prefix;
}
