import { cases } from "../rule-cases.ts";

export default cases("no-lone-package-update", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
    { name: "nothing is installed later", code: "FROM debian:12\nRUN apt-get update\nRUN echo done\n" },
    {
      name: "the lists are in a cache mount",
      code: "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\n",
    },
    {
      name: "each install has its update",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get update && apt-get install -y git\n",
    },
    {
      name: "a local package needs no lists",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y ./tool.deb\n",
    },
    {
      name: "an install on a condition",
      code: 'FROM debian:12\nARG X\nRUN apt-get update && apt-get install -y curl\nRUN if [ "$X" ]; then apt-get install -y git; fi\n',
    },
    {
      name: "in another stage",
      code: "FROM debian:12\nRUN apt-get update\nFROM debian:12\nRUN apt-get update && apt-get install -y git\n",
    },
  ],
  invalid: [
    {
      name: "apart",
      code: "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n",
      findings: [
        { messageId: "lone", line: 2, column: 5, text: "apt-get update", message: /"apt-get install" in line 3/ },
      ],
      suggestions: ["FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"],
    },
    {
      name: "lower case, CRLF, a continued line",
      code: "from debian:12\r\nrun apt-get -q update\r\nrun set -ex; \\\r\n    apt-get install -y curl\r\n",
      findings: [{ messageId: "lone", line: 2, column: 5, text: "apt-get -q update" }],
      suggestions: ["from debian:12\r\nrun set -ex; \\\r\n    apt-get -q update; apt-get install -y curl\r\n"],
    },
    {
      name: "several installs rely on it",
      code: "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\nRUN apt-get install -y git\n",
      findings: [{ messageId: "lone", line: 2, column: 5, text: "apt-get update" }],
      suggestions: [
        "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get update && apt-get install -y git\n",
      ],
    },
    {
      name: "with other work",
      code: "FROM debian:12\nRUN apt-get update && echo ok\nRUN apt-get install -y curl\n",
      findings: [{ messageId: "lone", line: 2, column: 5, text: "apt-get update" }],
    },
    {
      name: "an install on the lists of an earlier step, reported once",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\nRUN apt-get install -y jq\n",
      findings: [{ messageId: "stale", line: 3, column: 5, text: "apt-get install", message: /line 2 fetched/ }],
    },
    {
      name: "on those of the parent stage",
      code: "FROM debian:12 AS base\nRUN apt-get update && apt-get install -y curl\nFROM base\nRUN apt-get install -y git\n",
      findings: [{ messageId: "stale", line: 4, column: 5, text: "apt-get install" }],
    },
    {
      name: "apk fetches its index by itself",
      code: "FROM alpine:3.21\nRUN apk update\nRUN apk add curl\n",
      findings: [{ messageId: "needless", line: 2, column: 5, text: "apk update" }],
      suggestions: ["FROM alpine:3.21\nRUN apk add curl\n"],
    },
    {
      name: "here-documents",
      code: "FROM debian:12\nRUN <<EOF\napt-get update\nEOF\nRUN <<EOF\napt-get install -y curl\nEOF\n",
      findings: [{ messageId: "lone", line: 3, column: 1, text: "apt-get update" }],
    },
  ],
});
