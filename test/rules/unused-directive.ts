import { cases } from "../rule-cases.ts";

export default cases("unused-directive", {
  valid: [
    { name: "a directive for a rule that did not run", code: "# stratalint disable-next no-latest-tag\nFROM a:1\n" },
    { name: "hadolint's own form", code: "# hadolint ignore=DL3007\nFROM a:1\n" },
    { name: "BuildKit's own form", code: "# check=skip=FromAsCasing\nFROM a:1\n" },
    { name: "prose that begins with the tool's name", code: "# stratalinting is fun\nFROM a:1\n" },
  ],
  invalid: [
    {
      name: "a name that no rule has",
      code: "# stratalint disable-next no-latest-tga -- why\nFROM a:1\n",
      findings: [
        { messageId: "unknown", line: 1, column: 27, text: "no-latest-tga", message: /Did you mean 'no-latest-tag'/ },
      ],
    },
    {
      name: "a verb that does not exist",
      code: "FROM a:1\n# stratalint disable-line no-latest-tag\nRUN b\n",
      findings: [{ messageId: "unknown", line: 2, column: 14, text: "disable-line" }],
    },
    {
      name: "a directive for all rules that silences nothing, inside a RUN",
      code: "FROM a:1\nRUN b && \\\n  # stratalint disable-next\n  c\n",
      findings: [{ messageId: "unused", line: 3, column: 3, text: "# stratalint disable-next" }],
      output: "FROM a:1\nRUN b && \\\n  c\n",
    },
  ],
});
