/**
 * The shell grammar: unbash behind one door. Nothing else imports unbash, so that another parser can take its place,
 * and so that what it gets wrong is put right here.
 */
import { forEachChild, parse } from "unbash";
import type {
  Assignment,
  Command,
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

/** What `$( )`, backquotes, process substitutions and bash's `${ command; }` need. */
const nesting = /[(`]|\$\{[\s|]/;
/** What an error needs that unbash does not list with the outermost script: a nested script, a heredoc, a parenthesis. */
const hidesErrors = /[()`]|<<|\$\{[\s|]|\\\n/;

/**
 * Parses a script as bash 5.3 reads it (a superset of POSIX sh).
 *
 * @throws RangeError when the text nests deeper than unbash or the stack allows
 */
export function parseTree(text: string): Tree {
  const script = parse(text);
  const errors: TreeError[] = [];
  for (const error of script.errors ?? []) errors.push({ message: error.message, offset: error.pos });
  // Most scripts are plain, and the walk over all their words would take longer than parsing them.
  if (hidesErrors.test(text))
    forEachChild(script, (child) => collectErrors(child, { text, fixedOffset: null, errors }));
  let first: TreeError | null = null;
  for (const error of errors) {
    if (/^maximum .* nesting depth exceeded$/.test(error.message)) throw new RangeError(error.message);
    if (first === null || error.offset < first.offset) first = error;
  }
  return { script, error: first, nests: nesting.test(text) };
}

interface ErrorSearch {
  /** The text that node positions count in. */
  readonly text: string;
  /** Set inside backquotes with escapes: positions count in a decoded text there, so the backquotes stand for them. */
  readonly fixedOffset: number | null;
  readonly errors: TreeError[];
}

/** unbash lists the errors of one script only, and misses some: an open heredoc, a `(` between the words of a command. */
function collectErrors(node: SyntaxNode, search: ErrorSearch): void {
  const report = (message: string, offset: number): void => {
    search.errors.push({ message, offset: search.fixedOffset ?? offset });
  };
  switch (node.type) {
    case "Script":
      for (const error of node.errors ?? []) report(error.message, error.pos);
      break;
    case "Word":
    case "Assignment":
    case "HereDocBody":
      if (!hidesErrors.test(node.text)) return;
      break;
    case "HereDoc":
      if (!node.closing)
        report(`here-document ended by the end of the text, '${node.delimiter?.value ?? ""}' wanted`, node.pos);
      break;
    case "Command": {
      const offset = strayParenthesis(node, search.text);
      if (offset !== null) report(`unexpected '${search.text[offset] ?? "("}'`, offset);
      break;
    }
    case "ParameterExpansion":
      if (/^\$\{\s/.test(node.text)) report("bad substitution", node.pos);
      break;
    case "CommandExpansion": {
      const decoded = node.script?.source;
      if (node.script && decoded !== undefined) {
        collectErrors(node.script, { ...search, text: decoded, fixedOffset: search.fixedOffset ?? node.pos });
        return;
      }
      break;
    }
  }
  forEachChild(node, (child) => collectErrors(child, search));
}

/** Offset of a parenthesis between or right behind the words of a command, where no shell allows one. */
function strayParenthesis(command: Command, text: string): number | null {
  let end = command.pos;
  for (const part of [...command.prefix, ...(command.name ? [command.name] : []), ...command.suffix]) {
    for (let offset = end; offset < part.pos; offset++) {
      if (text[offset] === "(" || text[offset] === ")") return offset;
    }
    end = Math.max(end, part.end);
  }
  if (!command.name) return null;
  while (text[end] === " " || text[end] === "\t") end++;
  return text[end] === "(" ? end : null;
}
