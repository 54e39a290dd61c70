import { cases } from "../rule-cases.ts";

export default cases("flags-first", {
  valid: [
    "FROM a:1\nCOPY --from=b --chown=1 x y\n",
    { name: "no flag of COPY", code: "FROM a:1\nCOPY x --checksum=1 --foo y\n" },
    { name: "JSON form says what it means", code: 'FROM a:1\nCOPY ["x", "--link", "y"]\n' },
    { name: "after two dashes", code: "FROM a:1\nCOPY -- --link y\n" },
    { name: "flags of the program", code: "FROM a:1\nHEALTHCHECK CMD wget --timeout=3 http://localhost\n" },
    { name: "a program in JSON form", code: 'FROM a:1\nHEALTHCHECK CMD ["x", "--interval=1s"]\n' },
    { name: "RUN hands everything to the shell", code: "FROM a:1\nRUN mount --mount=x --network=host\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nCOPY x --chown=1:1 y\n",
      findings: [
        { messageId: "path", line: 2, column: 8, text: "--chown=1:1", message: /^'--chown=1:1' stands behind/ },
      ],
      suggestions: ["FROM a:1\nCOPY --chown=1:1 x y\n"],
    },
    {
      name: "at the end, lower case, CRLF",
      code: "from a:1\r\nadd --link x y --checksum=sha256:1\r\nrun z\r\n",
      findings: [{ line: 2, column: 16, text: "--checksum=sha256:1" }],
      suggestions: ["from a:1\r\nadd --checksum=sha256:1 --link x y\r\nrun z\r\n"],
    },
    {
      name: "on a continued line with another escape character, in an ONBUILD",
      code: "# escape=`\nFROM a:1\nONBUILD COPY x `\n  --link y\n",
      findings: [{ line: 4, column: 3, text: "--link" }],
      suggestions: ["# escape=`\nFROM a:1\nONBUILD COPY --link x `\n   y\n"],
    },
    {
      name: "without its value",
      code: "FROM a:1\nCOPY x --from y\n",
      findings: [{ line: 2, column: 8, text: "--from" }],
      suggestions: [],
    },
    {
      name: "behind CMD",
      code: "FROM a:1\nHEALTHCHECK --retries=3 CMD --interval=5s curl localhost\n",
      findings: [{ messageId: "command", line: 2, column: 29, text: "--interval=5s" }],
      suggestions: ["FROM a:1\nHEALTHCHECK --interval=5s --retries=3 CMD curl localhost\n"],
    },
  ],
});
