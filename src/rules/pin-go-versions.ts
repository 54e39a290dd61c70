import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";
import type { ShellWord } from "../shell/nodes.ts";

export default defineRule({
  id: "pin-go-versions",
  type: "suggestion",
  docs: {
    description: "Give Go programs a version",
    category: "reproducibility",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3062"],
    droast: ["DF054"],
    why: `\`go install module@latest\` takes the newest release on the day of the build. A version is kept for ever
by the module proxy and checked against its sum, so the tool that was tested is the tool that is built.`,
    examples: [
      {
        bad: "FROM golang:1.24\nRUN go install golang.org/x/tools/cmd/stringer@latest\n",
        good: "FROM golang:1.24\nRUN go install golang.org/x/tools/cmd/stringer@v0.30.0\n",
      },
    ],
    options: pinOptionsHelp,
    whenNot: `Packages of the module in the working directory (\`./cmd/x\`) take their versions from go.mod and are
not reported. Words that hold a variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} fetches {{packages}} in {{stage}} without a version",
      why: "A rebuild takes the newest release of that day",
      how: 'Write "{{example}}" with the version you tested',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) =>
    reportUnpinned(context, {
      managers: ["go"],
      versioned: (name) => `${name}@v1.2.3`,
      actions: ["install", "download"],
      needsVersion: isRemote,
    }),
});

/** Fetched is only a path whose first part has a dot or that asks for a version: no file, no standard library. */
function isRemote({ value }: ShellWord): boolean {
  return /^[^/]+\.[^/]+\/|@/.test(value);
}
