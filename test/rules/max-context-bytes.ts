import { cases } from "../rule-cases.ts";

const context = {
  files: ["Dockerfile", "src/a.bin", "src/deep/b.bin", "docs/c.bin", "d.bin"],
  bytes: { "src/a.bin": 6_000_000, "src/deep/b.bin": 5_000_000, "docs/c.bin": 4_000_000, "d.bin": 1_000_000 },
};
const options = [{ max: "10MB" }];

export default cases("max-context-bytes", {
  valid: [
    { name: "no context", code: "FROM scratch\nCOPY . /\n", options: [{ max: 0 }] },
    { name: "500 MB by default", code: "FROM scratch\nCOPY . /\n", context },
    { name: "folders that stay below", code: "FROM scratch\nCOPY docs src/deep d.bin /x/\n", options, context },
    {
      name: "what is ignored is not sent",
      code: "FROM scratch\nCOPY . /\n",
      options,
      context: { ...context, dockerignore: "src\n" },
    },
    { name: "nothing asks for files", code: "FROM scratch\nRUN a\n", options, context },
    {
      name: "a stage that is not built",
      code: "FROM scratch AS a\nCOPY . /\nFROM scratch\nCOPY docs /\n",
      options,
      context,
    },
    {
      name: "one path, asked for twice",
      code: "FROM scratch\nCOPY src/a.bin /\nCOPY src/a.bin /b\n",
      options,
      context,
    },
  ],
  invalid: [
    {
      name: "the whole context, with what weighs most in it",
      code: "FROM scratch\nCOPY . /\n",
      options,
      context,
      findings: [
        {
          messageId: "large",
          line: 2,
          column: 6,
          text: ".",
          message:
            /sends 16 MB to the builder; the limit is 10 MB\. src \(11 MB\), docs \(4 MB\) and d\.bin \(1 MB\) weigh most/,
        },
      ],
    },
    {
      name: "folders together, at the one that brings most; what lies in another one counts once",
      code: "FROM scratch\nCOPY docs /\nCOPY src/a.bin /\nCOPY --link src /src\n",
      options,
      context,
      findings: [
        { line: 4, column: 13, text: "src", message: /sends 15 MB.*src \(11 MB\) and docs \(4 MB\) weigh most/ },
      ],
    },
    {
      name: "a bind mount",
      code: "FROM a:1\nRUN --mount=type=bind,target=/x make\n",
      options,
      context,
      findings: [{ line: 2, column: 5, text: "--mount=type=bind,target=/x", message: /16 MB/ }],
    },
    {
      name: "a stage that does not ship is sent its files too",
      code: "FROM a:1 AS build\nADD src /src\nFROM scratch\nCOPY --from=build /out /\n",
      options,
      context,
      findings: [{ line: 2, column: 5, text: "src", message: /11 MB.*a\.bin \(6 MB\) and deep \(5 MB\)/ }],
    },
    {
      name: "the classic builder gets everything",
      code: "FROM a:1\nCOPY docs /\n",
      options,
      context,
      languageOptions: { builder: "docker-classic" },
      findings: [{ line: 1, column: 1, text: "FROM", message: /16 MB/ }],
    },
  ],
});
