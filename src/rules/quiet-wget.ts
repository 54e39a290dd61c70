import type { ShellCommand } from "../shell/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { calledPrograms } from "./shared/programs.ts";

/** Long flags, and the letters of short ones, that keep the progress out of the log. */
const quietLong = /^--(?:progress|quiet|no-verbose|output-file|append-output|show-progress|version|help|spider)\b/;
const quietShort = /^-(?:[a-zA-Z]*[qoa]|nv)/;

export default defineRule({
  id: "quiet-wget",
  type: "suggestion",
  docs: {
    description: "Keep wget's progress out of the build log",
    category: "style",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3047"],
    droast: ["DF056"],
    why: `Without a terminal, GNU wget prints a line of dots for every 50 kB: a download of 100 MB fills the build log with 2,000
lines in which an error is hard to find. \`--progress=dot:giga\` prints one line for every 32 MB; \`-nv\` prints one line for each
file and still shows errors.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN wget https://example.com/big.tar.gz\n",
        good: "FROM debian:12\nRUN wget --progress=dot:giga https://example.com/big.tar.gz\n",
      },
    ],
    whenNot: "A build log that is meant to show how a download goes on.",
  },
  messages: {
    noisy: {
      what: '"wget" prints its progress into the build log',
      why: "Without a terminal that is a line for every 50 kB, in which errors are hard to find",
      how: 'Add "{{flag}}"',
    },
    add: 'Add "{{flag}}"',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("wget")) return {};
    return {
      Run(run) {
        const noisy = run.commands.filter(isNoisy).flatMap(({ nameWord }) => nameWord ?? []);
        const [first] = noisy;
        if (!first) return;
        const os = sourceCode.model.stageOf(run)?.os;
        // The wget of busybox knows only -q.
        const flag = os === "alpine" || os === "busybox" ? "-q" : "--progress=dot:giga";
        context.report({
          node: first,
          messageId: "noisy",
          data: { flag },
          related: noisy.slice(1).map(({ range }) => ({ message: "This one does too", range })),
          suggest: [
            {
              messageId: "add",
              data: { flag },
              fix: () => noisy.map(({ range }) => insertWord(sourceCode, run, range[1], flag)),
            },
          ],
        });
      },
    };
  },
});

function isNoisy({ name, args, redirections }: ShellCommand): boolean {
  if (name !== "wget" || args.length === 0) return false;
  if (redirections.some(({ fd, operator }) => fd === 2 || operator.startsWith("&>"))) return false;
  return !args.some(({ value }) => quietLong.test(value) || quietShort.test(value));
}
