import { cases } from "../rule-cases.ts";

export default cases("no-legacy-key-value", {
  valid: [
    "FROM a:1\nENV A=1 B=2\nLABEL c=d\n",
    { name: "quoted", code: 'FROM a:1\nENV A="1 2"\n' },
    { name: "ARG has no such form", code: "FROM a:1\nARG A B\n" },
    {
      name: "scope build: not where it is written",
      code: "FROM a:1\nONBUILD ENV A 1\n",
      options: [{ scope: "build" }],
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nENV A 1\n",
      findings: [{ messageId: "legacy", line: 2, column: 5, text: "A", message: /ENV A separates/ }],
      output: "FROM a:1\nENV A=1\n",
    },
    {
      name: "several words",
      code: "from a:1\r\nenv A  one  two b=3 $X\r\n",
      findings: [{ line: 2, column: 5, text: "A" }],
      output: 'from a:1\r\nenv A="one  two b=3 $X"\r\n',
    },
    {
      name: "quotes of its own",
      options: [{ report: "each" }],
      code: "FROM a:1\nENV MSG \"hello world\"\nLABEL d 'it is'\n",
      findings: [
        { line: 2, column: 5, text: "MSG" },
        { line: 3, column: 7, text: "d" },
      ],
      output: "FROM a:1\nENV MSG=\"hello world\"\nLABEL d='it is'\n",
    },
    {
      name: "quotes and blanks beside them",
      code: 'FROM a:1\nENV A one "two three" x\\ y\n',
      findings: [{ line: 2, column: 5, text: "A" }],
      output: 'FROM a:1\nENV A=one\\ "two three"\\ x\\ y\n',
    },
    {
      name: "over continuations",
      code: "FROM a:1\nENV P /a: \\\n  # more\n  /b\nENV Q \\\n  x\n",
      findings: [{ line: 2, column: 5, text: "P" }],
      output: 'FROM a:1\nENV P="/a: \\\n  # more\n  /b"\nENV Q=x\n',
    },
    {
      name: "unbalanced quotes and a lost comment: no fix",
      code: "FROM a:1\nENV A it's\nENV B \\\n # why\n x\n",
      findings: [{ line: 2, column: 5, text: "A" }],
    },
    {
      name: "one finding a stage; one that cannot be fixed stops no other",
      code: "FROM a:1\nENV A 1\n# b\n\nENV B it's\nONBUILD LABEL C 3\nFROM x\nENV D=4\nENV E 5\n",
      findings: [
        { line: 2, column: 5, text: "A" },
        { line: 9, column: 5, text: "E" },
      ],
      output: "FROM a:1\nENV A=1\n# b\n\nENV B it's\nONBUILD LABEL C=3\nFROM x\nENV D=4\nENV E=5\n",
    },
    {
      name: "an equals sign with blanks around it is part of the value",
      code: "FROM a:1\nENV A = 1\n",
      findings: [{ line: 2, column: 5, text: "A" }],
      output: 'FROM a:1\nENV A="= 1"\n',
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD ENV A 1\n",
      findings: [{ line: 2, column: 13, text: "A" }],
      output: "FROM a:1\nONBUILD ENV A=1\n",
    },
    {
      name: "scope build: where the ONBUILD runs, without a fix",
      code: "FROM a:1 AS b\nONBUILD ENV A 1\nFROM b\n",
      options: [{ scope: "build" }],
      findings: [{ line: 3, column: 1, text: "FROM b", message: /ENV A/ }],
    },
  ],
});
