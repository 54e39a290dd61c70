/**
 * Variable expansion and quote removal of one word, as BuildKit does it (frontend/dockerfile/shell/lex.go).
 *
 * BuildKit's lexer calls itself for every nested `${a:-${b}}`. Here the open substitutions stand on a stack of our own,
 * so that no word, however deep, can exhaust the call stack; apart from that the two agree, errors included.
 */
import { WordExpander, type ExpandOptions, type VariableSource, type VariableUse } from "./word-expander.ts";
import { WordSplitter } from "./word-splitter.ts";

export type { ExpandOptions, VariableSource, VariableUse };

export interface ExpandedWord {
  /** Empty when there is an error. */
  readonly result: string;
  /** The result split at unquoted blanks, those of variable values included (EXPOSE). */
  readonly words: readonly string[];
  /** Variables read that are set, and that are not. Filled up to the error when there is one. */
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  /** BuildKit's text, without its `failed to process "<word>": `. */
  readonly error: string | null;
  /** Offsets into the word of what cannot be read; null without an error. */
  readonly errorRange: readonly [start: number, end: number] | null;
}

/**
 * Expands the variables of a word and removes its quotes and escapes.
 *
 * @param word one argument as BuildKit's parser hands it out
 * @param env the variables in scope
 */
export function expandWord(word: string, env: VariableSource, options: ExpandOptions): ExpandedWord {
  const expander = new WordExpander(word, env, options, null);
  return new Expanded(expander.run(), expander, () => {
    const splitter = new WordSplitter();
    new WordExpander(word, env, options, splitter).run();
    return splitter.finish();
  });
}

class Expanded implements ExpandedWord {
  readonly result: string;
  readonly matched: ReadonlySet<string>;
  readonly unmatched: ReadonlySet<string>;
  readonly error: string | null;
  readonly errorRange: ExpandedWord["errorRange"];
  readonly #split: () => readonly string[];

  constructor(result: string, { matched, unmatched, error, errorRange }: WordExpander, split: () => readonly string[]) {
    this.result = result;
    this.matched = matched;
    this.unmatched = unmatched;
    this.error = error;
    this.errorRange = errorRange;
    this.#split = split;
  }

  get words(): readonly string[] {
    return this.error === null ? this.#split() : [];
  }
}

/**
 * The variables that a word reads, in the order in which they are written, those inside modifiers included.
 * Stops at what BuildKit cannot read.
 */
export function variablesIn(word: string, escape: "\\" | "`"): VariableUse[] {
  if (!word.includes("$")) return [];
  // Every variable set and not empty: then no `?` raises an error that would hide the uses after it.
  const expander = new WordExpander(word, { get: () => "x" }, { escape }, null);
  expander.run();
  return expander.uses.sort((a, b) => a.start - b.start);
}

interface Uses {
  readonly word: string;
  readonly escape: "\\" | "`";
  readonly byName: ReadonlyMap<string, readonly VariableUse[]>;
}

/** Of the word that was asked for last: it is asked for each variable in it, and a heredoc may hold thousands. */
let lastUses: Uses | null = null;

/** Where a word reads a variable, as `variablesIn` has it. */
export function usesOf(name: string, word: string, escape: "\\" | "`"): readonly VariableUse[] {
  if (lastUses?.word !== word || lastUses.escape !== escape) {
    const byName = new Map<string, VariableUse[]>();
    for (const use of variablesIn(word, escape)) {
      const known = byName.get(use.name);
      if (known) known.push(use);
      else byName.set(use.name, [use]);
    }
    lastUses = { word, escape, byName };
  }
  return lastUses.byName.get(name) ?? [];
}
