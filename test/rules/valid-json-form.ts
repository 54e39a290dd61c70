import { cases } from "../rule-cases.ts";

export default cases("valid-json-form", {
  valid: [
    'FROM a:1\nCMD ["x", "\\u00e9"]\nVOLUME ["/a"]\nCOPY ["a b", "/c"]\n',
    { name: "an empty array", code: "FROM a:1\nCMD []\n" },
    {
      name: "shell tests",
      code: 'FROM a:1\nRUN [ "$(cut -d"," -f1 x)" = 1 ] && y\nRUN [ -f a ]\nRUN [ "$A" ]\nHEALTHCHECK CMD [ "$X" = "y" ]\nRUN [[ "$A" == b ]]\nCMD [ "$A" = 1 ] && x\nCMD [[ -f x ]]\n',
    },
    { name: "patterns", code: "FROM a:1\nCOPY [Dd]ockerfile [a-c]* /x/\nADD [[]x /y\n" },
    {
      name: "types of PowerShell",
      code: 'FROM a:1\nSHELL ["pwsh", "-c"]\nRUN [Net.ServicePointManager]::X = [Net.Y]::Tls12\nCMD [Console]::Beep()\n',
    },
    {
      name: "SHELL and elements that are no strings are errors of their own",
      code: "FROM a:1\nSHELL ['a']\nCMD [1]\n",
    },
  ],
  invalid: [
    {
      name: "single quotes",
      code: "FROM a:1\nCMD ['node', 'server.js',]\n",
      findings: [
        {
          messageId: "command",
          line: 2,
          column: 6,
          text: "'node'",
          message: /^CMD looks like a JSON array but is none: JSON strings stand in double quotes\. A shell/,
        },
      ],
      suggestions: ['FROM a:1\nCMD ["node", "server.js"]\n'],
    },
    {
      name: "a comment behind the array",
      code: 'FROM a:1\nCMD ["x"] # the server\n',
      findings: [{ messageId: "command", line: 2, column: 11, text: "# the server", message: /not even a comment/ }],
      suggestions: [],
    },
    {
      name: "trailing comma, lower case, CRLF",
      code: 'from a:1\r\nvolume ["/a", "/b",]\r\n',
      findings: [{ messageId: "list", line: 2, column: 19, text: ",", message: /cuts the text at its blanks/ }],
      suggestions: ['from a:1\r\nvolume ["/a", "/b"]\r\n'],
    },
    {
      name: "a Windows path, with another escape character, over a continuation, in an ONBUILD",
      code: '# escape=`\nFROM a:1\nONBUILD CMD ["x", `\n  "C:\\app\\n"]\n',
      findings: [{ line: 4, column: 6, text: "\\a", message: /a backslash itself is written twice/ }],
      suggestions: ['# escape=`\nFROM a:1\nONBUILD CMD ["x", "C:\\\\app\\\\n"]\n'],
    },
    {
      name: "a missing comma, a bracket that is not closed, typographic quotes",
      code: 'FROM a:1\nENTRYPOINT ["a" "b"]\nHEALTHCHECK --retries=1 CMD ["a", "b"\nRUN [“a”]\n',
      findings: [
        { line: 2, column: 17, text: '"b"', message: /a comma is missing/ },
        { line: 3, column: 29, text: "[", message: /never closed/ },
        { line: 4, column: 6, text: "“a”", message: /straight double quotes/ },
      ],
      suggestions: [
        'FROM a:1\nENTRYPOINT ["a", "b"]\nHEALTHCHECK --retries=1 CMD ["a", "b"\nRUN [“a”]\n',
        'FROM a:1\nENTRYPOINT ["a" "b"]\nHEALTHCHECK --retries=1 CMD ["a", "b"]\nRUN [“a”]\n',
        'FROM a:1\nENTRYPOINT ["a" "b"]\nHEALTHCHECK --retries=1 CMD ["a", "b"\nRUN ["a"]\n',
      ],
    },
    {
      name: "no quotes at all",
      code: "FROM a:1\nVOLUME [ /a ]\nENTRYPOINT [${X}]\nCMD [ '/bin/bash' ]\nCOPY [a, b]\n",
      findings: [
        { line: 2, column: 10, text: "/a", message: /every element needs double quotes/ },
        { line: 3, column: 13, text: "${X}" },
        { line: 4, column: 7, text: "'/bin/bash'" },
        { line: 5, column: 7, text: "a" },
      ],
    },
    {
      name: "a blank that only looks like one",
      code: 'FROM a:1\nCMD ["a",\u00a0"b"]\n',
      findings: [{ line: 2, column: 10, text: "\u00a0", message: /JSON knows no such blank/ }],
      suggestions: ['FROM a:1\nCMD ["a", "b"]\n'],
    },
    {
      name: "a tab, and a string that is not closed: no guess",
      code: 'FROM a:1\nCMD ["a\tb"]\nCOPY ["a, "/b"]\n',
      findings: [
        { line: 2, column: 8, text: "\t" },
        { line: 3, column: 12, text: '/b"', message: /needs double quotes/ },
      ],
    },
  ],
});
