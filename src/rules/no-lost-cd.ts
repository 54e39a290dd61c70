import { defineRule } from "./define-rule.ts";
import { calledPrograms } from "./shared/programs.ts";

export default defineRule({
  id: "no-lost-cd",
  type: "problem",
  docs: {
    description: "Do not change directory at the end of a RUN",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    presetOptions: { hadolint: [] },
    why: `Each RUN starts a new shell in the directory of the last \`WORKDIR\`. A \`cd\` at the end of a RUN ends with its shell: the
next instruction runs where the one before it ran, usually not where its author thinks.`,
    examples: [
      {
        bad: "FROM node:22\nCOPY . /app\nRUN cd /app\nRUN npm ci\n",
        good: "FROM node:22\nCOPY . /app\nWORKDIR /app\nRUN npm ci\n",
      },
    ],
    whenNot: "A `cd` that only tests whether a folder is there; `test -d` says that.",
  },
  messages: {
    lost: {
      what: 'This RUN changes directory with "{{command}}" and ends there',
      why: "The change ends with the shell of the RUN: what follows starts in {{directory}} again",
      how: "Write a WORKDIR instruction instead, or put the commands that need the directory behind it",
    },
  },
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("cd")) return {};
    return {
      Run(run) {
        const last = run.commands.at(-1);
        if (last?.name !== "cd" || last.subshell || last.conditional || run.form === "exec") return;
        // After other work, a `cd` at the end only leaves a directory behind.
        if (!run.commands.slice(0, -1).every(({ name }) => name === "mkdir" || name === "set")) return;
        const operand = last.args.find(({ value }) => !value.startsWith("-"));
        const workdir = sourceCode.model.stageOf(run)?.stateBefore(run).workdir ?? null;
        if (!operand || (workdir !== null && operand.value === workdir)) return;
        context.report({
          node: last,
          messageId: "lost",
          // What hadolint says of any `cd`; otherwise that is `prefer-workdir`.
          codes: ["DL3003"],
          data: {
            command: sourceCode.getText(last).replace(/\s+/g, " "),
            directory: workdir ?? "the directory of the base image",
          },
        });
      },
    };
  },
});
