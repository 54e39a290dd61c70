import { cases } from "../rule-cases.ts";

export default cases("no-wget-and-curl", {
  valid: [
    "FROM debian:12\nRUN curl -fsSLO https://example.com/a && curl -fsSLO https://example.com/b\n",
    {
      name: "in stages of their own",
      code: "FROM debian:12 AS a\nRUN curl -fsSLO https://example.com/a\nFROM debian:12\nRUN wget -q https://example.com/b\n",
    },
    { name: "installed, not called", code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl wget\n" },
  ],
  invalid: [
    {
      name: "both",
      code: "FROM debian:12\nRUN curl -fsSLO https://example.com/a\nRUN wget -q https://example.com/b\n",
      findings: [{ messageId: "both", line: 3, column: 5, text: "wget" }],
    },
    {
      name: "lower case, CRLF, continued with a comment",
      code: "from debian:12\r\nrun wget -q https://example.com/a \\\r\n    # and\r\n    && curl -fsSLO https://example.com/b\r\n",
      findings: [{ messageId: "both", line: 4, column: 8, text: "curl" }],
    },
    {
      name: "with the parent stage, in a here-document",
      code: "FROM debian:12 AS a\nRUN curl -fsSLO https://example.com/a\nFROM a\nRUN <<EOF\nwget -q https://example.com/b\nEOF\n",
      findings: [{ messageId: "both", line: 5, column: 1, text: "wget" }],
    },
  ],
});
