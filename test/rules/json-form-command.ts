import { cases } from "../rule-cases.ts";

export default cases("json-form-command", {
  valid: [
    'FROM a:1\nENTRYPOINT ["x"]\nCMD ["y"]\n',
    { name: "an empty array", code: "FROM a:1\nCMD []\n" },
    { name: "the shell was chosen", code: 'FROM a:1\nSHELL ["/bin/bash", "-c"]\nCMD node server.js\n' },
    {
      name: "also in the stage that it is FROM",
      code: 'FROM a:1 AS base\nSHELL ["/bin/bash", "-c"]\nFROM base\nCMD node server.js\n',
    },
    { name: "an array with a slip is another rule's", code: "FROM a:1\nCMD ['node', 'x',]\nENTRYPOINT [\"x\"] # y\n" },
    { name: "the program replaces the shell", code: "FROM a:1\nCMD exec server --port $PORT\n" },
    { name: "after other commands", code: "FROM a:1\nENTRYPOINT ./migrate && exec ./server\n" },
    {
      name: "HEALTHCHECK runs often and gets no signals",
      code: "FROM a:1\nHEALTHCHECK CMD curl -f http://localhost\n",
    },
  ],
  invalid: [
    {
      name: "with all exceptions taken back",
      code: "FROM a:1\nENTRYPOINT exec x\nCMD ['y']\n",
      options: [{ allowExec: false, brokenJson: "report" }],
      findings: [
        { messageId: "shellForm", line: 2, column: 12, text: "exec x" },
        { messageId: "shellForm", line: 3, column: 5, text: "['y']" },
      ],
      suggestions: [],
    },
    {
      name: "scope build: an ONBUILD where it runs, under the SHELL of that place",
      code: 'FROM a:1 AS b\nONBUILD CMD x\nFROM b AS t\nFROM a:1 AS c\nSHELL ["bash", "-c"]\nONBUILD CMD y\nFROM c\n',
      options: [{ scope: "build" }],
      languageOptions: { target: "t" },
      findings: [{ line: 3, column: 1, text: "FROM b AS t" }],
      suggestions: [],
    },
    {
      code: "FROM a:1\nCMD node server.js --name 'my app'\n",
      findings: [
        {
          messageId: "shellForm",
          line: 2,
          column: 5,
          text: "node server.js --name 'my app'",
          message: /^CMD is run by a shell/,
        },
      ],
      suggestions: ['FROM a:1\nCMD ["node", "server.js", "--name", "my app"]\n'],
    },
    {
      name: "lower case and CRLF",
      code: "from a:1\r\nentrypoint /entry.sh\r\n",
      findings: [{ line: 2, column: 12, text: "/entry.sh" }],
      suggestions: ['from a:1\r\nentrypoint ["/entry.sh"]\r\n'],
    },
    {
      name: "a variable needs the shell",
      code: "FROM a:1\nCMD server --port $PORT\n",
      findings: [{ line: 2, column: 5, text: "server --port $PORT" }],
      suggestions: ["FROM a:1\nCMD exec server --port $PORT\n"],
    },
    {
      name: "more than a simple command",
      code: "FROM a:1\nCMD server | tee /log\nENTRYPOINT FOO=1 server\n",
      findings: [
        { line: 2, column: 5, text: "server | tee /log" },
        { line: 3, column: 12, text: "FOO=1 server" },
      ],
      suggestions: [],
    },
    {
      name: "in the background",
      code: "FROM a:1\nCMD server &\n",
      findings: [{ line: 2, column: 5, text: "server &" }],
      suggestions: [],
    },
    {
      name: "a home directory",
      code: "FROM a:1\nCMD server ~/x\n",
      findings: [{ line: 2, column: 5, text: "server ~/x" }],
      suggestions: ["FROM a:1\nCMD exec server ~/x\n"],
    },
    {
      name: "nothing at all",
      code: "FROM a:1\nCMD\n",
      findings: [{ messageId: "empty", line: 2, column: 1, text: "CMD" }],
    },
    {
      name: "over a continuation with a comment: nothing is thrown away",
      code: "FROM a:1\nCMD node \\\n  # main\n  server.js\n",
      findings: [{ line: 2, column: 5, endLine: 4, text: "node \\\n  # main\n  server.js" }],
      suggestions: [],
    },
    {
      name: "exec is not accepted",
      code: "FROM a:1\nCMD exec server\n",
      options: [{ allowExec: false }],
      findings: [{ line: 2, column: 5, text: "exec server" }],
      suggestions: [],
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD CMD server\n",
      findings: [{ line: 2, column: 13, text: "server" }],
      suggestions: ['FROM a:1\nONBUILD CMD ["server"]\n'],
    },
  ],
});
