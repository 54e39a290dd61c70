import { cases } from "../rule-cases.ts";

export default cases("no-empty-continuation", {
  valid: [
    "FROM a:1\nRUN a && \\\n  b\n\nRUN c\n",
    { name: "a comment is no empty line", code: "FROM a:1\nRUN a && \\\n  # why\n  b\n" },
    { name: "empty lines of a heredoc", code: "FROM a:1\nRUN <<EOF\na\n\nb\nEOF\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nRUN a && \\\n\n  b\n",
      findings: [{ messageId: "empty", line: 3, column: 1, text: "\n" }],
      output: "FROM a:1\nRUN a && \\\n  b\n",
    },
    {
      name: "several, with blanks, CRLF",
      code: "FROM a:1\r\nRUN a && \\\r\n\r\n  \r\n  b\r\n",
      findings: [{ line: 3, column: 1, text: "\r" }],
      output: "FROM a:1\r\nRUN a && \\\r\n  b\r\n",
    },
    {
      name: "one finding for each instruction",
      code: "from a:1\nrun a \\\n\n  b \\\n\n  c\nrun d \\\n\n  e\n",
      findings: [
        { line: 3, column: 1, text: "\n" },
        { line: 8, column: 1, text: "\n" },
      ],
      output: "from a:1\nrun a \\\n  b \\\n  c\nrun d \\\n  e\n",
    },
    {
      name: "not in the body of a heredoc",
      code: "FROM a:1\nRUN \\\n\n<<EOF\na\n\nb\nEOF\n",
      findings: [{ line: 3, column: 1, text: "\n" }],
      output: "FROM a:1\nRUN \\\n<<EOF\na\n\nb\nEOF\n",
    },
    {
      name: "at the end of the file",
      code: "FROM a:1\nRUN a \\\n\n",
      findings: [{ line: 3, column: 1, text: "\n" }],
    },
  ],
});
