import { cases } from "../rule-cases.ts";

export default cases("copy-to-absolute-path", {
  valid: [
    "FROM node:22\nCOPY a /app/\n",
    "FROM node:22\nWORKDIR /app\nCOPY a .\n",
    { name: "WORKDIR of the stage below", code: "FROM node:22 AS a\nWORKDIR /app\nFROM a\nCOPY b .\n" },
    {
      name: "WORKDIR of an ONBUILD of that stage",
      code: "FROM node:22 AS a\nONBUILD WORKDIR /app\nFROM a\nCOPY b .\n",
    },
    { name: "scratch has one directory only", code: "FROM scratch\nCOPY app app\n" },
    { name: "an unknown variable may be absolute", code: 'FROM node:22\nARG DEST\nCOPY a "$DEST"\nADD a ${DEST}/x\n' },
    { name: "a drive, where the system is not known", code: "FROM a:1\nCOPY a c:/app/\n" },
    { name: "the directory of whoever builds on it", code: "FROM node:22\nONBUILD COPY . .\n" },
    { name: "a fragment with WORKDIR", code: "WORKDIR /app\nCOPY a b\n" },
  ],
  invalid: [
    {
      name: "no WORKDIR at all; lower case, continued, CRLF",
      code: "from node:22\r\ncopy a \\\r\n  app/\r\n",
      findings: [{ line: 3, column: 3, text: "app/", message: /COPY writes to "app\/" in stage 0/ }],
    },
    {
      name: "WORKDIR only below, or in another stage",
      code: "FROM node:22 AS a\nWORKDIR /app\nFROM node:22\nCOPY a .\nWORKDIR /app\nCOPY b .\n",
      findings: [{ line: 4, column: 8, text: "." }],
    },
    {
      name: "a drive on Linux, a default that is relative, JSON form",
      code: 'FROM debian:12\nARG D=app\nCOPY a c:/app\nADD a $D/\nCOPY ["a", "b"]\n',
      findings: [
        { line: 3, column: 8, text: "c:/app" },
        { line: 4, column: 7, text: "$D/" },
        { line: 5, column: 12, text: '"b"' },
      ],
    },
    {
      name: "a fragment",
      code: 'COPY a "b"\n',
      findings: [{ line: 1, column: 8, text: '"b"', message: /in this file/ }],
    },
  ],
});
