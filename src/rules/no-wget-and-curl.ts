import type { ShellCommand } from "../shell/nodes.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { calledPrograms } from "./shared/programs.ts";
import { instructionsOf, isRun } from "./shared/stage-steps.ts";

const tools = ["curl", "wget"];

export default defineRule({
  id: "no-wget-and-curl",
  type: "suggestion",
  docs: {
    description: "Download with one tool, curl or wget",
    category: "size",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL4001"],
    trivy: ["DS-0014"],
    droast: ["DF058"],
    why: `curl and wget do the same job. An image that needs both for its build carries both, with their libraries, and two sets
of flags for retries, proxies and failures have to be right.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN curl -fsSLO https://example.com/a.tgz\nRUN wget -q https://example.com/b.tgz\n",
        good: "FROM debian:12\nRUN curl -fsSLO https://example.com/a.tgz\nRUN curl -fsSLO https://example.com/b.tgz\n",
      },
    ],
    whenNot: "The image may have both anyway, or need both at run time.",
  },
  messages: {
    both: {
      what: 'This stage downloads with "{{first}}" and with "{{second}}"',
      why: "Both do the same job, and the image carries both",
      how: 'Use "{{first}}" here too',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const called = calledPrograms(sourceCode.ast);
    if (!tools.every((tool) => called.has(tool))) return {};
    return {
      Stage(node) {
        const stage = sourceCode.model.stageOf(node);
        if (!stage) return;
        const runs = instructionsOf(stage).filter(isRun);
        const uses = runs.flatMap((run) => downloads(run).map((command) => ({ run, command })));
        const [first] = uses;
        const other = uses.find(({ command }) => command.name !== first?.command.name);
        // One that a parent stage reports already is not repeated.
        if (!first || !other?.command.nameWord || !node.body.includes(other.run)) return;
        const [firstName, secondName] = [first.command.name ?? "", other.command.name ?? ""];
        context.report({
          node: other.command.nameWord,
          messageId: "both",
          data: { first: firstName, second: secondName },
          related: [
            { message: `"${firstName}" is used here`, range: first.command.nameWord?.range ?? first.command.range },
          ],
        });
      },
    };
  },
});

function downloads(run: Run): ShellCommand[] {
  return run.commands.filter(({ name }) => name !== null && tools.includes(name));
}
