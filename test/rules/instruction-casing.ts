import { cases } from "../rule-cases.ts";

export default cases("instruction-casing", {
  valid: [
    "FROM a:1\nRUN make\n",
    "from a:1\nrun make\n",
    { name: "ARGs before the first FROM do not count", code: "arg A=1\nFROM a:1\nRUN make\n" },
    { name: "nor does the instruction inside ONBUILD", code: "FROM a:1\nONBUILD run make\n" },
    { name: "nor does AS", code: "FROM a:1 as x\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nRUN make\ncopy . .\n",
      findings: [{ messageId: "casing", line: 3, column: 1, text: "copy", message: /upper case/ }],
      output: "FROM a:1\nRUN make\nCOPY . .\n",
    },
    {
      name: "most are in lower case",
      code: "from a:1\r\nRUN make\r\ncmd x\r\n",
      findings: [{ line: 2, column: 1, text: "RUN", message: /lower case/ }],
      output: "from a:1\r\nrun make\r\ncmd x\r\n",
    },
    {
      name: "a tie goes to upper case, over all stages",
      code: "FROM a:1\nrun make\nfrom b:1\nRUN make\n",
      findings: [
        { line: 2, column: 1, text: "run" },
        { line: 3, column: 1, text: "from" },
      ],
      output: "FROM a:1\nRUN make\nFROM b:1\nRUN make\n",
    },
    {
      name: "mixed case is never right",
      code: "From a:1\n",
      findings: [{ line: 1, column: 1, text: "From" }],
      output: "FROM a:1\n",
    },
  ],
});
