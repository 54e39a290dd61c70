import { cases } from "../rule-cases.ts";

export default cases("stage-name-casing", {
  valid: [
    "FROM a:1 AS build-2.x_y\n",
    "FROM a:1\n",
    { name: "capital letters in the image are not its matter", code: "FROM Org/App:1 AS x\n" },
  ],
  invalid: [
    {
      code: "FROM a:1 AS Build\nCOPY --from=Build / /\n",
      findings: [{ messageId: "casing", line: 1, column: 13, text: "Build", message: /stores it as "build"/ }],
      output: "FROM a:1 AS build\nCOPY --from=Build / /\n",
    },
    {
      name: "lower-case keywords",
      code: "from a:1 as BUILD\r\n",
      findings: [{ line: 1, column: 13, text: "BUILD" }],
      output: "from a:1 as build\r\n",
    },
    {
      name: "after a continuation with a comment",
      code: "FROM a:1 AS \\\n  # why\n  webApp\nFROM b:1 AS Two\n",
      findings: [
        { line: 3, column: 3, text: "webApp" },
        { line: 4, column: 13, text: "Two" },
      ],
      output: "FROM a:1 AS \\\n  # why\n  webapp\nFROM b:1 AS two\n",
    },
  ],
});
