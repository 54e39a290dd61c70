import { cases } from "../rule-cases.ts";

export default cases("unique-stage-names", {
  valid: [
    "FROM a:1 AS one\nFROM b:1 AS two\n",
    { name: "stages without a name", code: "FROM a:1\nFROM a:1\n" },
    { name: "a name like an image", code: "FROM debian:12 AS debian\nFROM debian AS app\n" },
  ],
  invalid: [
    {
      code: "FROM a:1 AS build\nFROM b:1 AS build\n",
      findings: [
        { messageId: "duplicate", line: 2, column: 13, text: "build", message: /"build" is used before, on line 1/ },
      ],
    },
    {
      name: "without regard to case",
      code: "from a:1 as Build\r\nfrom b:1 as build\r\n",
      findings: [{ line: 2, column: 13, text: "build" }],
    },
    {
      name: "each repeat",
      code: "FROM a:1 AS x\nFROM b:1 AS y\nFROM c:1 \\\n  AS x\nFROM d:1 AS x\n",
      findings: [
        { line: 4, column: 6, text: "x", message: /line 1/ },
        { line: 5, column: 13, text: "x", message: /line 1/ },
      ],
    },
  ],
});
