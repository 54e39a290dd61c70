import { cases } from "../rule-cases.ts";

const languageOptions = { labelSchema: { "org.example.version": "semver", owner: "email" } } as const;

export default cases("required-labels", {
  valid: [
    { name: "without a schema", code: "FROM a:1\n" },
    {
      name: "all of them, in any instruction and form",
      code: 'FROM a:1\nLABEL "owner"=x\nLABEL org.example.version 1\n',
      languageOptions,
    },
    {
      name: "set in a stage that the image is built on",
      code: "FROM a:1 AS base\nLABEL owner=x org.example.version=1\nFROM base\n",
      languageOptions,
    },
    {
      name: "a stage that does not ship",
      code: "FROM a:1 AS build\nRUN x\nFROM b:1\nLABEL owner=x org.example.version=1\nCOPY --from=build /x /\n",
      languageOptions,
    },
    { name: "a variable as key", code: "FROM a:1\nENV K=owner\nLABEL $K=x org.example.version=1\n", languageOptions },
    {
      name: "a trigger of the stage below",
      code: "FROM a:1 AS base\nONBUILD LABEL owner=x\nFROM base\nLABEL org.example.version=1\n",
      languageOptions,
    },
  ],
  invalid: [
    {
      name: "all of them, at the image",
      code: "from a:1 as x\n",
      languageOptions,
      findings: [{ line: 1, column: 6, text: "a:1", message: /stage "x" has no label "org.example.version", "owner"/ }],
    },
    {
      name: "one of them; a key in other case is another key",
      code: "FROM a:1\r\nLABEL org.example.version=1 Owner=x\r\n",
      languageOptions,
      findings: [{ line: 1, column: 6, text: "a:1", message: /no label "owner".*LABEL owner=… with an address/ }],
    },
    {
      name: "the target that is built",
      code: "FROM a:1 AS one\nLABEL owner=x\nFROM b:1\nLABEL owner=x org.example.version=1\n",
      languageOptions: { ...languageOptions, target: "one" },
      findings: [{ line: 1, column: 6, text: "a:1", message: /"one" has no label "org.example.version"/ }],
    },
    {
      name: "an ONBUILD sets nothing in the image itself",
      code: "FROM a:1\nONBUILD LABEL owner=x\nLABEL org.example.version=1\n",
      languageOptions,
      findings: [{ line: 1, column: 6, text: "a:1" }],
    },
  ],
});
