import { cases } from "../rule-cases.ts";

export default cases("no-same-env-reference", {
  valid: [
    "FROM debian:12\nENV A=1\nENV B=$A\n",
    { name: "itself, as it was", code: "FROM a:1\nENV PATH=/x:$PATH B=2\n" },
    {
      name: "set above by ENV, ARG or the base image",
      code: "FROM node:22\nARG A\nENV C=1\nENV A=2 C=3 NODE_VERSION=1 D=$A$C$NODE_VERSION\n",
    },
    { name: "longer names", code: "FROM a:1\nENV A=1 B=$AB C=${A_B}\n" },
    { name: "quoted or escaped", code: "FROM a:1\nENV A=1 B='$A' C=\\$A\n" },
    { name: "with a fallback", code: "FROM a:1\nENV A=1 B=${A:-2}\n" },
    { name: "the old form has one pair", code: "FROM a:1\nENV A 1 B=$A\n" },
    { name: "a fragment that sets it above", code: "ENV A=1\nENV A=2 B=$A\n" },
  ],
  invalid: [
    {
      name: "empty in the second value",
      code: "FROM a:1\nENV HOME_DIR=/app BIN=${HOME_DIR}/bin LIB=$HOME_DIR/lib\n",
      findings: [
        { messageId: "empty", line: 2, column: 23, text: "${HOME_DIR}" },
        { messageId: "empty", line: 2, column: 43, text: "$HOME_DIR" },
      ],
      suggestions: [
        "FROM a:1\nENV HOME_DIR=/app\nENV BIN=${HOME_DIR}/bin LIB=$HOME_DIR/lib\n",
        "FROM a:1\nENV HOME_DIR=/app BIN=${HOME_DIR}/bin\nENV LIB=$HOME_DIR/lib\n",
      ],
    },
    {
      name: "continued, quoted, CRLF; another escape character",
      code: '# escape=`\r\nfrom a:1\r\nenv A=1 `\r\n    B="$A/x"\r\n',
      findings: [{ messageId: "empty", line: 4, column: 8, text: "$A" }],
      suggestions: ['# escape=`\r\nfrom a:1\r\nenv A=1\r\nenv B="$A/x"\r\n'],
    },
    {
      name: "a comment stands in between",
      code: "FROM a:1\nENV A=1 \\\n  # b\n  B=$A\n",
      findings: [{ messageId: "empty", line: 4, column: 5, text: "$A" }],
      suggestions: [],
    },
    {
      name: "set behind it, where a new line would not help",
      code: "FROM a:1\nENV B=$A A=1\n",
      findings: [{ messageId: "empty", line: 2, column: 7, text: "$A" }],
      suggestions: [],
    },
    {
      name: "the first of two is lost",
      code: "FROM a:1\nENV PATH=/a:$PATH PATH=/b:$PATH\n",
      findings: [{ messageId: "lost", line: 2, column: 27, text: "$PATH" }],
      suggestions: ["FROM a:1\nENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n"],
    },
    {
      name: "another stage has set it, and in ONBUILD",
      code: "FROM a:1 AS b\nENV A=0\nFROM c:1\nONBUILD ENV A=1 B=$A\n",
      findings: [{ messageId: "empty", line: 4, column: 19, text: "$A" }],
      suggestions: [],
    },
  ],
});
