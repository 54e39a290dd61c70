import { defineRule } from "./define-rule.ts";

/** The engine alone knows which directives silenced something: it reports, this rule says how and how loud. */
export default defineRule({
  id: "unused-directive",
  type: "suggestion",
  docs: {
    description: "Remove directives that silence nothing, and correct those that name no rule",
    category: "style",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    why:
      "A `# stratalint disable…` comment that no longer silences anything hides the next finding that comes along. " +
      "One that names a rule that does not exist never did anything. Only directives of our own form are looked at: " +
      "`# hadolint ignore=` and `# check=skip=` may be there for those tools. " +
      "Under ESLint its own `reportUnusedDisableDirectives` does this.",
    examples: [
      {
        bad: "# stratalint disable-next no-latest-tga\nFROM alpine:3.20\n",
        good: "FROM alpine:3.20\n",
      },
    ],
    fixSafety: "Only the comment is removed, or the one name in its list.",
    whenNot: "While rules are switched on and off in trials.",
  },
  messages: {
    unused: {
      what: "The directive for '{{name}}' silences nothing",
      why: "It hides a finding that may come later",
      how: "Remove it",
    },
    unknown: { what: "{{problem}}", why: "The directive has no effect", how: "Correct or remove it" },
  },
  fixable: true,
  create: () => ({}),
});
