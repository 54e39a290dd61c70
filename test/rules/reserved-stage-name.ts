import { cases } from "../rule-cases.ts";

export default cases("reserved-stage-name", {
  valid: ["FROM scratch\n", "FROM scratch AS empty\n", "FROM a:1 AS context-build\nFROM a:1 AS constructor\n"],
  invalid: [
    { code: "FROM a:1 AS scratch\n", findings: [{ messageId: "reserved", line: 1, column: 13, text: "scratch" }] },
    { code: "from a:1 as context\r\n", findings: [{ line: 1, column: 13, text: "context", message: /build context/ }] },
    {
      name: "in capital letters",
      code: "FROM a:1 AS ok\nFROM b:1 AS Scratch\n",
      findings: [{ line: 2, column: 13, text: "Scratch" }],
    },
  ],
});
