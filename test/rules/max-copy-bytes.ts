import { cases } from "../rule-cases.ts";

const context = {
  files: ["a.bin", "b.bin", "docs/c.bin"],
  bytes: { "a.bin": 6_000_000, "b.bin": 5_000_000, "docs/c.bin": 4_000_000 },
};
const options = [{ max: "10MB" }];

export default cases("max-copy-bytes", {
  valid: [
    { name: "no context", code: "FROM scratch\nCOPY . /\n", options: [{ max: 0 }] },
    { name: "each below the limit", code: "FROM scratch\nCOPY a.bin /\nCOPY b.bin docs /\n", options, context },
    { name: "exactly as many", code: "FROM scratch\nCOPY a.bin docs /\n", options, context },
    { name: "200 MB by default", code: "FROM scratch\nCOPY . /\n", context },
    {
      name: "what is ignored does not count",
      code: "FROM scratch\nCOPY . /\n",
      options,
      context: { ...context, dockerignore: "a.bin\n" },
    },
    {
      name: "a stage that does not ship",
      code: "FROM scratch AS a\nCOPY . /\nFROM scratch\nCOPY --from=a /docs /\n",
      options,
      context,
    },
    {
      name: "bytes that only the build knows",
      code: "FROM debian:12\nRUN make\nCOPY --from=x / /\n",
      options,
      context,
    },
  ],
  invalid: [
    {
      name: "the whole context",
      code: "FROM scratch\nCOPY . /\n",
      options,
      context,
      findings: [
        {
          messageId: "large",
          line: 2,
          column: 6,
          text: ".",
          message: /^COPY stores 15 MB in one layer; the limit is 10 MB\./,
        },
      ],
    },
    {
      name: "several sources, ADD, lower case, CRLF",
      code: "from scratch\r\nadd a.bin \\\r\n  b.bin /x/\r\n",
      options: [{ max: 10_999_999 }],
      context,
      findings: [{ line: 2, column: 5, text: "a.bin", message: /^ADD stores 11 MB/ }],
    },
    {
      name: "out of a stage whose content is known",
      code: "FROM scratch AS a\nCOPY . /app/\nFROM scratch\nCOPY --from=a /app /\n",
      options,
      context,
      findings: [{ line: 4, column: 15, text: "/app", message: /15 MB/ }],
    },
    {
      name: "units that count by 1024",
      code: "FROM scratch\nCOPY a.bin /\nCOPY b.bin /\n",
      options: [{ max: "5 MiB" }],
      context,
      findings: [{ line: 2, column: 6, text: "a.bin", message: /the limit is 5\.24 MB/ }],
    },
  ],
});
