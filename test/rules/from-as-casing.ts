import { cases } from "../rule-cases.ts";

export default cases("from-as-casing", {
  valid: [
    "FROM a:1 AS x\n",
    "from a:1 as x\n",
    { name: "FROM in mixed case", code: "From a:1 as x\nFrom a:1 AS y\n" },
    { name: "no name", code: "FROM a:1\n" },
  ],
  invalid: [
    {
      code: "FROM a:1 as x\n",
      findings: [{ messageId: "casing", line: 1, column: 10, text: "as" }],
      output: "FROM a:1 AS x\n",
    },
    {
      code: "from a:1 AS x\r\n",
      findings: [{ line: 1, column: 10, text: "AS" }],
      output: "from a:1 as x\r\n",
    },
    {
      name: "mixed AS, after a continuation",
      code: "FROM a:1 \\\n  As x\n",
      findings: [{ line: 2, column: 3, text: "As" }],
      output: "FROM a:1 \\\n  AS x\n",
    },
  ],
});
