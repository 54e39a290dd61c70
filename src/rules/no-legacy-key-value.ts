import { defineRule } from "./define-rule.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { holdsComment, sourceText } from "./shared/source-ranges.ts";
import { legacyValueForm } from "./shared/quoting.ts";
import type { RuleFixer, RuleTextEdit } from "../language/rule-types.ts";
import type { Dockerfile, Env, From, Instruction, KeyValue, Label } from "../syntax/nodes.ts";

interface LegacyOptions {
  readonly scope?: JudgingScope;
  /** What gets a finding of its own. */
  readonly report?: "stage" | "each";
}

export default defineRule({
  id: "no-legacy-key-value",
  type: "suggestion",
  docs: {
    description: "Write key=value in ENV and LABEL",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    buildkit: ["LegacyKeyValueFormat"],
    droast: ["DF082"],
    why: `\`ENV key value\` takes the rest of the line as the value, further words and equal signs included:
\`ENV A 1 B=2\` sets only \`A\`. The old form holds one pair a line, is deprecated, and may be refused by a later
builder.`,
    examples: [
      { bad: "FROM debian:12\nENV GREETING hello world\n", good: 'FROM debian:12\nENV GREETING="hello world"\n' },
      { bad: "FROM debian:12\nLABEL version 1.2\n", good: "FROM debian:12\nLABEL version=1.2\n" },
    ],
    options: `${scopeOption}

\`report\` (default \`"stage"\`): a stage gets one finding, at its first instruction of the old form, whose fix changes
all of them. \`"each"\`: each gets its own, as from \`docker build --check\`.`,
    presetOptions: { buildkit: [{ scope: "build", report: "each" }] },
    fixSafety: `Both forms go through the same quote, escape and variable processing; they differ only in where
blanks end the value. The fix quotes or escapes exactly the blanks that would, and is not offered where quotes do
not balance.`,
    whenNot: "Files for builders from before Docker 1.0, which know the old form of ENV only.",
  },
  messages: {
    legacy: {
      what: "{{keyword}} {{key}} separates key and value by a blank",
      why: "The deprecated form takes the rest of the line as one value, further pairs included",
      how: "Write {{keyword}} {{key}}=<value>, in double quotes when the value holds blanks",
    },
  },
  schema: [
    {
      type: "object",
      properties: { scope: scopeSchema, report: { enum: ["stage", "each"] } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ scope: "file", report: "stage" }] as [LegacyOptions],
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file", report: unit = "stage" }] = context.options;

    function report(pairs: readonly LegacyPair[], from: From | null): void {
      const [first] = pairs;
      if (!first) return;
      context.report({
        node: from ?? first.pair.key,
        messageId: "legacy",
        data: { keyword: first.node.keyword, key: first.pair.key.value },
        related: pairs.slice(1).map(({ node, pair }) => ({
          message: `${node.keyword} ${pair.key.value} is written like that, too`,
          range: pair.key.range,
        })),
        fix: from ? null : (fixer) => pairs.flatMap(({ pair }) => edits(pair, fixer) ?? []),
      });
    }

    function checkEach(node: Env | Label, from: From | null): void {
      for (const pair of legacyPairs(node)) report([pair], from);
    }

    function checkStages({ prologue, stages }: Dockerfile): void {
      report(allLegacyPairs(prologue), null);
      for (const { body } of stages) report(allLegacyPairs(body), null);
    }

    function edits({ key, value }: KeyValue, fixer: RuleFixer): RuleTextEdit[] | null {
      if (!value || /["'\\`=$]/.test(key.value)) return null;
      const gap = [key.range[1], value.range[0]] as const;
      if (holdsComment(sourceCode, gap)) return null;
      const form = legacyValueForm(value.value, sourceCode.ast.escape);
      const equals = fixer.replaceTextRange(gap, "=");
      switch (form.kind) {
        case "as-is":
          return [equals];
        case "quote":
          return [fixer.replaceTextRange(gap, '="'), fixer.insertTextAfterRange(value.range, '"')];
        case "escape":
          if (sourceText(sourceCode, value.range) !== value.value) return null;
          return [equals, fixer.replaceTextRange(value.range, form.text)];
        case "impossible":
          return null;
      }
    }

    if (unit === "stage" && scope === "file") return { Dockerfile: checkStages };
    return visitSteps(context, scope, { Env: checkEach, Label: checkEach });
  },
});

interface LegacyPair {
  readonly node: Env | Label;
  readonly pair: KeyValue;
}

function allLegacyPairs(body: readonly Instruction[]): LegacyPair[] {
  const found: LegacyPair[] = [];
  for (const instruction of body) {
    const node = instruction.type === "Onbuild" ? instruction.trigger : instruction;
    if (node?.type === "Env" || node?.type === "Label") found.push(...legacyPairs(node));
  }
  return found;
}

function legacyPairs(node: Env | Label): LegacyPair[] {
  return node.pairs.filter(({ legacy }) => legacy).map((pair) => ({ node, pair }));
}
