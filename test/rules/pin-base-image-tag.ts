import { cases } from "../rule-cases.ts";

export default cases("pin-base-image-tag", {
  valid: [
    "FROM debian:12\n",
    { name: "a digest is more than a tag", code: `FROM debian@sha256:${"a".repeat(64)}\n` },
    { name: "the empty image", code: "FROM scratch\n" },
    { name: "a stage", code: "FROM golang:1.24 AS Build\nFROM build\n" },
    { name: "a stage that an ARG names", code: "ARG BASE=dev\nFROM debian:12 AS dev\nFROM ${BASE}\n" },
    { name: "an ARG without default", code: "ARG BASE\nFROM ${BASE}\n" },
    { name: "an ARG without default that may hold the tag", code: "ARG SUFFIX\nFROM debian${SUFFIX}\n" },
    { name: "the tag in a default", code: "ARG BASE=debian:12\nFROM $BASE\n" },
    { name: "the tag in a fallback", code: "ARG BASE\nFROM ${BASE:-debian:12}\n" },
    { name: "a stage for each architecture", code: "FROM debian:12 AS base-s390x\nFROM base-${TARGETARCH}\n" },
    { name: "a registry with a port", code: "FROM localhost:5000/app:1\n" },
    { name: "latest is another rule's", code: "FROM debian:latest\n" },
  ],
  invalid: [
    {
      code: "FROM debian\n",
      findings: [{ messageId: "untagged", line: 1, column: 6, endColumn: 12, text: "debian", message: /stage 0/ }],
    },
    {
      name: "lower case, a platform and a name",
      code: "from --platform=$BUILDPLATFORM ghcr.io/org/app as build\r\nrun make\r\n",
      findings: [{ line: 1, column: 32, text: "ghcr.io/org/app", message: /"ghcr.io\/org\/app" of stage "build"/ }],
    },
    {
      name: "a port is no tag",
      code: "FROM localhost:5000/app\n",
      findings: [{ line: 1, column: 6, text: "localhost:5000/app" }],
    },
    {
      name: "each stage by itself",
      code: "FROM node AS client\nFROM client AS test\nFROM nginx\n",
      findings: [
        { line: 1, column: 6, text: "node" },
        { line: 3, column: 6, text: "nginx" },
      ],
    },
    {
      name: "through the default of an ARG",
      code: "ARG BASE=debian\nFROM ${BASE}\n",
      findings: [{ line: 2, column: 6, text: "${BASE}", message: /"debian"/ }],
    },
    {
      name: "a stage of that name comes later",
      code: "FROM build\nFROM debian:12 AS build\n",
      findings: [{ line: 1, column: 6, text: "build" }],
    },
    {
      name: "after a continuation with a comment",
      code: "FROM \\\n# the base\n  debian\n",
      findings: [{ line: 3, column: 3, text: "debian" }],
    },
  ],
});
