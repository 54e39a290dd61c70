import { cases } from "../rule-cases.ts";

const experimental = [{ experimental: true }];
const askFor = "# check=experimental=InvalidDefinitionDescription\n";

export default cases("definition-comment", {
  valid: [
    "# A is this\nARG A\n# b compiles\n# (slowly)\nFROM a:1 AS b\n",
    { name: "apart by an empty line", code: "# Settings\n\nARG A\nFROM a:1\n" },
    { name: "apart by a bare comment", code: "# Settings\n#\nARG A\nFROM a:1\n" },
    { name: "a stage without a name", code: "# Runs it\nFROM a:1\n# Copies\nCOPY x /\n" },
    { name: "for tools", code: "# syntax=docker/dockerfile:1\nARG A\n# hadolint ignore=DL3006\nFROM a AS b\n" },
    { name: "one of several names", code: "# B is that\nARG A B\nFROM a:1\n" },
    { name: "experimental: not asked for", code: "# What it is\nARG A\nFROM a:1\n", options: experimental },
    {
      name: "experimental: another one is asked for",
      code: "# check=experimental=CopyIgnoredFile\n# What it is\nARG A\nFROM a:1\n",
      options: experimental,
    },
  ],
  invalid: [
    {
      code: "# Which version\nARG A=1\nFROM a:1\n",
      findings: [{ messageId: "noDescription", line: 1, column: 1, text: "# Which version", message: /"# A <desc/ }],
    },
    {
      name: "a stage, whose name is in lower case, CRLF",
      code: "FROM x\r\n# Build makes it\r\nFROM a:1 AS Build\r\n",
      findings: [{ line: 2, column: 1, text: "# Build makes it", message: /this FROM.*"build"/ }],
    },
    {
      name: "several names",
      code: "FROM a:1\n# more\n# of it\nARG A B\n",
      findings: [{ line: 3, column: 1, text: "# of it", message: /<arg_key>/ }],
    },
    {
      name: "experimental: the last line, whatever is between, and never an indented one",
      code: `${askFor}# A is this\n# all of it\n\nARG A\n  # B is that\nARG B\nFROM a:1\n`,
      options: experimental,
      findings: [
        { line: 5, column: 1, text: "ARG" },
        { line: 7, column: 1, text: "ARG" },
      ],
    },
    {
      name: "experimental: asked for above the instruction only",
      code: "# check=experimental=all\n\n# none\nARG A\n# check=experimental=all\n# none\nARG B\nFROM a:1\n".slice(25),
      options: experimental,
      findings: [{ line: 6, column: 1, text: "ARG" }],
    },
    {
      name: "experimental: asked for by the build argument",
      code: "# none\nARG A\nFROM a:1\n",
      options: experimental,
      languageOptions: { buildArgs: { BUILDKIT_DOCKERFILE_CHECK: "experimental=all" } },
      findings: [{ line: 2, column: 1, text: "ARG" }],
    },
  ],
});
