import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";

export default defineRule({
  id: "pin-yum-versions",
  type: "suggestion",
  docs: {
    description: "Give yum and dnf packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3033", "DL3041"],
    why: `yum, dnf and microdnf install whatever version the repository holds on the day of the build.
\`name-1.2.3\` makes the build fail instead of drift, and \`name-1.2.*\` lets fixes in.`,
    examples: [
      {
        bad: "FROM rockylinux:9\nRUN dnf install -y httpd && dnf clean all\n",
        good: "FROM rockylinux:9\nRUN dnf install -y httpd-2.4.62 && dnf clean all\n",
      },
      { bad: "FROM centos:7\nRUN yum install -y nginx\n", good: "FROM centos:7\nRUN yum install -y nginx-1.20.1\n" },
    ],
    options: pinOptionsHelp,
    whenNot: `Some distributions drop old versions from their mirrors, and a pin then breaks the build. The rule is
therefore not in the recommended preset. Words that hold a variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes whatever the repository then holds, so the same Dockerfile gives another image",
      how: 'Write "{{example}}"',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) =>
    reportUnpinned(context, {
      managers: ["yum", "dnf"],
      versioned: (name) => `${name}-<version>`,
      codes: ({ manager }) => [manager === "yum" ? "DL3033" : "DL3041"],
    }),
});
