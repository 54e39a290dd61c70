import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";
import type { ShellWord } from "../shell/nodes.ts";
import type { PackageCall } from "../shell/package-call.ts";

export default defineRule({
  id: "pin-gem-versions",
  type: "suggestion",
  docs: {
    description: "Give Ruby gems a version",
    category: "reproducibility",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3028"],
    droast: ["DF053"],
    why: `\`gem install\` takes the newest release on the day of the build, major versions included. Old releases
stay on the server, so a version costs nothing and keeps working. What belongs to the application belongs into a
Gemfile and its lock file.`,
    examples: [{ bad: "FROM ruby:3.4\nRUN gem install rails\n", good: "FROM ruby:3.4\nRUN gem install rails:8.0.1\n" }],
    options: pinOptionsHelp,
    whenNot: `A version given by \`--version\` counts for the gems of that command, and words that hold a variable
are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes the newest releases of that day, major versions included",
      how: 'Write "{{example}}"',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) =>
    reportUnpinned(context, { managers: ["gem"], versioned: (name) => `${name}:<version>`, needsVersion: isGem }),
});

/** False behind `--`, where the flags of native extensions stand, and for the value of a switch. */
function isGem(word: ShellWord, call: PackageCall): boolean {
  if (/^(?:true|false)$/.test(word.value)) return false;
  const end = call.command.args.find(({ value }) => value === "--");
  return !end || word.range[0] < end.range[0];
}
