import { cases } from "../rule-cases.ts";

export default cases("quiet-wget", {
  valid: [
    "FROM debian:12\nRUN wget -q https://example.com/a\n",
    {
      name: "the ways to be quiet",
      code: "FROM debian:12\nRUN wget -nv a && wget --progress=dot:giga b && wget -qO- c && wget -o log d && wget --no-verbose e\n",
    },
    { name: "errors go to a file", code: "FROM debian:12\nRUN wget https://example.com/a 2> /dev/null\n" },
  ],
  invalid: [
    {
      name: "GNU wget",
      code: "FROM debian:12\nRUN wget https://example.com/a\n",
      findings: [{ messageId: "noisy", line: 2, column: 5, text: "wget", message: /dot:giga/ }],
      suggestions: ["FROM debian:12\nRUN wget --progress=dot:giga https://example.com/a\n"],
    },
    {
      name: "the wget of busybox; lower case, CRLF, continued with a comment, twice",
      code: "from alpine:3.21\r\nrun wget -O a https://example.com/a \\\r\n    # and\r\n    && wget https://example.com/b\r\n",
      findings: [{ messageId: "noisy", line: 2, column: 5, text: "wget", message: /Add "-q"/ }],
      suggestions: [
        "from alpine:3.21\r\nrun wget -q -O a https://example.com/a \\\r\n    # and\r\n    && wget -q https://example.com/b\r\n",
      ],
    },
    {
      name: "a here-document",
      code: "FROM debian:12\nRUN <<EOF\nwget https://example.com/a\nEOF\n",
      findings: [{ messageId: "noisy", line: 3, column: 1, text: "wget" }],
      suggestions: ["FROM debian:12\nRUN <<EOF\nwget --progress=dot:giga https://example.com/a\nEOF\n"],
    },
    {
      name: "JSON form",
      code: 'FROM debian:12\nRUN ["wget", "https://example.com/a"]\n',
      findings: [{ messageId: "noisy", line: 2, column: 6, text: '"wget"' }],
      suggestions: ['FROM debian:12\nRUN ["wget", "--progress=dot:giga", "https://example.com/a"]\n'],
    },
  ],
});
