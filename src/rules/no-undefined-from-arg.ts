import { defineRule } from "./define-rule.ts";
import { variablesIn } from "../syntax/expand-word.ts";
import { hasFallback } from "./shared/base-image.ts";
import { isRejected } from "./shared/rejected.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { buildkitLimit, nearest } from "../syntax/suggest.ts";
import type { Arg, Dockerfile, Range } from "../syntax/nodes.ts";

export default defineRule({
  id: "no-undefined-from-arg",
  type: "problem",
  docs: {
    description: "Declare before the first FROM every variable that FROM reads",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    buildkit: ["UndefinedArgInFrom"],
    droast: ["DF086"],
    why: `FROM sees only the ARGs above the first FROM and the platform variables that the builder defines. Any
other variable is empty there: the image name falls apart, or its fallback is used for ever and \`--build-arg\` has
no effect. An ARG inside a stage belongs to that stage and does not count.`,
    examples: [
      {
        bad: "FROM python:3.13${VARIANT}\n",
        good: "ARG VARIANT=-slim\nFROM python:3.13${VARIANT}\n",
      },
      {
        bad: "FROM debian:12 AS base\nARG NODE=22\nFROM node:${NODE:-20}\n",
        good: "ARG NODE=22\nFROM debian:12 AS base\nFROM node:${NODE:-20}\n",
      },
    ],
    whenNot:
      "Nowhere: an argument that is not declared above the first FROM stays empty there, whatever the build is given.",
  },
  messages: {
    undefined: {
      what: 'FROM reads "{{name}}", which no ARG above the first FROM declares{{similar}}',
      why: "It is always empty here, and --build-arg cannot set it",
      how: 'Add "ARG {{name}}=<default>" above the first FROM',
    },
    fallbackOnly: {
      what: 'FROM reads "{{name}}", which no ARG above the first FROM declares{{similar}}',
      why: "Its fallback is always used, and --build-arg cannot change it",
      how: 'Add "ARG {{name}}" above the first FROM',
    },
  },
  create(context) {
    const { sourceCode } = context;

    function check(written: string, range: Range): void {
      // Most images are named without a variable.
      if (!written.includes("$")) return;
      const { escape } = sourceCode.ast;
      const declared = new Set(sourceCode.model.globalArgs.keys());
      const reported = new Set(declared);
      for (const use of variablesIn(written, escape)) {
        const { name } = use;
        if (reported.has(name)) continue;
        reported.add(name);
        // What does not build is left to `valid-syntax`.
        if (isRejected(sourceCode, range)) return;
        const similar = nearest(name, declared, buildkitLimit);
        // A word that runs over several lines has other offsets than its text.
        const inOnePiece = sourceText(sourceCode, range) === written;
        context.report({
          node: { range: inOnePiece ? [range[0] + use.start, range[0] + use.end] : range },
          messageId: hasFallback(written, name, escape) ? "fallbackOnly" : "undefined",
          data: { name, similar: similar === null ? "" : ` (did you mean "${similar}"?)` },
          related: declaredInStages(sourceCode.ast, name),
        });
      }
    }

    return {
      Dockerfile(file) {
        for (const { from } of file.stages) {
          const platform = from.flags.find(({ name }) => name === "platform");
          if (platform?.value && platform.valueRange) check(platform.value, platform.valueRange);
          if (from.image) check(from.image.value, from.image.range);
        }
      },
    };
  },
});

/** An ARG of the same name inside a stage: most likely the one that was meant. */
function declaredInStages(file: Dockerfile, name: string): { message: string; range: Range }[] {
  return file.stages
    .flatMap((stage) => stage.body)
    .filter((instruction): instruction is Arg => instruction.type === "Arg")
    .flatMap((arg) => arg.pairs.filter(({ key }) => key.value === name))
    .slice(0, 1)
    .map((pair) => ({ message: "This ARG counts only inside its stage", range: pair.range }));
}
