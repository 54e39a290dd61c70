import { cases } from "../rule-cases.ts";

export default cases("no-kernel-packages", {
  valid: [
    "FROM alpine:3.21\nRUN apk add --no-cache linux-headers linux-pam kernel-hardening-checker\n",
    { name: "libraries", code: "FROM debian:12\nRUN apt-get install -y linux-libc-dev linux-perf libnvidia-ml-dev\n" },
    { name: "removing them", code: "FROM debian:12\nRUN apt-get purge -y linux-image-amd64\n" },
    { name: "a package of that name elsewhere", code: "FROM node:22\nRUN npm install kernel && pip install kernel\n" },
  ],
  invalid: [
    {
      name: "several in one call",
      code: "FROM ubuntu:24.04\nRUN apt-get install -y curl linux-image-generic \\\n  # drivers\n  nvidia-driver-550\n",
      findings: [
        {
          line: 2,
          column: 29,
          text: "linux-image-generic",
          message: /"linux-image-generic" and "nvidia-driver-550" are for/,
        },
      ],
    },
    {
      name: "the headers of the machine that builds",
      code: "from debian:12\r\nrun apt-get install -y linux-headers-$(uname -r)\r\n",
      findings: [{ line: 2, column: 24, text: "linux-headers-$(uname -r)", message: / is for a machine/ }],
    },
    {
      name: "other managers",
      code: "FROM fedora:43\nRUN dnf install -y kernel-core && apk add linux-lts\n",
      findings: [
        { line: 2, column: 20, text: "kernel-core" },
        { line: 2, column: 43, text: "linux-lts" },
      ],
    },
  ],
});
