/** One instruction in the stage that it runs in, and what BuildKit rejects when it comes to it. */
import { expandWord, type ExpandOptions } from "../syntax/expand-word.ts";
import type { Flag, Heredoc, Instruction, Range, SyntaxProblem, Word } from "../syntax/nodes.ts";
import { valueHint, type JudgedNames } from "./judged-names.ts";
import { mayExpand } from "./scopes.ts";
import type { BuildStage } from "./stages.ts";
import type { BuildModel, Expansion } from "./types.ts";

/** A value that is certain. */
export interface Value {
  /** After expansion. */
  readonly text: string;
  /** As written. */
  readonly written: string;
  readonly range: Range;
  /** What to do when it is wrong. */
  readonly hint: string | null;
}

/** A problem but for its level, which is always the same here. */
export type Found = Omit<SyntaxProblem, "level">;

/** Something that is expanded: a word, or the text of a flag. */
export interface Written {
  readonly value: string;
  readonly range: Range;
}

export class Step {
  readonly model: BuildModel;
  readonly stage: BuildStage;
  readonly node: Instruction;
  readonly names: JudgedNames;
  readonly #sink: (found: Found) => void;

  /** @param node of the stage's body, or one of its triggers */
  constructor(
    model: BuildModel,
    stage: BuildStage,
    node: Instruction,
    names: JudgedNames,
    sink: (found: Found) => void,
  ) {
    this.model = model;
    this.stage = stage;
    this.node = node;
    this.names = names;
    this.#sink = sink;
  }

  report(code: string, message: string, range: Range, hint: string | null = null): void {
    this.#sink({ code, message, hint, range });
  }

  /** The value of a word; null when it is not certain, or cannot be expanded, which is then reported. */
  value(word: Word | Written): Value | null {
    const { value, range } = word;
    // Most words are plain, and then there is nothing to judge.
    if (!mayExpand(value)) return { text: value, written: value, range, hint: null };
    return this.#judge(word, this.stage.expand(this.node, "type" in word ? word : value));
  }

  /** The value of a flag; null also without one. */
  flag(name: string): Value | null {
    const flag = this.node.flags.find((one) => one.name === name);
    return flag?.value ? this.value({ value: flag.value, range: flag.valueRange ?? flag.range }) : null;
  }

  /** Judges the body of a COPY or ADD heredoc. */
  checkBody(heredoc: Heredoc): void {
    const { content: value, contentRange: range } = heredoc;
    // An ONBUILD keeps its body; where it runs, it is read once more.
    if (!heredoc.expand || this.node.inOnbuild) return;
    this.#judge({ value, range }, this.model.expandHeredoc(this.node, heredoc), { escape: "\\", skipQuotes: true });
  }

  /** Where a part of a value stands; the whole word where it is not written in one piece. */
  rangeOf({ text, written, range }: Value, part: string): Range {
    const at = text === written ? written.lastIndexOf(part) : -1;
    return at < 0 ? range : partRange({ value: written, range }, at, at + part.length, this.node.json);
  }

  #judge(word: Written, expansion: Expansion, reading?: ExpandOptions): Value | null {
    const certain = this.names.isCertain(expansion);
    if (expansion.error === null) return certain ? new CertainValue(word, expansion, this) : null;
    const problem = expansionProblem(word, expansion, {
      certain,
      json: this.node.json,
      reading: reading ?? { escape: this.model.dockerfile.escape },
    });
    if (problem) this.#sink(problem);
    return null;
  }
}

/** Few values are wrong: what to do about one is found when it is asked for. */
class CertainValue implements Value {
  readonly text: string;
  readonly written: string;
  readonly range: Range;
  readonly #expansion: Expansion;
  readonly #step: Step;

  constructor(word: Written, expansion: Expansion, step: Step) {
    this.text = expansion.value;
    this.written = word.value;
    this.range = word.range;
    this.#expansion = expansion;
    this.#step = step;
  }

  get hint(): string | null {
    return valueHint(this.#expansion, this.#step.stage, this.#step.model);
  }
}

interface ExpansionReading {
  /** The values of its variables are certain. */
  readonly certain: boolean;
  /** It stands in a JSON array. */
  readonly json: boolean;
  readonly reading: ExpandOptions;
}

/** What is wrong with a word that cannot be expanded, whatever its variables hold or with what they hold for certain. */
export function expansionProblem(
  word: Written,
  { error, errorRange }: Expansion,
  { certain, json, reading }: ExpansionReading,
): Found | null {
  if (error === null) return null;
  if (!certain && expandWord(word.value, { get: () => "x" }, reading).error === null) return null;
  const [start, end] = errorRange ?? [0, word.value.length];
  return { code: "expansion", message: error, hint: null, range: partRange(word, start, end, json) };
}

/** Where a part of a word stands; the whole word where quotes, escapes or continuations stand in the way. */
export function partRange({ value, range }: Written, start: number, end: number, json: boolean): Range {
  const length = range[1] - range[0];
  if (length === value.length) return [range[0] + start, range[0] + end];
  if (json && length === value.length + 2) return [range[0] + 1 + start, range[0] + 1 + end];
  return range;
}

/** The value of a flag with its place. */
export function flagValue({ value, valueRange, range }: Flag): Written {
  return { value: value ?? "", range: valueRange ?? range };
}
