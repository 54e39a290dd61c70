import { defineRule } from "./define-rule.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { holdsComment, sourceText } from "./shared/source-ranges.ts";
import { legacyValueForm } from "./shared/quoting.ts";
import type { RuleFixer, RuleTextEdit } from "../language/rule-types.ts";
import type { Env, From, KeyValue, Label } from "../syntax/nodes.ts";

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
    why: `\`ENV key value\` takes the rest of the line as the value, further words and equal signs included:
\`ENV A 1 B=2\` sets only \`A\`. The old form holds one pair a line, is deprecated, and may be refused by a later
builder.`,
    examples: [
      { bad: "FROM debian:12\nENV GREETING hello world\n", good: 'FROM debian:12\nENV GREETING="hello world"\n' },
      { bad: "FROM debian:12\nLABEL version 1.2\n", good: "FROM debian:12\nLABEL version=1.2\n" },
    ],
    options: scopeOption,
    presetOptions: { buildkit: [{ scope: "build" }] },
    fixSafety: `Both forms go through the same quote, escape and variable processing; they differ only in where
blanks end the value. The fix quotes or escapes exactly the blanks that would, and is not offered where quotes do
not balance.`,
  },
  messages: {
    legacy: {
      what: "{{keyword}} {{key}} separates key and value by a blank",
      why: "The deprecated form takes the rest of the line as one value, further pairs included",
      how: "Write {{keyword}} {{key}}=<value>, in double quotes when the value holds blanks",
    },
  },
  schema: [{ type: "object", properties: { scope: scopeSchema }, additionalProperties: false }],
  defaultOptions: [{ scope: "file" }] as [{ scope?: JudgingScope }],
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file" }] = context.options;

    function check(node: Env | Label, from: From | null): void {
      for (const pair of node.pairs) {
        if (!pair.legacy) continue;
        context.report({
          node: from ?? pair.key,
          messageId: "legacy",
          data: { keyword: node.keyword, key: pair.key.value },
          fix: from ? null : (fixer) => edits(pair, fixer),
        });
      }
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

    return visitSteps(context, scope, { Env: check, Label: check });
  },
});
