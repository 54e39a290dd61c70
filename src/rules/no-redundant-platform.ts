import { defineRule } from "./define-rule.ts";
import type { Dockerfile, Flag, From } from "../syntax/nodes.ts";

interface RedundantPlatformOptions {
  /** What a TARGETPLATFORM that the file sets itself means. */
  readonly redefined?: "accept" | "report";
}

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
    droast: ["DF083"],
    why: `FROM takes the target platform when nothing else is said. \`--platform=$TARGETPLATFORM\` therefore adds
nothing but a flag to read, and hides the lines where a platform does matter.`,
    examples: [
      {
        bad: "FROM --platform=$TARGETPLATFORM debian:12\n",
        good: "FROM debian:12\n",
      },
    ],
    options: `\`redefined\` (default \`"accept"\`): a global \`ARG TARGETPLATFORM\` with a default of its own gives the flag a
meaning. \`"report"\` reports it all the same, and every other way to write the value of \`TARGETPLATFORM\`, as
\`docker build --check\` does; there is no fix for these.`,
    presetOptions: { buildkit: [{ redefined: "report" }] },
    fixSafety: "The builder uses the same platform with and without the flag.",
    whenNot: "Nowhere: what is written is what holds without it.",
  },
  messages: {
    redundant: {
      what: '"{{platform}}" is the platform that FROM takes by default',
      why: "The flag changes nothing and hides the stages whose platform is chosen on purpose",
      how: "Remove the flag",
    },
  },
  schema: [{ type: "object", properties: { redefined: { enum: ["accept", "report"] } }, additionalProperties: false }],
  defaultOptions: [{ redefined: "accept" }] as [RedundantPlatformOptions],
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    const [{ redefined = "accept" }] = context.options;

    /** The flag and the blanks after it, as far as the line goes. */
    function flagRange(flag: Flag): [number, number] {
      const blanks = /^[ \t]*/.exec(sourceCode.text.slice(flag.range[1]))?.[0].length ?? 0;
      return [flag.range[0], flag.range[1] + blanks];
    }

    /** True when TARGETPLATFORM is all that the flag reads, and its value all that comes of it. */
    function comesToTargetPlatform(node: From, written: string): boolean {
      const { names, undefinedNames, value } = sourceCode.model.expandFrom(node, written);
      const target = sourceCode.model.globalArgs.get("TARGETPLATFORM")?.value;
      return names.length === 1 && names[0] === "TARGETPLATFORM" && undefinedNames.length === 0 && value === target;
    }

    return {
      From(node: From) {
        const flag = node.flags.find(({ name }) => name === "platform");
        if (!flag?.value || !flag.valueRange) return;
        const certain = targetPlatform.test(flag.value) && !hasDefault(sourceCode.ast, "TARGETPLATFORM");
        if (!certain && (redefined === "accept" || !comesToTargetPlatform(node, flag.value))) return;
        context.report({
          node: { range: flag.valueRange },
          messageId: "redundant",
          data: { platform: flag.value },
          fix: certain ? (fixer) => fixer.removeRange(flagRange(flag)) : null,
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
