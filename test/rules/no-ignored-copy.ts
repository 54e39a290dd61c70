import { cases } from "../rule-cases.ts";

const files = [
  "Dockerfile",
  "app.js",
  "dist/app.js",
  "dist/keep.js",
  "docs/a.md",
  "log/a.log",
  "log/b.txt",
  "src/x.ts",
];

export default cases("no-ignored-copy", {
  valid: [
    { name: "no ignore file", code: "FROM a:1\nCOPY dist /d\n", context: { files } },
    { name: "no context", code: "FROM a:1\nCOPY dist /d\n" },
    {
      name: "a folder of which a ! pattern takes a file back in",
      code: "FROM a:1\nCOPY dist /d\nCOPY dist/keep.js /d/\n",
      context: { files, dockerignore: "dist\n!dist/keep.js\n" },
    },
    {
      name: "another stage, an URL, a heredoc, a variable of unknown value, an ONBUILD",
      code: "FROM a:1 AS b\nARG X\nFROM a:1\nCOPY --from=b /dist /d\nADD https://example.org/dist /d/\nCOPY <<dist /d/\nx\ndist\nCOPY dist$X /d\nONBUILD COPY dist /d\n",
      context: { files, dockerignore: "dist\n" },
    },
    {
      name: "a wildcard that fits something that is left",
      code: "FROM a:1\nCOPY log/* /l/\n",
      context: { files, dockerignore: "**/*.log\n" },
    },
    {
      name: "no deeper than the pattern says, and only in the same case",
      code: "FROM a:1\nCOPY src/x.ts SRC /s/\n",
      context: { files, dockerignore: "x.ts\nSrc\n" },
    },
    {
      name: "the whole context, of which only a part is ignored",
      code: "FROM a:1\nCOPY . .\nCOPY / /x\n",
      context: { files, dockerignore: ".*\n*.js\nsrc\n" },
    },
    {
      name: "everything is ignored but what a ! pattern names",
      code: "FROM a:1\nCOPY . .\nCOPY src /s\n",
      context: { files, dockerignore: "**\n!src\n" },
    },
    {
      name: "a file that is not there and may be taken back in",
      code: "FROM a:1\nCOPY build /b\n",
      context: { files, dockerignore: "build\n!build/*.js\n" },
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nCOPY Dockerfile .\nADD Dockerfile /windy\n",
      context: { files, dockerignore: "\nDockerfile\n" },
      findings: [
        {
          messageId: "ignored",
          line: 2,
          column: 6,
          text: "Dockerfile",
          message: /^COPY .*line 2 of \.dockerignore \("Dockerfile"\)/,
        },
        { line: 3, column: 5, text: "Dockerfile", message: /^ADD / },
      ],
    },
    {
      name: "below an ignored folder, with a leading slash, with `./`, in lower case with a comment inside, CRLF",
      code: "from a:1\r\ncopy \\\r\n # why\r\n /dist/app.js ./dist/ /d/\r\n",
      context: { files, dockerignore: "# generated\r\ndist\r\n" },
      findings: [
        { line: 4, column: 2, text: "/dist/app.js", message: /line 2 .* add "!dist\/app\.js"/ },
        { line: 4, column: 15, text: "./dist/", message: /add "!dist"/ },
      ],
    },
    {
      name: "also where there are ! patterns: the last one that fits decides",
      code: "FROM a:1\nCOPY dist/app.js src docs /x/\n",
      context: { files, dockerignore: "*\n!dist/keep.js\n!src\ndocs\n!docs/b/*.md\n" },
      findings: [
        { line: 2, column: 6, text: "dist/app.js" },
        { line: 2, column: 22, text: "docs" },
      ],
    },
    {
      name: "a wildcard of which nothing is left, JSON form",
      code: 'FROM a:1\nCOPY ["log/*.log", "/l/"]\n',
      context: { files, dockerignore: "**/*.log\n!x\n" },
      findings: [{ line: 2, column: 7, text: '"log/*.log"', message: /"\*\*\/\*\.log"/ }],
    },
    {
      name: "a wildcard that the pattern equals, though nothing fits it",
      code: "FROM a:1\nCOPY *.tmp /l/\n",
      context: { files, dockerignore: "*.tmp\n" },
      findings: [{ line: 2, column: 6, text: "*.tmp" }],
    },
    {
      name: "everything",
      code: "FROM a:1\nCOPY . .\n",
      context: { files, dockerignore: "**\n" },
      findings: [{ messageId: "everything", line: 2, column: 6, text: "." }],
    },
    {
      name: "the default of a build argument",
      code: "FROM a:1\nARG D=dist\nCOPY $D/app.js /d/\n",
      context: { files, dockerignore: "dist\n" },
      findings: [{ line: 3, column: 6, text: "$D/app.js", message: /"dist\/app\.js"/ }],
    },
    {
      name: "a pattern that no builder accepts, once",
      code: "FROM a:1\nCOPY src /s\nCOPY dist /d\n",
      context: { files, dockerignore: "dist\n!\n" },
      findings: [
        { messageId: "broken", line: 2, column: 1, text: "COPY", message: /Line 2 .*illegal exclusion pattern: "!"/ },
      ],
    },
  ],
});
