import { cases } from "../rule-cases.ts";

export default cases("no-root-user", {
  valid: [
    "FROM a:1\nUSER app\n",
    { name: "root for a while", code: "FROM a:1\nUSER root\nRUN make\nUSER app\n" },
    { name: "a stage that does not ship", code: "FROM a:1 AS build\nUSER root\nFROM b:1\nCOPY --from=build /x /x\n" },
    {
      name: "not the target",
      code: "FROM a:1 AS app\nUSER app\nFROM app AS debug\nUSER root\n",
      languageOptions: { target: "app" },
    },
    { name: "no USER: the base image decides", code: "FROM a:1\nCMD x\n" },
    { name: "a name that begins with root, a number that begins with 0", code: "FROM a:1\nUSER rootless\n" },
    { name: "a variable of unknown value", code: "FROM a:1\nARG U\nUSER $U\n" },
    { name: "a trigger sets no user here", code: "FROM a:1\nUSER app\nONBUILD USER root\n" },
    { name: "USER is required and there", code: "FROM a:1\nUSER 1000\n", options: [{ requireUser: true }] },
    {
      name: "USER is required, the base says that it is set",
      code: "FROM gcr.io/distroless/static:nonroot\n",
      options: [{ requireUser: true }],
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nUSER root\n",
      findings: [
        { messageId: "root", line: 2, column: 6, endColumn: 10, text: "root", message: /user "root", set in stage 0/ },
      ],
    },
    {
      name: "by number, with a group, in lower case, CRLF",
      code: "from a:1\r\nuser 0:0\r\n",
      findings: [{ line: 2, column: 6, text: "0:0" }],
    },
    {
      name: "root with a group",
      code: "FROM a:1\nUSER root:wheel\n",
      findings: [{ line: 2, column: 6, text: "root:wheel" }],
    },
    { name: "in quotes", code: 'FROM a:1\nUSER "root"\n', findings: [{ line: 2, column: 6, text: '"root"' }] },
    {
      name: "through a variable",
      code: "FROM a:1\nARG RUN_AS=root\nUSER ${RUN_AS}\n",
      findings: [{ line: 3, column: 6, text: "${RUN_AS}", message: /user "root"/ }],
    },
    {
      name: "inherited from the stage that it is FROM",
      code: "FROM a:1 AS base\nUSER root\nFROM base\nCMD x\n",
      findings: [{ line: 2, column: 6, text: "root", message: /set in stage "base"/ }],
    },
    {
      name: "back to root at the end",
      code: "FROM a:1\nUSER app\nUSER \\\n  # again\n  root\n",
      findings: [{ line: 5, column: 3, text: "root" }],
    },
    {
      name: "USER is required and missing",
      code: "FROM a:1 AS x\nUSER app\nFROM b:1\nCMD x\n",
      options: [{ requireUser: true }],
      findings: [{ messageId: "noUser", line: 3, column: 6, text: "b:1", message: /stage 1/ }],
    },
  ],
});
