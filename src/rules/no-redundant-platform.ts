import { defineRule } from "./define-rule.ts";
import type { Dockerfile, Flag, From } from "../syntax/nodes.ts";

const targetPlatform = /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?-[^}]*)?\})$/;

export default defineRule({
  id: "no-redundant-platform",
  type: "suggestion",
  docs: {
    description: "Do not ask for the platform that FROM takes anyway",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3065"],
    buildkit: ["RedundantTargetPlatform"],
    why: `FROM takes the target platform when nothing else is said. \`--platform=$TARGETPLATFORM\` therefore adds
nothing but a flag to read, and hides the lines where a platform does matter.`,
    examples: [
      {
        bad: "FROM --platform=$TARGETPLATFORM debian:12\n",
        good: "FROM debian:12\n",
      },
    ],
    whenNot: "A global `ARG TARGETPLATFORM` with a default of its own gives the flag a meaning, and is not reported.",
    fixSafety: "The builder uses the same platform with and without the flag.",
  },
  messages: {
    redundant: {
      what: '"{{platform}}" is the platform that FROM takes by default',
      why: "The flag changes nothing and hides the stages whose platform is chosen on purpose",
      how: "Remove the flag",
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;

    /** The flag and the blanks after it, as far as the line goes. */
    function flagRange(flag: Flag): [number, number] {
      const blanks = /^[ \t]*/.exec(sourceCode.text.slice(flag.range[1]))?.[0].length ?? 0;
      return [flag.range[0], flag.range[1] + blanks];
    }

    return {
      From(node: From) {
        const flag = node.flags.find(({ name }) => name === "platform");
        if (!flag?.value || !flag.valueRange || !targetPlatform.test(flag.value)) return;
        if (hasDefault(sourceCode.ast, "TARGETPLATFORM")) return;
        context.report({
          node: { range: flag.valueRange },
          messageId: "redundant",
          data: { platform: flag.value },
          fix: (fixer) => fixer.removeRange(flagRange(flag)),
        });
      },
    };
  },
});

function hasDefault(file: Dockerfile, name: string): boolean {
  return file.prologue.some(
    (instruction) =>
      instruction.type === "Arg" && instruction.pairs.some(({ key, value }) => key.value === name && value !== null),
  );
}
