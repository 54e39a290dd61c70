import { cases } from "../rule-cases.ts";

export default cases("clean-apt-lists", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    {
      name: "a parent directory, braces, other flags",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -fr -- /tmp/* /var/lib/{apt,dpkg}/\n",
    },
    {
      name: "through a variable",
      code: 'FROM debian:12\nENV LISTS=/var/lib/apt/lists\nRUN apt-get update && apt-get install -y curl && rm -rf "$LISTS"\n',
    },
    {
      name: "through cd",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && cd /var/lib/apt/lists && rm -rf *\n",
    },
    {
      name: "find deletes them",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && find /var/lib/apt/lists -type f -delete\n",
    },
    {
      name: "apt-get dist-clean",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && apt-get dist-clean\n",
    },
    {
      name: "a script that says it cleans",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && /usr/local/bin/docker-clean\n",
    },
    {
      name: "a cache mount",
      code: "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl\n",
    },
    {
      name: "a tmpfs mount named by a variable",
      code: "FROM debian:12\nARG LISTS=/var/lib/apt/lists\nRUN --mount=type=tmpfs,target=${LISTS} apt-get update && apt-get install -y curl\n",
    },
    {
      name: "a builder stage",
      code: "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=build /bin/x /\n",
    },
    {
      name: "a later RUN installs from them",
      code: "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n",
    },
  ],
  invalid: [
    {
      name: "left",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
      findings: [{ messageId: "left", line: 2, column: 5, text: "apt-get update" }],
      suggestions: ["FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n"],
    },
    {
      name: "lower case, CRLF, operators in front, a comment",
      code: "from debian:12\r\nrun apt-get -qq update \\\r\n    # tools\r\n    && apt-get install -y \\\r\n        curl\r\n",
      findings: [{ messageId: "left", line: 2, column: 5, text: "apt-get -qq update" }],
      suggestions: [
        "from debian:12\r\nrun apt-get -qq update \\\r\n    # tools\r\n    && apt-get install -y \\\r\n        curl \\\r\n    && rm -rf /var/lib/apt/lists/*\r\n",
      ],
    },
    {
      name: "operators behind",
      code: "FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl\n",
      findings: [{ messageId: "left", line: 2, column: 5, text: "apt-get update" }],
      suggestions: [
        "FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y curl && \\\n    rm -rf /var/lib/apt/lists/*\n",
      ],
    },
    {
      name: "another directory is deleted",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/cache/apt\n",
      findings: [{ messageId: "left", line: 2, column: 5, text: "apt-get update" }],
      suggestions: [
        "FROM debian:12\nRUN apt-get update && apt-get install -y curl && rm -rf /var/cache/apt && rm -rf /var/lib/apt/lists/*\n",
      ],
    },
    {
      name: "deleted before, and in another layer",
      code: "FROM debian:12\nRUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
      findings: [{ messageId: "left", line: 2, column: 36, text: "apt-get update" }],
      suggestions: [
        "FROM debian:12\nRUN rm -rf /var/lib/apt/lists/* && apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\n",
      ],
    },
    {
      name: "a here-document",
      code: "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n",
      findings: [{ messageId: "left", line: 3, column: 1, text: "apt-get update" }],
    },
    {
      name: "JSON form in the parent of the last stage",
      code: 'FROM debian:12 AS base\nRUN ["sh", "-c", "apt-get update && apt-get install -y curl"]\nFROM base\n',
      findings: [{ messageId: "left", line: 2, column: 19, text: "apt-get update" }],
    },
    {
      name: "a mount over something else",
      code: "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\n",
      findings: [{ messageId: "left", line: 2, column: 46, text: "apt-get update" }],
      suggestions: [
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
      ],
    },
    {
      name: "a script that ends in a semicolon gets no suggestion",
      code: "FROM debian:12\nRUN apt-get update; apt-get install -y curl;\n",
      findings: [{ messageId: "left", line: 2, column: 5, text: "apt-get update" }],
    },
  ],
});
