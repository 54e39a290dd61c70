import { cases } from "../rule-cases.ts";

export default cases("absolute-workdir", {
  valid: [
    "FROM a:1\nWORKDIR /app\n",
    { name: "after an absolute one", code: "FROM a:1\nWORKDIR /app\nWORKDIR src\n" },
    {
      name: "after one of the stage that it is FROM",
      code: "FROM a:1 AS base\nWORKDIR /app\nFROM base\nWORKDIR src\n",
    },
    { name: "an unknown variable in front", code: "FROM a:1\nARG D\nWORKDIR $D\nFROM b:1\nWORKDIR ${HOME}/x\n" },
    { name: "a variable that is absolute", code: "FROM a:1\nENV D=/app\nWORKDIR ${D}/x\n" },
    { name: "quoted", code: 'FROM a:1\nWORKDIR "/my app"\n' },
    { name: "a drive on Windows", code: "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:/app\n" },
    {
      name: "unsettled report: a drive when the build is for Windows",
      code: "FROM a:1\nWORKDIR c:/x\nFROM --platform=windows/amd64 b:1\nWORKDIR c:/x\n",
      options: [{ unsettled: "report" }],
      languageOptions: { platform: "windows/amd64" },
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nWORKDIR app\n",
      findings: [{ messageId: "relative", line: 2, column: 9, text: "app", message: /"app" is relative/ }],
      suggestions: ["FROM a:1\nWORKDIR /app\n"],
    },
    {
      name: "only the first",
      code: "from a:1\r\nworkdir app\r\nworkdir src\r\n",
      findings: [{ line: 2, column: 9, text: "app" }],
      suggestions: ["from a:1\r\nworkdir /app\r\nworkdir src\r\n"],
    },
    {
      name: "another stage's does not count",
      code: "FROM a:1\nWORKDIR /app\nFROM b:1\nWORKDIR \\\n  # there\n  ./x\n",
      findings: [{ line: 6, column: 3, text: "./x" }],
      suggestions: [],
    },
    {
      name: "through a variable",
      code: "FROM a:1\nARG D=app\nWORKDIR $D\n",
      findings: [{ line: 3, column: 9, text: "$D", message: /"app"/ }],
      suggestions: [],
    },
    {
      name: "a drive elsewhere is a folder",
      code: "FROM debian:12\nWORKDIR c:/app\n",
      findings: [{ line: 2, column: 9, text: "c:/app" }],
    },
    {
      name: "unsettled report: an unset variable is empty, a drive is a folder",
      code: "FROM a:1\nWORKDIR $D\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR c:/app\nFROM c:1\nWORKDIR $D/x\n",
      options: [{ unsettled: "report" }],
      findings: [
        { line: 2, column: 9, text: "$D" },
        { line: 4, column: 9, text: "c:/app" },
      ],
      suggestions: [
        "FROM a:1\nWORKDIR $D\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR /c:/app\nFROM c:1\nWORKDIR $D/x\n",
      ],
    },
    {
      name: "scope build: an ONBUILD where it runs, before the WORKDIR of that stage",
      code: "FROM a:1 AS b\nONBUILD WORKDIR app\nFROM b\nWORKDIR /app\n",
      options: [{ scope: "build" }],
      findings: [{ line: 3, column: 1, text: "FROM b" }],
      suggestions: [],
    },
  ],
});
