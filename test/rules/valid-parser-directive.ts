import { cases } from "../rule-cases.ts";

export default cases("valid-parser-directive", {
  valid: [
    { name: "options that fail the build are errors of valid-syntax", code: "# check=skip=all; error=yes\nFROM a:1\n" },
    "# syntax=docker/dockerfile:1\n# escape=`\n# check=skip=UndefinedVar,JSONArgsRecommended;error=true\nFROM a:1\n",
    { name: "a reason behind the list", code: "# check=skip=all // we know\nFROM a:1\n" },
    { name: "behind #!", code: "#!/usr/bin/env docker\n# syntax=docker/dockerfile:1\nFROM a:1\n" },
    { name: "above an instruction", code: "FROM a:1\n\n# check=skip=JSONArgsRecommended // signals\nCMD x\n" },
    { name: "prose", code: "# Notes\n# escape=yes\n# syntax=bash\n# check = that\n# check=docs/a.md\nFROM a:1\n" },
    { name: "said again", code: "# syntax=docker/dockerfile:1\n\n# syntax=docker/dockerfile:1\nFROM a:1\n" },
    { name: "in the body of a heredoc", code: "FROM a:1\nCOPY <<EOF /Dockerfile\n# syntax=docker/dockerfile:1\nEOF\n" },
  ],
  invalid: [
    {
      name: "below a comment",
      code: "# The server\n# syntax=docker/dockerfile:1\nFROM a:1\n",
      findings: [
        {
          messageId: "notRead",
          line: 2,
          column: 1,
          text: "# syntax=docker/dockerfile:1",
          message: /a comment on line 1 ends the directives/,
        },
      ],
      suggestions: ["# syntax=docker/dockerfile:1\n# The server\nFROM a:1\n"],
    },
    {
      name: "below a blank line, CRLF",
      code: "\r\n#escape=`\r\nFROM a:1\r\n",
      findings: [{ messageId: "notRead", line: 2, column: 1, text: "#escape=`", message: /a blank line on line 1/ }],
      suggestions: ["#escape=`\r\n\r\nFROM a:1\r\n"],
    },
    {
      name: "below an instruction",
      code: "ARG A=1\n# syntax=docker/dockerfile:1\nFROM a:1\n",
      findings: [{ line: 2, column: 1, text: "# syntax=docker/dockerfile:1", message: /instructions begin on line 1/ }],
    },
    {
      name: "below an unknown key",
      code: "# version=1\n# escape=`\nFROM a:1\n",
      findings: [{ line: 2, column: 1, text: "# escape=`", message: /no directive 'version'/ }],
    },
    {
      name: "indented",
      code: "  # check=error=true\n# escape=`\nFROM a:1\nRUN x `\n  # check=skip=all\n  y\n",
      findings: [
        { line: 1, column: 3, text: "# check=error=true", message: /it is indented/ },
        { line: 5, column: 3, text: "# check=skip=all", message: /the directives/ },
      ],
    },
    {
      name: "blanks in the list",
      code: "# check=skip=UndefinedVar, StageNameCasing\nFROM a:1\n",
      findings: [
        { messageId: "cut", line: 1, column: 28, text: "StageNameCasing", message: /takes the rest for a remark/ },
      ],
      suggestions: ["# check=skip=UndefinedVar,StageNameCasing\nFROM a:1\n"],
    },
    {
      name: "names",
      code: "# check=skip=undefinedvar,DL3008;Error=true;error=yes\nFROM a:1\n",
      findings: [
        { messageId: "name", line: 1, column: 14, text: "undefinedvar", message: /did you mean UndefinedVar\?/ },
        { messageId: "name", line: 1, column: 27, text: "DL3008" },
      ],
      suggestions: ["# check=skip=UndefinedVar,DL3008;Error=true;error=yes\nFROM a:1\n"],
    },
    {
      name: "twice the same",
      code: "# check=skip=UndefinedVar;skip=all\nFROM a:1\n",
      findings: [{ messageId: "repeated", line: 1, column: 27, text: "skip=all" }],
    },
    {
      name: "error=, which counts at the top only",
      code: "# syntax=docker/dockerfile:1\n\n# check=error=true\nFROM a:1\n",
      findings: [
        { messageId: "notRead", line: 3, column: 1, text: "# check=error=true", message: /a blank line on line 2/ },
      ],
      suggestions: ["# check=error=true\n# syntax=docker/dockerfile:1\n\nFROM a:1\n"],
    },
    {
      name: "error= with skip= above an instruction",
      code: "# x\n\n# check=skip=all;error=true\nFROM a:1\n",
      findings: [{ messageId: "errorInline", line: 3, column: 18, text: "error=true" }],
    },
  ],
});
