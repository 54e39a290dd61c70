import { defineRule } from "./define-rule.ts";

/** Comments that silence rules for the next instruction, or from there on: our own form, hadolint's, BuildKit's. */
const inlineForm = /^(?:stratalint\s+disable(?:-next)?(?:\s|$)|hadolint\s+ignore\s*=\s*[DLSC\d]|check\s*=.*\bskip\s*=)/;

export default defineRule({
  id: "no-inline-ignore",
  type: "suggestion",
  docs: {
    description: "Silence rules in the configuration, not in comments",
    category: "style",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL1001"],
    why: `Each comment that silences a rule is an exception made by whoever wrote the line. Where exceptions are decided in one place, the
configuration with its \`overrides\` lists them all, and a review of that file sees each new one.`,
    examples: [
      {
        bad: "FROM debian:12\n# stratalint disable-next no-sudo -- why not\nRUN sudo make\n",
        good: "FROM debian:12\nRUN make\n",
      },
    ],
    whenNot: `Most projects are better off with a comment and its reason next to the line. Directives for the whole file or stage at its top
are not reported.`,
  },
  messages: {
    inline: {
      what: "This comment silences a rule for a part of the file",
      why: "Exceptions are kept in the configuration here, where all of them can be seen",
      how: 'Move it there, under "overrides", or do what the rule asks for',
    },
  },
  create(context) {
    return {
      Dockerfile({ comments }) {
        for (const comment of comments) {
          if (inlineForm.test(comment.value)) context.report({ node: comment, messageId: "inline" });
        }
      },
    };
  },
});
