import { cases } from "../rule-cases.ts";

export default cases("clean-apk-cache", {
  valid: [
    "FROM alpine:3.21\nRUN apk add --no-cache curl\n",
    { name: "the flag in front of the verb", code: "FROM alpine:3.21\nRUN apk --no-cache --update add curl\n" },
    {
      name: "deleted in the same RUN",
      code: "FROM alpine:3.21\nRUN apk add --update curl && rm -rf /var/cache/apk/*\n",
    },
    {
      name: "a cache mount",
      code: "FROM alpine:3.21\nRUN --mount=type=cache,target=/var/cache/apk apk update && apk add curl\n",
    },
    { name: "a builder stage", code: "FROM alpine:3.21 AS b\nRUN apk add gcc\nFROM scratch\nCOPY --from=b /a /a\n" },
    { name: "another root", code: "FROM alpine:3.21\nRUN apk add -p /rootfs --initdb busybox\n" },
    {
      name: "an update of its own is another rule's",
      code: "FROM alpine:3.21\nRUN apk update\nRUN apk add --no-cache curl\n",
    },
  ],
  invalid: [
    {
      name: "add",
      code: "FROM alpine:3.21\nRUN apk add curl\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "apk add", message: /Write "apk add --no-cache"/ }],
      output: "FROM alpine:3.21\nRUN apk add --no-cache curl\n",
    },
    {
      name: "several calls, lower case, CRLF, continued with a comment",
      code: "from alpine:3.21\r\nrun apk upgrade \\\r\n    # tools\r\n    && apk add -U \\\r\n        curl\r\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "apk upgrade" }],
      output:
        "from alpine:3.21\r\nrun apk upgrade --no-cache \\\r\n    # tools\r\n    && apk add --no-cache -U \\\r\n        curl\r\n",
    },
    {
      name: "update and add",
      code: "FROM alpine:3.21\nRUN apk update && apk add curl\n",
      findings: [{ messageId: "update", line: 2, column: 5, text: "apk update" }],
      suggestions: ["FROM alpine:3.21\nRUN apk add --no-cache curl\n"],
    },
    {
      name: "deleted in another layer",
      code: "FROM alpine:3.21\nRUN apk add curl\nRUN rm -rf /var/cache/apk/*\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "apk add" }],
      output: "FROM alpine:3.21\nRUN apk add --no-cache curl\nRUN rm -rf /var/cache/apk/*\n",
    },
    {
      name: "a here-document",
      code: "FROM alpine:3.21\nRUN <<EOF\napk add curl\nEOF\n",
      findings: [{ messageId: "kept", line: 3, column: 1, text: "apk add" }],
      output: "FROM alpine:3.21\nRUN <<EOF\napk add --no-cache curl\nEOF\n",
    },
    {
      name: "JSON form",
      code: 'FROM alpine:3.21\nRUN ["apk", "add", "curl"]\n',
      findings: [{ messageId: "kept", line: 2, column: 6, text: '"apk", "add"' }],
      output: 'FROM alpine:3.21\nRUN ["apk", "add", "--no-cache", "curl"]\n',
    },
    {
      name: "a mount over something else",
      code: "FROM alpine:3.21\nRUN --mount=type=cache,target=/root/.cache apk add curl\n",
      findings: [{ messageId: "kept", line: 2, column: 44, text: "apk add" }],
      output: "FROM alpine:3.21\nRUN --mount=type=cache,target=/root/.cache apk add --no-cache curl\n",
    },
  ],
});
