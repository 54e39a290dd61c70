import { cases } from "../rule-cases.ts";

export default cases("no-undefined-from-arg", {
  valid: [
    "ARG TAG=1\nFROM a:$TAG\n",
    { name: "a value is not needed", code: "ARG TAG\nFROM a:${TAG}\n" },
    { name: "several in one ARG", code: "ARG A=1 B=2\nFROM a:$A-$B\n" },
    { name: "what the builder defines", code: "FROM --platform=$BUILDPLATFORM a:1-$TARGETARCH\n" },
    { name: "what does not build is an error of valid-syntax", code: "FROM --platform=$PLATFORM a:$VERSION\n" },
    { name: "an escaped dollar sign is no variable", code: "FROM a:1\nRUN echo $X\n" },
  ],
  invalid: [
    {
      code: "FROM debian${VERSION}\n",
      findings: [{ messageId: "undefined", line: 1, column: 12, text: "${VERSION}" }],
    },
    {
      name: "a near name is offered",
      code: "ARG VERSION=12\nfrom debian$VERSOIN as base\r\n",
      findings: [{ line: 2, column: 12, text: "$VERSOIN", message: /did you mean "VERSION"\?/ }],
    },
    {
      name: "an ARG of an earlier stage does not count",
      code: "FROM debian:12\nARG NODE=22\nFROM node:${NODE:-20}\n",
      findings: [{ messageId: "fallbackOnly", line: 3, column: 11, text: "${NODE:-20}" }],
    },
    {
      name: "in the platform, and twice the same is one",
      code: "FROM --platform=linux$PLATFORM a:1$X-${X}2\n",
      findings: [
        { line: 1, column: 22, text: "$PLATFORM" },
        { line: 1, column: 35, text: "$X" },
      ],
    },
  ],
});
