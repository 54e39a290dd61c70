import { cases } from "../rule-cases.ts";

export default cases("no-lost-cd", {
  valid: [
    "FROM debian:12\nRUN cd /app && make\n",
    { name: "after other work it only tidies up", code: "FROM debian:12\nRUN cd /tmp && make install && cd /\n" },
    { name: "in a subshell", code: "FROM debian:12\nRUN (cd /app)\n" },
    { name: "where it is already", code: "FROM debian:12\nWORKDIR /app\nRUN cd /app\n" },
  ],
  invalid: [
    {
      name: "alone",
      code: "FROM node:22\nWORKDIR /srv\nRUN cd /app\nRUN npm ci\n",
      findings: [{ messageId: "lost", line: 3, column: 5, text: "cd /app", message: /starts in \/srv again/ }],
    },
    {
      name: "lower case, CRLF, continued with a comment",
      code: "from debian:12\r\nrun mkdir -p /app \\\r\n    # and\r\n    && cd /app\r\n",
      findings: [{ messageId: "lost", line: 4, column: 8, text: "cd /app" }],
    },
    {
      name: "a here-document",
      code: "FROM debian:12\nRUN <<EOF\ncd app\nEOF\n",
      findings: [{ messageId: "lost", line: 3, column: 1, text: "cd app", message: /starts in \/ again/ }],
    },
    {
      name: "on an image whose working directory is not known",
      code: "FROM registry.example.com/base:1\nRUN cd app\n",
      findings: [{ messageId: "lost", line: 2, column: 5, text: "cd app", message: /the directory of the base image/ }],
    },
  ],
});
