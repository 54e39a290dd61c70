import { defineRule } from "./define-rule.ts";
import { keywordCase } from "./shared/keyword-case.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { Dockerfile, Instruction } from "../syntax/nodes.ts";

export default defineRule({
  id: "instruction-casing",
  type: "layout",
  docs: {
    description: "Write all instructions in one case",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    buildkit: ["ConsistentInstructionCasing"],
    droast: ["DF076"],
    why: `Keywords may be written in any case, but a file that mixes them is harder to scan: the eye looks for the
same shape at the start of each line. Whichever case most instructions have is taken as the file's own; upper case
wins a tie.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN make\ncopy . /src\n",
        good: "FROM debian:12\nRUN make\nCOPY . /src\n",
      },
      {
        bad: "from debian:12\nrun make\nCOPY . /src\n",
        good: "from debian:12\nrun make\ncopy . /src\n",
        note: "A file in lower case is fine as long as all of it is.",
      },
    ],
    whenNot:
      "ARGs before the first FROM and the instruction inside an ONBUILD are not looked at, as BuildKit does not.",
    fixSafety: "Keywords mean the same in every case.",
  },
  messages: {
    casing: {
      what: 'The keyword "{{keyword}}" is not in {{majority}} case like most of this file',
      why: "One case for all keywords makes the instructions stand out at a glance",
      how: 'Write "{{expected}}"',
    },
  },
  fixable: true,
  create(context) {
    return {
      Dockerfile(file) {
        // Most files are in upper case throughout.
        if (file.stages.every(({ from, body }) => isUpper(from) && body.every(isUpper))) return;
        const instructions = stageInstructions(file);
        const majority = majorityCase(instructions);
        for (const { keyword, keywordText, keywordRange } of instructions) {
          if (keywordCase(keywordText) === majority) continue;
          const expected = majority === "lower" ? keyword.toLowerCase() : keyword.toUpperCase();
          const contiguous = sourceText(context.sourceCode, keywordRange) === keywordText;
          context.report({
            node: { range: keywordRange },
            messageId: "casing",
            data: { keyword: keywordText, majority, expected },
            fix: contiguous ? (fixer) => fixer.replaceTextRange(keywordRange, expected) : null,
          });
        }
      },
    };
  },
});

function isUpper({ keyword, keywordText }: Instruction): boolean {
  return keywordText === keyword;
}

function stageInstructions(file: Dockerfile): Instruction[] {
  return file.stages
    .flatMap((stage): Instruction[] => [stage.from, ...stage.body])
    .filter((instruction) => instruction.type !== "UnknownInstruction");
}

function majorityCase(instructions: readonly Instruction[]): "lower" | "upper" {
  let lower = 0;
  let upper = 0;
  for (const { keywordText } of instructions) {
    const written = keywordCase(keywordText);
    if (written === "lower") lower++;
    else if (written === "upper") upper++;
  }
  return lower > upper ? "lower" : "upper";
}
