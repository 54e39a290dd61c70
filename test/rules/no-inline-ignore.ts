import { cases } from "../rule-cases.ts";

export default cases("no-inline-ignore", {
  valid: [
    "FROM debian:12\n# a word about sudo\nRUN make\n",
    {
      name: "for the whole file",
      code: "# hadolint global ignore=DL3006\n# stratalint disable-file no-sudo\nFROM a\n",
    },
    { name: "another word of hadolint", code: "# hadolint shell=bash\nFROM a\n" },
    { name: "BuildKit's own directive at the top", code: "# check=error=true\nFROM a\n" },
  ],
  invalid: [
    {
      name: "hadolint's form",
      code: "FROM a\n# hadolint ignore=DL3003\nRUN cd /x\n",
      findings: [{ line: 2, column: 1, text: "# hadolint ignore=DL3003" }],
    },
    {
      name: "our form, CRLF",
      code: "FROM a\r\n# stratalint disable-next no-sudo -- why\r\nRUN x\r\n",
      findings: [{ line: 2, column: 1, text: "# stratalint disable-next no-sudo -- why" }],
    },
    {
      name: "between continued lines, and BuildKit's form in the middle of a file",
      code: "FROM a\nRUN x \\\n  # stratalint disable-next no-sudo\n  y\n# check=skip=StageNameCasing\nRUN z\n",
      findings: [
        { line: 3, column: 3, text: "# stratalint disable-next no-sudo" },
        { line: 5, column: 1, text: "# check=skip=StageNameCasing" },
      ],
    },
  ],
});
