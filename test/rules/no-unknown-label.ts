import { cases } from "../rule-cases.ts";

const strict = { labelSchema: { owner: "text", "org.example.version": "semver" }, strictLabels: true } as const;

export default cases("no-unknown-label", {
  valid: [
    { name: "not strict", code: "FROM a:1\nLABEL x=1\n", languageOptions: { labelSchema: { owner: "text" } } },
    { name: "nothing configured", code: "FROM a:1\nLABEL x=1\n" },
    { code: 'FROM a:1\nLABEL "owner"=1 org.example.version=2\n', languageOptions: strict },
    { name: "a key that a build argument decides", code: "FROM a:1\nARG K=x\nLABEL $K=1\n", languageOptions: strict },
  ],
  invalid: [
    {
      name: "a misspelling",
      code: "FROM a:1\nLABEL owner=1 \\\n  org.example.verson=2\n",
      languageOptions: strict,
      findings: [{ line: 3, column: 3, text: "org.example.verson", message: /Write "org.example.version"/ }],
    },
    {
      name: "an empty schema, in a stage that does not ship and an ONBUILD",
      code: "from a:1\r\nlabel x=1\r\nfrom b:1\r\nonbuild label y 2\r\n",
      languageOptions: { strictLabels: true },
      findings: [
        { line: 2, column: 7, text: "x", message: /Remove it/ },
        { line: 4, column: 15, text: "y" },
      ],
    },
    {
      name: "another case is another label",
      code: "FROM a:1\nLABEL OWNER=1 constructor=2\n",
      languageOptions: strict,
      findings: [
        { line: 2, column: 7, text: "OWNER" },
        { line: 2, column: 15, text: "constructor" },
      ],
    },
  ],
});
