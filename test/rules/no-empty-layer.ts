import { cases } from "../rule-cases.ts";

const existing = [{ workdir: "existing" }];

export default cases("no-empty-layer", {
  valid: [
    "FROM debian:12\nWORKDIR /app\nCOPY . .\nRUN make\nWORKDIR /app/out\n",
    { name: "a command that may write", code: "FROM debian:12\nRUN echo a > /b\nRUN date\nRUN echo $(make)\n" },
    { name: "a check ends the build", code: "FROM debian:12\nRUN test -f /bin/sh\nRUN [ -d /etc ]\n" },
    { name: "a check of a variable", code: 'FROM debian:12\nARG V\nRUN : "${V:?is not set}"\nRUN set -e; exit 0\n' },
    { name: "a variable that ends the cache", code: "FROM debian:12\nARG CACHE_BUST\nRUN echo $CACHE_BUST\n" },
    { name: "a directory that was removed", code: "FROM scratch\nWORKDIR /a\nRUN rm -r /a\nWORKDIR /a\n" },
    { name: "the root makes no layer", code: "FROM debian:12\nWORKDIR /\n" },
    { name: "a stage that does not ship", code: "FROM debian:12 AS a\nRUN true\nFROM scratch\nCOPY --from=a /b /\n" },
    { name: "other builders", code: "FROM debian:12\nRUN true\n", languageOptions: { builder: "docker-classic" } },
    { name: "a directory that exists, but is another one", code: "FROM scratch\nWORKDIR /a/b\nWORKDIR /a\n" },
    {
      name: "the directory of a base image that is not known",
      code: "FROM example.org/a:1\nWORKDIR app\n",
      options: existing,
    },
    { name: "an ONBUILD", code: "FROM debian:12\nONBUILD RUN true\n" },
  ],
  invalid: [
    {
      name: "commands that write nothing",
      code: 'FROM debian:12\nRUN true\nRUN make\nRUN echo "a" && :\n',
      findings: [
        { messageId: "run", line: 2, column: 1, text: "RUN" },
        { messageId: "run", line: 4, column: 1, text: "RUN" },
      ],
      suggestions: ['FROM debian:12\nRUN make\nRUN echo "a" && :\n', "FROM debian:12\nRUN true\nRUN make\n"],
    },
    {
      name: "a mode that the file has in the build context",
      code: "FROM scratch\nCOPY run.sh /\nRUN chmod 644 /run.sh\n",
      context: { files: ["run.sh"] },
      findings: [{ messageId: "run", line: 3, column: 1, text: "RUN", message: /^This RUN changes no file/ }],
    },
    {
      name: "the same directory once more: relative, with a slash, by a variable",
      code: "FROM debian:12\nENV D=/app\nWORKDIR /app\nWORKDIR .\nworkdir /app/\nWORKDIR $D\n",
      findings: [
        { messageId: "same", line: 4, column: 9, text: ".", message: /"\/app" already/ },
        { messageId: "same", line: 5, column: 9, text: "/app/" },
        { messageId: "same", line: 6, column: 9, text: "$D" },
      ],
    },
    {
      name: "the directory that a stage starts in",
      code: "FROM debian:12 AS a\nWORKDIR /app\nFROM a\nWORKDIR /app\nRUN make\n",
      findings: [{ messageId: "same", line: 4, column: 9, text: "/app" }],
      suggestions: ["FROM debian:12 AS a\nWORKDIR /app\nFROM a\nRUN make\n"],
    },
    {
      name: "a comment inside is not removed",
      code: "FROM debian:12\nRUN true && \\\n # why\n echo a\n",
      findings: [{ messageId: "run", line: 2, column: 1, text: "RUN" }],
      suggestions: [],
    },
    {
      name: "with `existing`, a directory that was made before",
      code: "FROM scratch\nWORKDIR /a/b\nWORKDIR /a\nWORKDIR c\n",
      options: existing,
      findings: [{ messageId: "existing", line: 3, column: 9, text: "/a", message: /"\/a" exists already/ }],
    },
  ],
});
