import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { StageModel } from "../model/types.ts";
import type { Instruction, Run, User } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { instructionsOf, isRun } from "./shared/stage-steps.ts";

export default defineRule({
  id: "numeric-user",
  type: "suggestion",
  docs: {
    description: "Name the user that the image runs as by its number",
    category: "runtime",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3066"],
    why: `Kubernetes can refuse to start containers as root (\`runAsNonRoot: true\`), but it sees only what the image's configuration
says. A name may stand for any number, so it refuses the image: "container has runAsNonRoot and image has non-numeric user". With the
number it knows. Only the USER in force at the end of the image that is built matters.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN useradd --uid 1001 app\nUSER app\n",
        good: "FROM debian:12\nRUN useradd --uid 1001 app\nUSER 1001\n",
      },
    ],
    whenNot: "Images that never run where runAsNonRoot is asked for: the name reads better.",
  },
  messages: {
    name: {
      what: 'The image runs as "{{user}}", a name',
      why: "Kubernetes cannot tell that a name is not root, and with runAsNonRoot it does not start the image",
      how: "{{advice}}",
    },
    useNumber: 'Write "{{number}}", the number that the user gets above',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function check(instruction: User, user: string, steps: readonly Instruction[]): void {
      const [name = ""] = user.split(":");
      const [word] = instruction.args;
      if (!word || /^\d+$/.test(name) || name === "" || name === "root") return;
      const number = steps.filter(isRun).reduce<string | null>((found, run) => numberOf(run, name) ?? found, null);
      const replaceable = number !== null && sourceText(sourceCode, word.range) === name;
      context.report({
        node: word,
        messageId: "name",
        data: { user, advice: number === null ? "Write the number of that user" : `Write "${number}", its number` },
        suggest: replaceable
          ? [{ messageId: "useNumber", data: { number }, fix: (fixer) => fixer.replaceTextRange(word.range, number) }]
          : [],
      });
    }

    return {
      Dockerfile({ stages }) {
        const { target } = sourceCode.model;
        if (target) checkTarget(sourceCode, target, check);
        else if (stages.length === 0) checkFragment(sourceCode, check);
      },
    };
  },
});

type Check = (instruction: User, user: string, steps: readonly Instruction[]) => void;

function checkTarget({ model }: DockerfileSourceCode, target: StageModel, check: Check): void {
  const { user } = target.finalState;
  if (user?.instruction.type !== "User") return;
  const [word] = user.instruction.args;
  const setter = model.stageOf(user.instruction);
  if (!word || !setter) return;
  const text = setter.expand(user.instruction, word);
  // A build argument chooses, and may well choose a number.
  if (text.error !== null || text.undefinedNames.length > 0 || text.overridable.length > 0) return;
  check(user.instruction, text.value, instructionsOf(target));
}

/** A fragment without FROM: its last USER. */
function checkFragment({ ast }: DockerfileSourceCode, check: Check): void {
  const user = ast.prologue.findLast((one) => one.type === "User");
  const [word] = user?.args ?? [];
  if (user && word && !word.value.includes("$")) check(user, word.value, ast.prologue);
}

/** The number that `useradd` or `adduser` gives a user of this name. */
function numberOf(run: Run, name: string): string | null {
  for (const command of run.commands) {
    if (command.name !== "useradd" && command.name !== "adduser") continue;
    if (!command.args.some(({ value }) => value === name)) continue;
    const values = command.args.map(({ value }) => value);
    const at = values.findIndex((value) => /^(?:-[a-zA-Z]*u|--uid)(?:=|$)/.test(value));
    const written = values[at]?.includes("=") ? values[at]?.split("=")[1] : values[at + 1];
    if (at >= 0 && written !== undefined && /^\d+$/.test(written)) return written;
  }
  return null;
}
