import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";

export default defineRule({
  id: "pin-zypper-versions",
  type: "suggestion",
  docs: {
    description: "Give zypper packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3037"],
    why: `zypper installs whatever version the repository holds on the day of the build. \`name=1.2.3\` makes the
build fail instead of drift, and \`"name>=1.2"\` at least refuses to go back.`,
    examples: [
      {
        bad: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx\n",
        good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx=1.21.5\n",
      },
    ],
    options: pinOptionsHelp,
    whenNot: `Rolling distributions keep no old versions, and a pin then breaks the build. The rule is therefore not
in the recommended preset. Words that hold a variable are not judged.`,
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
  create: (context) => reportUnpinned(context, { managers: ["zypper"], versioned: (name) => `${name}=<version>` }),
});
