import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";

export default defineRule({
  id: "pin-apt-versions",
  type: "suggestion",
  docs: {
    description: "Give apt packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3008"],
    droast: ["DF005"],
    why: `apt installs whatever version the archive holds on the day of the build, so a rebuild can bring a change
that nobody asked for. A version after \`=\` makes the build fail instead of drift; \`=1.2.*\` lets security updates
in. Debian and Ubuntu drop old versions from their mirrors, so pins must be raised often, or the archive itself
fixed to a day with a snapshot.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y nginx\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y nginx=1.22.*\n",
      },
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y ca-certificates nginx\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y ca-certificates nginx=1.22.*\n",
        note: "With an option.",
        options: [{ ignore: ["ca-certificates"] }],
      },
    ],
    options: pinOptionsHelp,
    whenNot: `Many maintainers pin the base image and take its packages as they come: versions vanish from the
mirrors and break the build at a bad moment. The rule is therefore not in the recommended preset. Words that hold a
variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes whatever the archive then holds, so the same Dockerfile gives another image",
      how: 'Write "{{example}}", where a trailing * keeps security updates coming, or install from a snapshot of the archive',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) => reportUnpinned(context, { managers: ["apt"], versioned: (name) => `${name}=<version>` }),
});
