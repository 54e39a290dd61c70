import { cases } from "../rule-cases.ts";

const digest = `sha256:${"0".repeat(64)}`;

export default cases("pin-base-image-digest", {
  valid: [
    `FROM debian:12@${digest}\n`,
    { name: "without a tag", code: `FROM debian@${digest}\n` },
    { name: "the empty image and stages", code: "FROM scratch AS a\nFROM a\n" },
    { name: "in the default of an ARG", code: `ARG BASE=debian@${digest}\nFROM $BASE\n` },
    { name: "an ARG without default", code: "ARG DIGEST\nFROM debian@${DIGEST}\n" },
  ],
  invalid: [
    {
      code: "FROM debian:12\n",
      findings: [
        { messageId: "undigested", line: 1, column: 6, text: "debian:12", message: /debian:12@sha256:<digest>/ },
      ],
    },
    {
      name: "without a tag",
      code: "from ghcr.io/org/app as build\n",
      findings: [{ line: 1, column: 6, text: "ghcr.io/org/app", message: /ghcr.io\/org\/app@sha256/ }],
    },
    {
      name: "a tag from an ARG",
      code: "ARG TAG=12\r\nFROM debian:${TAG}\r\n",
      findings: [{ line: 2, column: 6, text: "debian:${TAG}", message: /"debian:12"/ }],
    },
  ],
});
