import { cases } from "../rule-cases.ts";

export default cases("copy-into-directory", {
  valid: [
    "FROM debian:12\nCOPY a.txt b.txt /etc/app/\n",
    "FROM debian:12\nCOPY a.txt /etc/app\n",
    { name: "BuildKit takes the working directory", code: "FROM debian:12\nWORKDIR /app\nCOPY a.json b.json .\n" },
    { name: "its full name", code: "FROM debian:12\nWORKDIR /app\nCOPY a.json b.json /app\n" },
    { name: "every distribution has it", code: "FROM debian:12\nCOPY a.sh b.sh /usr/local/bin\n" },
    { name: "made above", code: "FROM debian:12\nRUN mkdir -p /etc/app\nCOPY a.conf b.conf /etc/app\n" },
    { name: "filled above", code: "FROM debian:12\nCOPY x /etc/app/x\nCOPY a.conf b.conf /etc/app\n" },
    { name: "directories are copied with their contents", code: "FROM debian:12\nCOPY lib share /opt/app\n" },
    { name: "what a build argument decides", code: "FROM debian:12\nARG DEST\nCOPY a.txt b.txt $DEST\n" },
    { name: "a directory of Windows", code: '# escape=`\nFROM a:1\nCOPY ["a.txt", "b.txt", "c:\\\\app\\\\"]\n' },
    { name: "another builder, but a slash", code: "FROM a:1\nCOPY a b ./\n", options: [{ builders: "all" }] },
  ],
  invalid: [
    {
      name: "files, and nothing makes the directory",
      code: "from debian:12\r\ncopy a.conf \\\r\n  # second\r\n  b.conf /etc/app\r\n",
      findings: [{ messageId: "overwritten", line: 4, column: 10, text: "/etc/app" }],
      suggestions: ["from debian:12\r\ncopy a.conf \\\r\n  # second\r\n  b.conf /etc/app/\r\n"],
    },
    {
      name: "here-documents, ADD, JSON form",
      code: 'FROM scratch\nCOPY <<A <<B /x\na\nA\nb\nB\nADD ["a.txt", "b.txt", "/tmp"]\n',
      findings: [
        { messageId: "overwritten", line: 2, column: 14, text: "/x" },
        { messageId: "overwritten", line: 7, column: 24, text: '"/tmp"' },
      ],
      suggestions: ['FROM scratch\nCOPY <<A <<B /x/\na\nA\nb\nB\nADD ["a.txt", "b.txt", "/tmp"]\n'],
    },
    {
      name: "another builder",
      code: "FROM debian:12\nWORKDIR /app\nCOPY a.json b.json .\n",
      options: [{ builders: "all" }],
      findings: [{ messageId: "refused", line: 3, column: 20, text: ".", message: /"\." *, which|"\.", which/ }],
      suggestions: ["FROM debian:12\nWORKDIR /app\nCOPY a.json b.json ./\n"],
    },
    {
      name: "in ONBUILD and from another stage",
      code: "FROM a:1 AS b\nFROM debian:12\nONBUILD COPY a.txt b.txt /new\nCOPY --from=b /a.txt /b.txt /new2\n",
      findings: [
        { line: 3, column: 26, text: "/new" },
        { line: 4, column: 29, text: "/new2" },
      ],
    },
  ],
});
