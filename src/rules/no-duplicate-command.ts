import { defineRule } from "./define-rule.ts";
import { isJudged, scopeOption, scopeSchema, triggersAt, type JudgingScope } from "./shared/judged-steps.ts";
import { holdsComment, wholeLines } from "./shared/source-ranges.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { From, Instruction, Stage } from "../syntax/nodes.ts";

/** By the type of the instruction: what other tools call the finding. */
const commandTypes: Readonly<Record<string, readonly string[]>> = {
  Cmd: ["DL4003", "buildkit:MultipleInstructionsDisallowed", "DS-0016"],
  Entrypoint: ["DL4004", "buildkit:MultipleInstructionsDisallowed", "DS-0007"],
  Healthcheck: ["DL3012", "buildkit:MultipleInstructionsDisallowed", "DS-0023"],
};

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
    droast: ["DF038", "DF039", "DF041"],
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
    options: scopeOption,
    presetOptions: { buildkit: [{ scope: "build" }] },
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
  schema: [{ type: "object", properties: { scope: scopeSchema }, additionalProperties: false }],
  defaultOptions: [{ scope: "file" }] as [{ scope?: JudgingScope }],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file" }] = context.options;

    function report(ignored: Command, later: Command): void {
      const { instruction, written, from } = ignored;
      const stage = sourceCode.model.stageOf(from ?? written);
      const { keyword } = instruction;
      context.report({
        node: from ?? { range: instruction.keywordRange },
        messageId: "ignored",
        codes: commandTypes[instruction.type] ?? [],
        data: {
          keyword,
          stage: describeStage(stage),
          line: sourceCode.getLoc({ range: later.instruction.keywordRange }).start.line,
        },
        related: [{ message: `This ${keyword} is the one that counts`, range: later.instruction.keywordRange }],
        suggest:
          from || holdsComment(sourceCode, written.range)
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
        if (scope === "build" && !isJudged(context, stage.from)) return;
        const commands =
          scope === "file" ? writtenCommands(stage) : runCommands(stage, triggersAt(context, stage.from));
        if (commands.length < 2) return;
        const latest = new Map<string, Command>();
        for (const command of commands.reverse()) {
          const key = `${command.separate} ${command.instruction.type}`;
          const later = latest.get(key);
          if (later) report(command, later);
          else latest.set(key, command);
        }
      },
    };
  },
});

interface Command {
  readonly instruction: Instruction;
  /** The instruction that it is written in: itself or an ONBUILD. */
  readonly written: Instruction;
  /** The FROM that makes a trigger run. */
  readonly from: From | null;
  /** Counts among the triggers only. */
  readonly separate: boolean;
}

/** The commands of a stage as they are written. */
function writtenCommands(stage: Stage): Command[] {
  const commands: Command[] = [];
  for (const written of stage.body) {
    const instruction = written.type === "Onbuild" ? (written.trigger ?? written) : written;
    if (isCommand(instruction)) commands.push({ instruction, written, from: null, separate: instruction.inOnbuild });
  }
  return commands;
}

/** The commands of a stage as they run: what the ONBUILDs of its base hold comes first. */
function runCommands(stage: Stage, triggers: readonly Instruction[]): Command[] {
  const at = (from: From | null) => (instruction: Instruction) => ({
    instruction,
    written: instruction,
    from,
    separate: false,
  });
  return [...triggers.filter(isCommand).map(at(stage.from)), ...stage.body.filter(isCommand).map(at(null))];
}

function isCommand({ type }: Instruction): boolean {
  return type === "Cmd" || type === "Entrypoint" || type === "Healthcheck";
}
