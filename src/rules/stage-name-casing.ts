import { defineRule } from "./define-rule.ts";

export default defineRule({
  id: "stage-name-casing",
  type: "layout",
  docs: {
    description: "Write stage names in lower case",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    buildkit: ["StageNameCasing"],
    droast: ["DF085"],
    why: `The builder stores stage names in lower case. \`FROM\` looks a name up as it is typed, so \`FROM Build\`
never finds the stage \`AS Build\` and asks the registry for an image instead. A name that is lower case from the
start works everywhere.`,
    examples: [
      {
        bad: "FROM golang:1.24 AS Build\nFROM scratch\nCOPY --from=build /out /\n",
        good: "FROM golang:1.24 AS build\nFROM scratch\nCOPY --from=build /out /\n",
      },
    ],
    fixSafety:
      "The builder lower-cases the name itself, so the stage keeps the name that every reference already finds.",
    whenNot: "A matter of style: the builder compares names without regard to case.",
  },
  messages: {
    casing: {
      what: 'The stage name "{{name}}" has capital letters',
      why: 'The builder stores it as "{{lower}}", and a later FROM finds it only in that form',
      how: 'Write "{{lower}}"',
    },
  },
  fixable: true,
  create(context) {
    return {
      From(node) {
        const { alias } = node;
        if (!alias) return;
        const lower = alias.value.toLowerCase();
        if (alias.value === lower) return;
        context.report({
          node: alias,
          messageId: "casing",
          data: { name: alias.value, lower },
          fix: (fixer) => fixer.replaceTextRange(alias.range, lower),
        });
      },
    };
  },
});
