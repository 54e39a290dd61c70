import { defineRule } from "./define-rule.ts";
import { extendWord } from "./shared/flag-edits.ts";
import { calledPrograms } from "./shared/programs.ts";

/** Verbs that mean the same to apt-get. */
const shared = new Set(
  "install update upgrade remove purge autoremove autopurge clean autoclean source build-dep download".split(" "),
);

export default defineRule({
  id: "no-apt",
  type: "suggestion",
  docs: {
    description: "Call apt-get instead of apt in scripts",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3027"],
    checkov: ["CKV_DOCKER_9"],
    droast: ["DF059"],
    why: `\`apt\` is made for people at a terminal: its manual warns that its command line may change between versions, and it
prints "WARNING: apt does not have a stable CLI interface" into every build log. \`apt-get\` and \`apt-cache\` do the same and stay
as they are.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt update && apt install -y curl\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
      },
    ],
    whenNot: "Nowhere in a build: `apt-get` and `apt-cache` do all that `apt` does there.",
  },
  messages: {
    apt: {
      what: '"apt" is called in a script',
      why: "Its command line is made for people and may change between versions, as its manual warns",
      how: 'Call "{{instead}}", which does the same and stays as it is',
    },
    replace:
      'Call "apt-get" instead. "apt-get upgrade" installs no new packages where "apt upgrade" does: use "apt-get --with-new-pkgs upgrade" for that',
  },
  hasSuggestions: true,
  create(context) {
    if (!calledPrograms(context.sourceCode.ast).has("apt")) return {};
    return {
      Run(run) {
        const calls = run.commands.filter(({ name }) => name === "apt");
        const words = calls.flatMap(({ nameWord }) => nameWord ?? []);
        const [first] = words;
        if (!first) return;
        const verbs = calls.map(({ args }) => args.find(({ value }) => !value.startsWith("-"))?.value ?? "");
        const replaceable = verbs.every((verb) => shared.has(verb));
        context.report({
          node: first,
          messageId: "apt",
          data: { instead: insteadOf(verbs[0] ?? "") },
          related: words.slice(1).map(({ range }) => ({ message: '"apt" is called here too', range })),
          ...(replaceable
            ? {
                suggest: [
                  {
                    messageId: "replace",
                    fix: () => words.map(({ range }) => extendWord(context.sourceCode, run, range[1], "-get")),
                  },
                ],
              }
            : {}),
        });
      },
    };
  },
});

function insteadOf(verb: string): string {
  if (verb === "list") return "dpkg-query --list";
  return /^(?:search|show|policy|depends|rdepends)$/.test(verb) ? "apt-cache" : "apt-get";
}
