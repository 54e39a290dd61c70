import { defineRule } from "./define-rule.ts";
import { holdsComment, wholeLines } from "./shared/source-ranges.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { Instruction, Stage } from "../syntax/nodes.ts";

const commandTypes = new Set(["Cmd", "Entrypoint", "Healthcheck"]);

export default defineRule({
  id: "no-duplicate-command",
  type: "problem",
  docs: {
    description: "Give a stage one CMD, one ENTRYPOINT and one HEALTHCHECK",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL4003", "DL4004", "DL3012"],
    buildkit: ["MultipleInstructionsDisallowed"],
    trivy: ["DS-0007", "DS-0016", "DS-0023"],
    why: `Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage count; each replaces the one before without a
word. An earlier one is either left over or was believed to run as well.`,
    examples: [
      {
        bad: 'FROM node:22\nCMD ["node", "migrate.js"]\nCMD ["node", "server.js"]\n',
        good: 'FROM node:22\nCMD ["node", "server.js"]\n',
      },
      {
        bad: 'FROM debian:12\nHEALTHCHECK NONE\nHEALTHCHECK CMD ["curl", "-f", "http://localhost"]\n',
        good: 'FROM debian:12\nHEALTHCHECK CMD ["curl", "-f", "http://localhost"]\n',
      },
    ],
    whenNot: "Triggers of ONBUILD are counted among themselves, as they run in the image that is built on this one.",
  },
  messages: {
    ignored: {
      what: "This {{keyword}} of {{stage}} has no effect",
      why: "Line {{line}} replaces it, as only the last {{keyword}} of a stage counts",
      how: "Remove it, or start both programs from one script",
    },
    remove: "Remove the {{keyword}} that has no effect",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function report(ignored: Instruction, written: Instruction, later: Instruction): void {
      const stage = sourceCode.model.stageOf(written);
      const { keyword } = ignored;
      context.report({
        node: { range: ignored.keywordRange },
        messageId: "ignored",
        data: {
          keyword,
          stage: describeStage(stage),
          line: sourceCode.getLoc({ range: later.keywordRange }).start.line,
        },
        related: [{ message: `This ${keyword} is the one that counts`, range: later.keywordRange }],
        suggest: holdsComment(sourceCode, written.range)
          ? []
          : [
              {
                messageId: "remove",
                data: { keyword },
                fix: (fixer) => fixer.removeRange(wholeLines(sourceCode, written)),
              },
            ],
      });
    }

    return {
      Stage(stage) {
        const latest = new Map<string, { instruction: Instruction; written: Instruction }>();
        for (const { instruction, written } of commandsBackwards(stage)) {
          const key = `${instruction.inOnbuild} ${instruction.type}`;
          const later = latest.get(key);
          if (later) report(instruction, written, later.instruction);
          else latest.set(key, { instruction, written });
        }
      },
    };
  },
});

/** The commands of a stage, last first, each with the instruction that it is written in (itself or an ONBUILD). */
function commandsBackwards(stage: Stage): { instruction: Instruction; written: Instruction }[] {
  return stage.body
    .map((written) => ({ instruction: written.type === "Onbuild" ? (written.trigger ?? written) : written, written }))
    .filter(({ instruction }) => commandTypes.has(instruction.type))
    .reverse();
}
