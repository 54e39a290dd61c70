import type { RuleTextEdit } from "../language/rule-types.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { variablesIn } from "../syntax/expand-word.ts";
import type { Env, KeyValue, Range } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { hasFallback } from "./shared/base-image.ts";
import { inCaseOf } from "./shared/keyword-case.ts";
import { sourceText } from "./shared/source-ranges.ts";

export default defineRule({
  id: "no-same-env-reference",
  type: "problem",
  docs: {
    description: "Do not read a variable in the ENV that sets it",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3044"],
    droast: ["DF062"],
    why: `The builder reads all values of an ENV before it sets any of them. In \`ENV HOME=/app BIN=$HOME/bin\` the second value
sees what \`HOME\` was above, and when nothing set it there, it is empty: \`BIN\` becomes \`/bin\`, and nobody says a word. The
same holds for a variable that one ENV sets twice: the second value sees the old one, and the first is lost.`,
    examples: [
      {
        bad: "FROM debian:12\nENV APP_HOME=/app APP_BIN=$APP_HOME/bin\n",
        good: "FROM debian:12\nENV APP_HOME=/app\nENV APP_BIN=$APP_HOME/bin\n",
      },
    ],
    whenNot:
      "A variable that is set above as well, by ENV, ARG or a well-known base image, is taken to be meant as it was.",
  },
  messages: {
    empty: {
      what: '"{{name}}" is read by the ENV that sets it',
      why: "All values of an ENV are read before any is set, so it is empty here",
      how: "Set it in an ENV of its own, above this one",
    },
    lost: {
      what: 'This ENV sets "{{name}}" twice',
      why: "The second value reads what was set above, so the first is lost",
      how: "Write both parts in one value, or in two ENV instructions",
    },
    split: 'Begin a new ENV at "{{key}}"',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const { model } = sourceCode;
    const { escape } = sourceCode.ast;

    function isSetAbove(node: Env, name: string): boolean {
      const state = model.stageOf(node)?.stateBefore(node);
      // BuildKit sees to PATH where the base image does not.
      if (!state) return name === "PATH" || prologueSets(sourceCode, node, name);
      return state.env.has(name) || state.args.has(name);
    }

    function check(node: Env, pair: KeyValue): void {
      const written = pair.value?.value ?? "";
      if (!pair.value || !written.includes("$")) return;
      const expansion = model.expand(node, pair.value);
      const name = expansion.names.find((one) => node.pairs.some((other) => other !== pair && other.key.value === one));
      if (name === undefined || expansion.error !== null || hasFallback(written, name, escape)) return;
      const isTwice = name === pair.key.value;
      const other = node.pairs.find((one) => one !== pair && one.key.value === name);
      if (!other || (isTwice ? other.range[0] > pair.range[0] : isSetAbove(node, name))) return;
      context.report({
        node: { range: placeOf(pair, name) },
        messageId: isTwice ? "lost" : "empty",
        data: { name },
        related: [{ message: `"${name}" is set here`, range: other.range }],
        suggest:
          other.range[0] < pair.range[0] && !node.inOnbuild
            ? [{ messageId: "split", data: { key: pair.key.value }, fix: () => newEnv(sourceCode, node, pair) }]
            : [],
      });
    }

    /** The variable in the value; all of the value where it is not written in one piece. */
    function placeOf({ value, range }: KeyValue, name: string): Range {
      if (!value || sourceText(sourceCode, value.range) !== value.value) return value?.range ?? range;
      const use = variablesIn(value.value, escape).find((one) => one.name === name);
      return use ? [value.range[0] + use.start, value.range[0] + use.end] : value.range;
    }

    return {
      Env(node) {
        if (node.pairs.length > 1) for (const pair of node.pairs) check(node, pair);
      },
    };
  },
});

/** In a fragment without FROM: what stands above, ARG included. */
function prologueSets({ ast }: DockerfileSourceCode, node: Env, name: string): boolean {
  return ast.prologue.some(
    (one) =>
      one.range[0] < node.range[0] &&
      (one.type === "Env" || one.type === "Arg") &&
      one.pairs.some(({ key }) => key.value === name),
  );
}

/** Ends the ENV in front of the pair, continuation included, and begins another one there. */
function newEnv({ text, ast }: DockerfileSourceCode, node: Env, pair: KeyValue): RuleTextEdit | null {
  const index = node.pairs.indexOf(pair);
  const before = node.pairs[index - 1];
  if (!before) return null;
  const gap: Range = [before.range[1], pair.range[0]];
  const between = text.slice(...gap);
  // Comments between continued lines would stand between two instructions: they may.
  const lines = between.split(/\r?\n/);
  if (lines.length > 2 || !new RegExp(`^[ \\t]*(?:\\${ast.escape}[ \\t]*)?$`).test(lines[0] ?? "")) return null;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return { range: [gap[0], gap[1]], text: `${lineEnd}${inCaseOf("ENV", node.keywordText)} ` };
}
