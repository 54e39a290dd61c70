import { cases } from "../rule-cases.ts";

const files = ["README.md", "package.json", "src/index.js", "src/lib/a.js", ".env", "empty/"];

export default cases("copy-existing-path", {
  valid: [
    { name: "no context", code: "FROM a:1\nCOPY nope /\n" },
    {
      name: "files, folders, wildcards, the whole context",
      code: "FROM a:1\nCOPY package.json ./src/ /src/lib empty /x/\nCOPY src/*/a.js pack*[^x]on [.]env /x/\nCOPY . /\nADD / /\n",
      context: { files },
    },
    {
      name: "another stage, an URL, a repository, a heredoc, variables, an ONBUILD",
      code: "FROM a:1\nARG F=nope\nCOPY --from=x nope /\nADD https://example.org/nope git@github.com:o/r.git /x/\nCOPY <<nope /\nnope\nCOPY $F ${G} /x/\nONBUILD COPY nope /\n",
      context: { files },
    },
    {
      name: "the way up is dropped, and what is left exists",
      code: "FROM a:1\nCOPY ../package.json /\n",
      context: { files },
    },
    {
      name: "a file that is ignored is there",
      code: "FROM a:1\nCOPY .env /\n",
      context: { files, dockerignore: ".env\n" },
    },
    { name: "a malformed pattern is not judged", code: "FROM a:1\nCOPY src[ /\n", context: { files } },
  ],
  invalid: [
    {
      code: "FROM a:1\nCOPY pakage.json /app/\n",
      context: { files },
      findings: [
        { messageId: "missing", line: 2, column: 6, text: "pakage.json", message: /Did you mean "package\.json"\?/ },
      ],
      suggestions: ["FROM a:1\nCOPY package.json /app/\n"],
    },
    {
      name: "the case is wrong, a slip in a folder's name, nothing like it",
      code: "from a:1\nadd readme.md \\\n  # why\n  ./scr/lib xyz /x/\n",
      context: { files },
      findings: [
        { line: 2, column: 5, text: "readme.md", message: /"README\.md"/ },
        { line: 4, column: 3, text: "./scr/lib", message: /"src\/lib"/ },
        { line: 4, column: 13, text: "xyz", message: /ADD fails .* Correct the path\./ },
      ],
    },
    {
      name: "a path that counts from the folder above",
      code: 'FROM a:1\r\nCOPY ["app/src/index.js", "/x"]\r\n',
      context: { files },
      findings: [{ line: 2, column: 7, text: '"app/src/index.js"', message: /Did you mean "src\/index\.js"\?/ }],
    },
    {
      name: "a wildcard that nothing fits",
      code: "FROM a:1\nCOPY src/*.ts /x/\n",
      context: { files },
      findings: [{ line: 2, column: 6, text: "src/*.ts" }],
    },
    {
      name: "out of the context",
      code: "FROM a:1\nCOPY ../shared /x/\n",
      context: { files },
      findings: [{ messageId: "outside", line: 2, column: 6, text: "../shared", message: /"shared" inside/ }],
    },
    {
      name: "an ENV with a fixed value",
      code: "FROM a:1\nENV F=nope.txt\nCOPY $F /x/\n",
      context: { files },
      findings: [{ line: 3, column: 6, text: "$F", message: /"nope\.txt"/ }],
    },
  ],
});
