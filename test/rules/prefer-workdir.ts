import { cases } from "../rule-cases.ts";

export default cases("prefer-workdir", {
  valid: [
    "FROM debian:12\nWORKDIR /app\nRUN make\n",
    { name: "a change in the middle", code: "FROM debian:12\nRUN make && cd /app && make\n" },
    { name: "a change back", code: "FROM debian:12\nRUN cd /app && make && cd / && rm -r /app\n" },
    { name: "in a subshell", code: "FROM debian:12\nRUN (cd /app && make)\n" },
    { name: "a directory that is only known in the build", code: 'FROM debian:12\nRUN cd "$(mktemp -d)" && make\n' },
    { name: "alone is another rule's", code: "FROM debian:12\nRUN cd /app\n" },
  ],
  invalid: [
    {
      name: "first of all",
      code: "FROM debian:12\nRUN cd /app && make && make install\n",
      findings: [{ messageId: "cd", line: 2, column: 5, text: "cd /app" }],
    },
    {
      name: "lower case, CRLF, continued with a comment, behind set",
      code: "from debian:12\r\nrun set -ex \\\r\n    # there\r\n    && cd /app \\\r\n    && make\r\n",
      findings: [{ messageId: "cd", line: 4, column: 8, text: "cd /app" }],
    },
    {
      name: "where it is already",
      code: "FROM debian:12\nWORKDIR /app\nRUN cd /app && make\n",
      findings: [{ messageId: "needless", line: 3, column: 5, text: "cd /app" }],
    },
    {
      name: "in a parent stage",
      code: "FROM debian:12 AS base\nRUN --mount=type=cache,target=/c cd src && make\nFROM base\n",
      findings: [{ messageId: "cd", line: 2, column: 34, text: "cd src" }],
    },
  ],
});
