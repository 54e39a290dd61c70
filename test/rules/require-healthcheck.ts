import { cases } from "../rule-cases.ts";

export default cases("require-healthcheck", {
  valid: [
    "FROM a:1\nHEALTHCHECK CMD curl -f http://localhost\n",
    "FROM a:1\nHEALTHCHECK NONE\n",
    { name: "of the stage below", code: "FROM a:1 AS b\nHEALTHCHECK CMD x\nFROM b\nRUN y\n" },
    { name: "a trigger of the stage below", code: "FROM a:1 AS b\nONBUILD HEALTHCHECK CMD x\nFROM b\n" },
    { name: "a stage that does not ship", code: "FROM a:1 AS b\nFROM c:1\nHEALTHCHECK NONE\n" },
    { name: "a fragment", code: "RUN x\n" },
  ],
  invalid: [
    {
      name: "the image that is built; lower case, CRLF",
      code: "from a:1 as b\r\nhealthcheck none\r\nfrom \\\r\n  c:1\r\n",
      findings: [{ line: 4, column: 3, text: "c:1", message: /^The image of stage 1 has/ }],
    },
    {
      name: "another target",
      code: "FROM a:1 AS b\nFROM b\nHEALTHCHECK NONE\n",
      languageOptions: { target: "b" },
      findings: [{ line: 1, column: 6, text: "a:1" }],
    },
    {
      name: "a trigger holds for who builds on it",
      code: "FROM a:1\nONBUILD HEALTHCHECK CMD x\n",
      findings: [{ line: 1, column: 6, text: "a:1" }],
    },
  ],
});
