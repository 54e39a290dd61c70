import { cases } from "../rule-cases.ts";

export default cases("clean-yum-cache", {
  valid: [
    "FROM fedora:41\nRUN dnf install -y nginx && dnf clean all\n",
    {
      name: "by the other name of the same program",
      code: "FROM rockylinux:9\nRUN yum install -y nginx && dnf clean all\n",
    },
    { name: "rm", code: "FROM rockylinux:9\nRUN yum install -y nginx && rm -rf /var/cache/yum\n" },
    {
      name: "a cache mount",
      code: "FROM fedora:41\nRUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y nginx\n",
    },
    {
      name: "a builder stage",
      code: "FROM fedora:41 AS b\nRUN dnf install -y gcc\nFROM scratch\nCOPY --from=b /a /a\n",
    },
  ],
  invalid: [
    {
      name: "dnf",
      code: "FROM fedora:41\nRUN dnf install -y nginx\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "dnf install" }],
      suggestions: ["FROM fedora:41\nRUN dnf install -y nginx && dnf clean all\n"],
    },
    {
      name: "cleaned before, lower case, CRLF, continued with a comment",
      code: "from centos:7\r\nrun yum clean all && \\\r\n    # the server\r\n    yum -y install nginx\r\n",
      findings: [{ messageId: "kept", line: 4, column: 5, text: "yum -y install" }],
      suggestions: [
        "from centos:7\r\nrun yum clean all && \\\r\n    # the server\r\n    yum -y install nginx && \\\r\n    yum clean all\r\n",
      ],
    },
    {
      name: "cleaned in another layer",
      code: "FROM rockylinux:9\nRUN dnf -y update\nRUN dnf clean all\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "dnf -y update" }],
      suggestions: ["FROM rockylinux:9\nRUN dnf -y update && dnf clean all\nRUN dnf clean all\n"],
    },
    {
      name: "a here-document",
      code: "FROM registry.access.redhat.com/ubi9-minimal:9.5\nRUN <<EOF\nmicrodnf install -y tar\nEOF\n",
      findings: [{ messageId: "kept", line: 3, column: 1, text: "microdnf install" }],
    },
    {
      name: "sudo",
      code: "FROM fedora:41\nRUN sudo dnf install -y nginx\n",
      findings: [{ messageId: "kept", line: 2, column: 10, text: "dnf install" }],
      suggestions: ["FROM fedora:41\nRUN sudo dnf install -y nginx && sudo dnf clean all\n"],
    },
  ],
});
