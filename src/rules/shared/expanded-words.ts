/** The words in which BuildKit expands variables (frontend/dockerfile/instructions/commands.go, `Expand`). */
import type { BuildModel, Expansion, StageModel } from "../../model/types.ts";
import type { Flag, Heredoc, Instruction, KeyValue, Range, Run, Word } from "../../syntax/nodes.ts";

export interface ExpandedWord {
  readonly text: string;
  /** Where the text stands. */
  readonly range: Range;
  readonly expansion: Expansion;
}

/** Flags whose value is expanded. */
const expandedFlags: Readonly<Record<string, readonly string[]>> = {
  Add: ["chown", "chmod", "checksum"],
  Copy: ["chown", "chmod"],
};

/**
 * The words of an instruction that read variables. RUN, CMD, ENTRYPOINT and HEALTHCHECK leave theirs to the shell.
 *
 * @param stage the one that the instruction runs in
 */
export function expandedWords(model: BuildModel, stage: StageModel, node: Instruction): ExpandedWord[] {
  const words: ExpandedWord[] = [];
  const add = (word: Word | string, text: string, range: Range): void => {
    if (text.includes("$")) words.push({ text, range, expansion: stage.expand(node, word) });
  };
  const addWord = (word: Word | null): void => {
    if (word) add(word, word.value, word.range);
  };
  const addPairs = (pairs: readonly KeyValue[]): void => {
    for (const { key, value } of pairs) {
      addWord(key);
      addWord(value);
    }
  };
  switch (node.type) {
    case "Add":
    case "Copy":
      for (const { name, value, valueRange } of node.flags) {
        if (value !== null && valueRange && expandedFlags[node.type]?.includes(name)) add(value, value, valueRange);
      }
      for (const word of [...node.sources, node.destination]) addWord(word);
      for (const heredoc of node.heredocs) words.push(...expandedBody(model, node, heredoc));
      break;
    case "Arg":
      // What `--build-arg` replaces is never read.
      for (const { key, value } of node.pairs) if (!isGiven(model, key.value)) addWord(value);
      break;
    case "Env":
    case "Label":
      addPairs(node.pairs);
      break;
    case "Run":
      for (const { flag, value } of mountValues(node)) add(value, value, rangeInFlag(flag, value));
      break;
    case "Stopsignal":
    case "User":
    case "Volume":
    case "Workdir":
      for (const word of node.args) addWord(word);
      break;
    default:
      break;
  }
  return words;
}

function expandedBody(model: BuildModel, node: Instruction, heredoc: Heredoc): ExpandedWord[] {
  if (!heredoc.expand || !heredoc.content.includes("$")) return [];
  const { content: text, contentRange: range } = heredoc;
  return [{ text, range, expansion: model.expandHeredoc(node, heredoc) }];
}

function isGiven(model: BuildModel, name: string): boolean {
  const { buildArgs } = model.options;
  return buildArgs !== undefined && Object.hasOwn(buildArgs, name);
}

function mountValues(node: Run): { readonly flag: Flag; readonly value: string }[] {
  return node.mounts.flatMap(({ flag, options }) =>
    [...options].filter(([key]) => key !== "from").map(([, value]) => ({ flag, value })),
  );
}

/** Where one value of a flag such as `--mount=type=bind,target=$x` stands; all of it where quotes stand in the way. */
function rangeInFlag({ value, valueRange, range }: Flag, part: string): Range {
  const whole = valueRange ?? range;
  const at = value?.indexOf(part) ?? -1;
  if (at < 0 || whole[1] - whole[0] !== value?.length) return whole;
  return [whole[0] + at, whole[0] + at + part.length];
}
