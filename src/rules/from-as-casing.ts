import { defineRule } from "./define-rule.ts";
import { inCaseOf, keywordCase } from "./shared/keyword-case.ts";

export default defineRule({
  id: "from-as-casing",
  type: "layout",
  docs: {
    description: "Write AS in the case of its FROM",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    buildkit: ["FromAsCasing"],
    droast: ["DF079"],
    why: `\`FROM\` and \`AS\` are two keywords of one instruction. Written in one case they are read as keywords; in
two cases the \`as\` looks like part of the image reference.`,
    examples: [
      { bad: "FROM debian:12 as build\n", good: "FROM debian:12 AS build\n" },
      { bad: "from debian:12 AS build\n", good: "from debian:12 as build\n" },
    ],
    whenNot: "A FROM in mixed case (`From`) is left to `instruction-casing`.",
    fixSafety: "Keywords mean the same in every case.",
  },
  messages: {
    casing: {
      what: '"{{as}}" is not in the case of "{{from}}"',
      why: "The two keywords of one instruction are easier to tell from names when they look alike",
      how: 'Write "{{expected}}"',
    },
  },
  fixable: true,
  create(context) {
    return {
      From(node) {
        const { asKeyword } = node;
        if (!asKeyword || keywordCase(node.keywordText) === "mixed") return;
        if (asKeyword.value.toUpperCase() !== "AS") return;
        const expected = inCaseOf("AS", node.keywordText);
        if (asKeyword.value === expected) return;
        context.report({
          node: asKeyword,
          messageId: "casing",
          data: { as: asKeyword.value, from: node.keywordText, expected },
          fix: (fixer) => fixer.replaceTextRange(asKeyword.range, expected),
        });
      },
    };
  },
});
