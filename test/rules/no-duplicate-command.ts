import { cases } from "../rule-cases.ts";

export default cases("no-duplicate-command", {
  valid: [
    'FROM a:1\nENTRYPOINT ["x"]\nCMD ["y"]\nHEALTHCHECK NONE\n',
    { name: "one in each stage", code: "FROM a:1 AS b\nCMD x\nFROM b\nCMD y\n" },
    { name: "a trigger runs elsewhere", code: "FROM a:1\nONBUILD CMD x\nCMD y\n" },
    {
      name: "scope build: in a stage that the target does not need",
      code: "FROM a:1\nCMD x\nCMD y\nFROM b:1\n",
      options: [{ scope: "build" }],
      languageOptions: { target: "1" },
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nCMD x\nRUN make\nCMD y\n",
      findings: [
        { messageId: "ignored", line: 2, column: 1, text: "CMD", message: /CMD of stage 0 has no effect.*Line 4/ },
      ],
      suggestions: ["FROM a:1\nRUN make\nCMD y\n"],
    },
    {
      name: "all but the last",
      code: "from a:1 as b\r\nentrypoint x\r\nentrypoint y\r\nentrypoint z",
      findings: [
        { line: 2, column: 1, text: "entrypoint", message: /Line 4/ },
        { line: 3, column: 1, text: "entrypoint", message: /Line 4/ },
      ],
      suggestions: ["from a:1 as b\r\nentrypoint y\r\nentrypoint z", "from a:1 as b\r\nentrypoint x\r\nentrypoint z"],
    },
    {
      name: "HEALTHCHECK NONE counts",
      code: "FROM a:1\nHEALTHCHECK NONE\nHEALTHCHECK CMD \\\n  curl x\n",
      findings: [{ line: 2, column: 1, text: "HEALTHCHECK" }],
      suggestions: ["FROM a:1\nHEALTHCHECK CMD \\\n  curl x\n"],
    },
    {
      name: "over several lines",
      code: 'FROM a:1\nCMD ["x", \\\n  "y"]\nCMD z\n',
      findings: [{ line: 2, column: 1, text: "CMD" }],
      suggestions: ["FROM a:1\nCMD z\n"],
    },
    {
      name: "among triggers",
      code: "FROM a:1\nONBUILD CMD x\nONBUILD CMD y\n",
      findings: [{ line: 2, column: 9, text: "CMD" }],
      suggestions: ["FROM a:1\nONBUILD CMD y\n"],
    },
    {
      name: "scope build: a trigger that the stage replaces, reported at its FROM",
      code: "FROM a:1 AS b\nONBUILD CMD x\nCMD y\nFROM b\nCMD z\n",
      options: [{ scope: "build" }],
      findings: [{ line: 4, column: 1, text: "FROM b", message: /CMD of stage 1 has no effect.*Line 5/ }],
      suggestions: [],
    },
  ],
});
