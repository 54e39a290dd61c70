import { cases } from "../rule-cases.ts";

export default cases("no-swallowed-instruction", {
  valid: [
    "FROM a:1\nCOPY a C:/app/\nRUN x \\\n  && y\n",
    { name: "another escape character", code: "# escape=`\nFROM a:1\nCOPY a C:\\app\\\nRUN x\n" },
    { name: "two backslashes do not continue", code: "FROM a:1\nCOPY a C:\\app\\\\\nRUN x\n" },
    {
      name: "CMD of a HEALTHCHECK, the trigger of an ONBUILD",
      code: "FROM a:1\nHEALTHCHECK --retries=1 \\\nCMD x\nONBUILD \\\nRUN y\n",
    },
    { name: "inside quotes", code: 'FROM a:1\nRUN echo "\\\nFROM x\\n\\\nRUN y" > z\n' },
    { name: "indented or in other case", code: "FROM a:1\nRUN x \\\n  ADD y \\\nadd z\n" },
    { name: "a key", code: "FROM a:1\nLABEL a=1 \\\nRUN=x \\\nUSER =y\n" },
    { name: "lower-case words of a shell", code: "from a:1\nrun apk \\\nadd curl\n" },
  ],
  invalid: [
    {
      name: "behind a word that ends like a keyword",
      code: "FROM a:1\nRUN rerun ADD \\\nCOPY x y\n",
      findings: [{ messageId: "line", line: 2, column: 15, text: "\\" }],
      suggestions: ["FROM a:1\nRUN rerun ADD\nCOPY x y\n"],
    },
    {
      code: "FROM a:1\nCOPY a c:\\dir\\\nRUN x\n",
      findings: [
        {
          messageId: "path",
          line: 2,
          column: 14,
          text: "\\",
          message: /^The '\\' at the end of 'c:\\dir\\' continues the line, so RUN/,
        },
      ],
      suggestions: ["FROM a:1\nCOPY a c:\\dir/\nRUN x\n"],
    },
    {
      name: "lower case, CRLF, a comment and a blank line between",
      code: "from a:1\r\nworkdir c:\\app\\\r\n\r\n# all\r\ncopy . .\r\n",
      findings: [{ messageId: "path", line: 2, column: 15, text: "\\" }],
      suggestions: ["from a:1\r\nworkdir c:\\app/\r\n\r\n# all\r\ncopy . .\r\n"],
    },
    {
      name: "left behind, with another escape character",
      code: "# escape=`\nFROM a:1\nRUN a `\n  b  ` \nRUN c\n",
      findings: [{ messageId: "line", line: 4, column: 6, text: "`", message: /makes RUN below a part of this RUN/ }],
      suggestions: ["# escape=`\nFROM a:1\nRUN a `\n  b \nRUN c\n"],
    },
    {
      name: "behind an operator, in an ONBUILD",
      code: "FROM a:1\nONBUILD RUN a && \\\nVOLUME /b\n",
      findings: [{ messageId: "line", line: 2, column: 18, text: "\\" }],
      suggestions: [],
    },
  ],
});
