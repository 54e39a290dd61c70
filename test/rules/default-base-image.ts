import { cases } from "../rule-cases.ts";

export default cases("default-base-image", {
  valid: [
    "ARG TAG=12\nFROM debian:$TAG\n",
    { name: "a fallback in FROM", code: "ARG TAG\nFROM debian:${TAG:-12}\n" },
    { name: "an empty suffix", code: "ARG SUFFIX\nFROM debian:12$SUFFIX\n" },
    { name: "arguments of the platform", code: "FROM debian-$TARGETARCH:12\n" },
    { name: "a stage", code: "FROM a:1 AS base\nFROM base\nFROM scratch\n" },
    { name: "what no argument can mend", code: "FROM Debian\nFROM a:$X\n" },
  ],
  invalid: [
    {
      code: "ARG TAG\nFROM debian:${TAG}\n",
      findings: [
        { messageId: "noDefault", line: 2, column: 6, text: "debian:${TAG}", message: /"debian:".*that TAG must be/ },
      ],
    },
    {
      name: "also when the argument is given",
      code: "arg A=x\r\narg B\r\nfrom a:$A as y\r\nfrom $B\r\n",
      languageOptions: { buildArgs: { B: "debian:12" } },
      findings: [{ line: 4, column: 6, text: "$B", message: /comes to ""/ }],
    },
    {
      name: "a default that is none, over continuations",
      code: "ARG A=Bad:\nFROM \\\n  $A \\\n  AS b\n",
      findings: [{ line: 3, column: 3, text: "$A" }],
    },
    {
      name: "what no argument can mend, when asked",
      code: "FROM Debian\nFROM a:$X\n",
      options: [{ hopeless: "report" }],
      findings: [
        { messageId: "invalid", line: 1, column: 6, text: "Debian" },
        { messageId: "invalid", line: 2, column: 6, text: "a:$X" },
      ],
    },
  ],
});
