import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";

export default defineRule({
  id: "pin-apk-versions",
  type: "suggestion",
  docs: {
    description: "Give apk packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3018"],
    droast: ["DF052"],
    why: `apk installs whatever version the branch holds on the day of the build. \`name=1.2.3-r0\` makes the build
fail instead of drift, and \`name~=1.2\` takes any release of one version. Alpine keeps only the newest release of
each package in a branch, so exact pins break as soon as a fix is published: prefer \`~=\`.`,
    examples: [
      {
        bad: "FROM alpine:3.21\nRUN apk add --no-cache nginx\n",
        good: "FROM alpine:3.21\nRUN apk add --no-cache nginx~=1.26\n",
      },
    ],
    options: pinOptionsHelp,
    whenNot: `An Alpine branch gets few and small updates, and naming the branch in FROM is pin enough for many. The
rule is therefore not in the recommended preset. Words that hold a variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes whatever the branch then holds, so the same Dockerfile gives another image",
      how: 'Write "{{example}}", which takes any release of that version',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) => reportUnpinned(context, { managers: ["apk"], versioned: (name) => `${name}~=<version>` }),
});
