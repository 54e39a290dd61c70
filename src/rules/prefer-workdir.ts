import { defineRule } from "./define-rule.ts";
import { joinPath } from "./shared/paths.ts";
import { calledPrograms } from "./shared/programs.ts";

export default defineRule({
  id: "prefer-workdir",
  type: "suggestion",
  docs: {
    description: "Set the directory of a step with WORKDIR instead of cd",
    category: "style",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3003"],
    trivy: ["DS-0013"],
    droast: ["DF008"],
    why: `A RUN that starts with \`cd\` and does everything else there reads more easily as \`WORKDIR\` and the commands, and the next
RUN need not repeat the \`cd\`. WORKDIR also makes the directory when it is missing. It is one more layer (a small one), so a single
step is no reason to change; the rule is therefore not in the recommended preset.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN cd /usr/src/app && make\n",
        good: "FROM debian:12\nWORKDIR /usr/src/app\nRUN make\n",
      },
    ],
    whenNot:
      "Later instructions run in the directory of WORKDIR as well. Where they must not, `cd` in a subshell or the tool's own flag (`make -C`, `git -C`, `npm --prefix`) is better.",
  },
  messages: {
    cd: {
      what: 'This RUN changes to "{{directory}}" first and does everything there',
      why: "The directory holds for this RUN only, so other steps must repeat it",
      how: 'Write "WORKDIR {{directory}}" above it',
    },
    needless: {
      what: '"cd {{directory}}" changes to where this RUN starts anyway',
      why: "WORKDIR has set that directory already",
      how: "Drop it",
    },
  },
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("cd")) return {};
    return {
      Run(run) {
        const [first, ...others] = run.commands.filter(({ name }) => name !== "set");
        if (first?.name !== "cd" || first.subshell || first.conditional || others.length === 0) return;
        if (others.some(({ name }) => name === "cd" || name === "pushd")) return;
        if (others.some(({ precededBy, substitution }) => precededBy !== "&&" && !substitution)) return;
        const [operand] = first.args;
        if (!operand?.literal || operand.value.startsWith("-")) return;
        const workdir = sourceCode.model.stageOf(run)?.stateBefore(run).workdir ?? null;
        const target = workdir === null ? operand.value : joinPath(workdir, operand.value);
        context.report({
          node: first,
          messageId: target === workdir ? "needless" : "cd",
          data: { directory: operand.value },
        });
      },
    };
  },
});
