import { cases } from "../rule-cases.ts";

export default cases("pin-yum-versions", {
  valid: [
    "FROM rockylinux:9\nRUN dnf install -y httpd-2.4.62\n",
    { name: "a file and a URL", code: "FROM rockylinux:9\nRUN dnf install -y ./x.rpm https://example.org/y.rpm\n" },
    { name: "a variable", code: "FROM rockylinux:9\nRUN yum install -y nginx-$VERSION $PKGS\n" },
    { name: "no install", code: "FROM rockylinux:9\nRUN yum clean all && dnf remove httpd\n" },
  ],
  invalid: [
    {
      code: "FROM rockylinux:9\nRUN dnf install -y httpd mod_ssl && dnf clean all\n",
      findings: [
        { messageId: "unpinned", line: 2, column: 20, text: "httpd", message: /^dnf installs "httpd" and "mod_ssl"/ },
      ],
    },
    {
      name: "a dash is no version",
      code: "from centos:7\r\nrun yum -y install epel-release\r\n",
      findings: [{ line: 2, column: 20, text: "epel-release", message: /^yum/ }],
    },
    {
      name: "microdnf, over a continuation with a comment",
      code: "FROM redhat/ubi9-minimal:9.5\nRUN microdnf install -y \\\n  # shell\n  bash\n",
      findings: [{ line: 4, column: 3, text: "bash", message: /^microdnf/ }],
    },
  ],
});
