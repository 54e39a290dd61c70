import { cases } from "../rule-cases.ts";

export default cases("assume-yes", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
    {
      name: "twice quiet",
      code: "FROM debian:12\nRUN apt-get update && apt-get -qq install curl && apt-get install -q=2 git\n",
    },
    { name: "yes answers", code: "FROM debian:12\nRUN yes | apt-get install curl\n" },
    {
      name: "configured in an earlier step",
      code: "FROM debian:12\nRUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90y\nRUN apt-get update && apt-get install curl\n",
    },
    {
      name: "in a here-document of a COPY",
      code: "FROM fedora:41\nCOPY <<EOF /etc/dnf/dnf.conf\n[main]\nassumeyes=1\nEOF\nRUN dnf install nginx\n",
    },
    { name: "nothing to confirm", code: "FROM debian:12\nRUN apt-get update && apt-get clean && apt-get purge\n" },
    {
      name: "microdnf never asks",
      code: "FROM registry.access.redhat.com/ubi9-minimal:9.5\nRUN microdnf install tar\n",
    },
    {
      name: "zypper, in front and behind",
      code: "FROM opensuse/leap:15.6\nRUN zypper -n in curl && zypper in -y git && zypper --non-interactive rm git\n",
    },
    {
      name: "a variable may hold the flag",
      code: "FROM debian:12\nARG APT_OPTS=-y\nRUN apt-get update && apt-get install $APT_OPTS curl\n",
    },
  ],
  invalid: [
    {
      name: "apt-get",
      code: "FROM debian:12\nRUN apt-get update && apt-get install curl\n",
      findings: [{ messageId: "asks", line: 2, column: 23, text: "apt-get install" }],
      output: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "lower case, CRLF, continued with a comment, twice",
      code: "from debian:12\r\nrun apt-get update \\\r\n    # tools\r\n    && apt-get -q install curl \\\r\n    && apt-get autoremove\r\n",
      findings: [{ messageId: "asks", line: 4, column: 8, text: "apt-get -q install" }],
      output:
        "from debian:12\r\nrun apt-get update \\\r\n    # tools\r\n    && apt-get -q install -y curl \\\r\n    && apt-get autoremove -y\r\n",
    },
    {
      name: "yum in a here-document",
      code: "FROM rockylinux:9\nRUN <<EOF\nyum install nginx\nEOF\n",
      findings: [{ messageId: "asks", line: 3, column: 1, text: "yum install" }],
      output: "FROM rockylinux:9\nRUN <<EOF\nyum install -y nginx\nEOF\n",
    },
    {
      name: "dnf in a builder stage, with a mount",
      code: "FROM fedora:41 AS b\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf upgrade\nFROM scratch\nCOPY --from=b /a /a\n",
      findings: [{ messageId: "asks", line: 2, column: 50, text: "dnf upgrade" }],
      output:
        "FROM fedora:41 AS b\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf upgrade -y\nFROM scratch\nCOPY --from=b /a /a\n",
    },
    {
      name: "zypper takes it in front of every verb",
      code: "FROM opensuse/leap:15.6\nRUN zypper install curl && zypper si git\n",
      findings: [{ messageId: "asks", line: 2, column: 5, text: "zypper install" }],
      output: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper --non-interactive si git\n",
    },
    {
      name: "under xargs standard input is empty",
      code: "FROM debian:12\nCOPY packages /\nRUN apt-get update && cat /packages | xargs apt-get install\n",
      findings: [{ messageId: "asks", line: 3, column: 45, text: "apt-get install" }],
      output: "FROM debian:12\nCOPY packages /\nRUN apt-get update && cat /packages | xargs apt-get install -y\n",
    },
    {
      name: "JSON form",
      code: 'FROM debian:12\nRUN ["apt-get", "remove", "curl"]\n',
      findings: [{ messageId: "asks", line: 2, column: 6, text: '"apt-get", "remove"' }],
      output: 'FROM debian:12\nRUN ["apt-get", "remove", "-y", "curl"]\n',
    },
  ],
});
