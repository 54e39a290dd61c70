import { cases } from "../rule-cases.ts";

export default cases("comment-on-own-line", {
  valid: [
    "FROM a:1\n# who\nUSER app\n",
    { name: "the shell reads it", code: "FROM a:1\nRUN make # all\nCMD server # main\nENTRYPOINT x # y\n" },
    { name: "in quotes", code: 'FROM a:1\nWORKDIR "/x # y"\nENV A "b # c"\n' },
    { name: "part of a word", code: "FROM a:1\nCOPY a#b c#/\nARG A=#1 B=x#y\nUSER c#\nENV COLOR #fff\n" },
    { name: "prose may count", code: "FROM a:1\nLABEL description Ticket #12 and # 13\nMAINTAINER Team #1 <a@b>\n" },
    { name: "a file whose name begins so", code: "FROM a:1\nCOPY #file /x\nCOPY a #b\n" },
    { name: "JSON form, heredoc", code: 'FROM a:1\nCOPY ["a", "b", "#c", "/d"]\nCOPY <<x /y\n# z\nx\n' },
    { name: "a comment between continued lines", code: "FROM a:1\nARG A=1 \\\n  # the other\n  B=2\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nUSER app # drop root\nRUN x\n",
      findings: [
        {
          messageId: "partOfValue",
          line: 2,
          column: 10,
          text: "# drop root",
          message: /no comment behind USER\. The whole/,
        },
      ],
      suggestions: ["FROM a:1\n# drop root\nUSER app\nRUN x\n"],
    },
    {
      name: "ARG, lower case and CRLF",
      code: "from a:1\r\narg A=1 B # the version\r\nrun x\r\n",
      findings: [{ line: 2, column: 11, text: "# the version", message: /one more build argument/ }],
      suggestions: ["from a:1\r\n# the version\r\narg A=1 B\r\nrun x\r\n"],
    },
    {
      name: "over a continuation with another escape character, in an ONBUILD",
      code: "# escape=`\nFROM a:1\nONBUILD COPY a `\n  b #sources\n",
      findings: [{ line: 4, column: 5, text: "#sources", message: /last word is taken for the destination/ }],
      suggestions: ["# escape=`\nFROM a:1\n#sources\nONBUILD COPY a `\n  b\n"],
    },
    {
      name: "the other instructions",
      code: "FROM a:1\nVOLUME /a # data\nWORKDIR /w # home\nMAINTAINER Jo # me\nENV A b # see c\nLABEL d e # f\nADD x /y # z\n",
      findings: [
        { line: 2, column: 11, text: "# data" },
        { line: 3, column: 12, text: "# home" },
        { line: 4, column: 15, text: "# me" },
        { line: 5, column: 9, text: "# see c" },
        { line: 6, column: 11, text: "# f" },
        { line: 7, column: 10, text: "# z" },
      ],
    },
  ],
});
