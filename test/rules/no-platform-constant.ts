import { cases } from "../rule-cases.ts";

export default cases("no-platform-constant", {
  valid: [
    "FROM --platform=$BUILDPLATFORM a:1\n",
    {
      name: "any variable",
      code: "ARG P=linux/amd64\nFROM --platform=$P a:1\nFROM --platform=linux/$TARGETARCH a:1\n",
    },
    { name: "the stage's name holds the architecture", code: "FROM --platform=linux/amd64 a:1 AS build-amd64\n" },
    {
      name: "in another spelling",
      code: "FROM --platform=linux/x86_64 a:1 AS amd64\nFROM --platform=x86_64 a:1 AS x86_64\n",
    },
    { name: "or the system", code: "FROM --platform=windows/amd64 a:1 AS Windows\n" },
    { name: "no flag", code: "FROM a:1\n" },
  ],
  invalid: [
    {
      code: "FROM --platform=linux/amd64 a:1\n",
      findings: [{ messageId: "constant", line: 1, column: 17, text: "linux/amd64", message: /platform of stage 0/ }],
    },
    {
      name: "lower case, in a named stage",
      code: "from --platform=linux/arm64/v8 a:1 as build\r\n",
      findings: [{ line: 1, column: 17, text: "linux/arm64/v8", message: /stage "build"/ }],
    },
    {
      name: "the name is of another architecture",
      code: "FROM a:1\nFROM --platform=arm64 a:1 AS amd64\n",
      findings: [{ line: 2, column: 17, text: "arm64" }],
    },
    {
      name: "normalized names only",
      code: "FROM --platform=linux/x86_64 a:1 AS x86_64\nFROM --platform=linux/x86_64 a:1 AS amd64\n",
      options: [{ stageName: "normalized" }],
      findings: [{ line: 1, column: 17, text: "linux/x86_64" }],
    },
  ],
});
