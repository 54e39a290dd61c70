import { cases } from "../rule-cases.ts";

export default cases("pin-copy-source", {
  valid: [
    "FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /\nCOPY --from=0 /x /\nCOPY --from=BUILD /x /\n",
    {
      name: "images with tag or digest",
      code: `FROM a:1\nCOPY --from=composer:2 /x /\nCOPY --from=a@sha256:${"0".repeat(64)} /x /\n`,
    },
    { name: "a port is no tag, a tag behind it is", code: "FROM a:1\nCOPY --from=localhost:5000/a:1 /x /\n" },
    {
      name: "a named build context",
      code: "FROM a:1\nCOPY --from=sources /x /\n",
      options: [{ contexts: ["sources"], unknownNames: "report" }],
    },
    { name: "a single word is probably a build context", code: "FROM a:1\nCOPY --from=templates /x /\n" },
    { name: "nothing to take from", code: "FROM a:1\nRUN --mount=type=cache,target=/x make\nCOPY x /\n" },
    { name: "a stage of the file that builds on it", code: "FROM a:1\nONBUILD COPY --from=build /x /\n" },
  ],
  invalid: [
    {
      name: "a slip",
      code: "FROM a:1 AS build\nFROM b:1\nCOPY --from=biuld /x /\n",
      findings: [{ messageId: "misspelt", line: 3, column: 13, text: "biuld", message: /the stage "build"/ }],
      suggestions: ["FROM a:1 AS build\nFROM b:1\nCOPY --from=build /x /\n"],
    },
    {
      name: "no tag; lower case, CRLF, continued",
      code: "from a:1\r\ncopy --chown=1 \\\r\n  --from=ghcr.io/a/b /x /\r\n",
      findings: [
        { messageId: "untagged", line: 3, column: 10, text: "ghcr.io/a/b", message: /"ghcr.io\/a\/b:<version>"/ },
      ],
      suggestions: [],
    },
    {
      name: "an official image",
      code: "FROM a:1\nCOPY --from=composer /usr/bin/composer /\n",
      findings: [{ messageId: "untagged", line: 2, column: 13, text: "composer" }],
    },
    {
      name: "a mount, and a registry with a port",
      options: [{ unknownNames: "report" }],
      code: "FROM a:1\nRUN --mount=type=bind,from=tools,target=/t make\nCOPY --from=localhost:5000/a /x /\n",
      findings: [
        { messageId: "untagged", line: 2, column: 28, text: "tools" },
        { messageId: "untagged", line: 3, column: 13, text: "localhost:5000/a" },
      ],
      suggestions: [],
    },
  ],
});
