import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { StageModel } from "../model/types.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { Instruction, Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { fileBodies } from "./shared/file-bodies.ts";
import { calledPrograms } from "./shared/programs.ts";
import { isRun } from "./shared/stage-steps.ts";

export default defineRule({
  id: "no-sudo",
  type: "suggestion",
  docs: {
    description: "Switch users with USER, not with sudo",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3004"],
    trivy: ["DS-0010"],
    checkov: ["CKV2_DOCKER_1"],
    droast: ["DF010"],
    why: `A RUN runs as root unless \`USER\` or the base image says otherwise, so \`sudo\` usually does nothing but demand that the image
carry it. Where another user is in force, \`sudo\` in a build only works when that user may become root without a password, and
then whatever breaks into the container may, too. \`USER root\` for the steps that need it and \`USER app\` after them does without.
A stage gets one finding, at the first call.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN sudo apt-get update\n",
        good: "FROM debian:12\nRUN apt-get update\n",
      },
      {
        bad: "FROM debian:12\nUSER app\nRUN sudo chown app /srv\n",
        good: "FROM debian:12\nUSER root\nRUN chown app /srv\nUSER app\n",
      },
    ],
    whenNot:
      "Images for interactive use (development containers, CI runners) keep sudo on purpose and let a base image set it up.",
  },
  messages: {
    asRoot: {
      what: '"sudo" is called where RUN is root already',
      why: "It changes nothing and makes the image carry sudo",
      how: "Drop it",
    },
    asUser: {
      what: '"sudo" is called by user "{{user}}"',
      why: "That needs root rights without a password in the image, which an intruder would have too",
      how: 'Write "USER root" before the steps that need it and "USER {{user}}" after them',
    },
    asUnknown: {
      what: '"sudo" is called, and the base image decides for whom',
      why: "For root it changes nothing; for anybody else it needs root rights without a password, which an intruder would have too",
      how: 'Drop it, with "USER root" before the steps that need it if the base image sets another user',
    },
    toUser: {
      what: '"sudo" is used to become another user',
      why: "It makes the image carry sudo",
      how: "Write a USER instruction before the step, or call setpriv or su",
    },
    drop: 'Drop "sudo"',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("sudo")) return {};

    function check(body: readonly Instruction[]): void {
      const calls = body.filter(isRun).flatMap((run) => callsOf(sourceCode, run));
      const [first, ...others] = calls;
      if (!first) return;
      const stage = sourceCode.model.stageOf(first.run);
      const user = userOf(stage, first.run);
      const removals = calls.filter(({ run }) => userOf(stage, run) === "root").map(({ removal }) => removal);
      const isDroppable = user === "root" && removals.every((range) => range !== null);
      context.report({
        node: { range: first.range },
        messageId: first.becomesOther ? "toUser" : user === "root" ? "asRoot" : user ? "asUser" : "asUnknown",
        data: { user: user ?? "" },
        related: others.map(({ range }) => ({ message: '"sudo" is called here too', range })),
        ...(isDroppable
          ? {
              suggest: [
                {
                  messageId: "drop",
                  fix: (fixer) => removals.flatMap((range) => (range ? [fixer.removeRange(range)] : [])),
                },
              ],
            }
          : {}),
      });
    }

    return {
      Dockerfile: (file) => {
        for (const body of fileBodies(file)) check(body);
      },
    };
  },
});

interface SudoCall {
  readonly run: Run;
  /** The word `sudo`. */
  readonly range: Range;
  /** `sudo -u app`. */
  readonly becomesOther: boolean;
  /** What to cut; null where sudo has options or stands among other wrappers. */
  readonly removal: Range | null;
}

function callsOf({ text }: DockerfileSourceCode, run: Run): SudoCall[] {
  return run.commands.filter(usesSudo).map((command) => {
    const start = text.indexOf("sudo", command.outerStart);
    const range: Range = start < 0 || start > command.range[1] ? command.range : [start, start + "sudo".length];
    const options = text.slice(range[1], Math.max(range[1], command.range[0]));
    const isPlain = command.wrappers.length === 1 && options.trim() === "" && command.assignments.length === 0;
    return {
      run,
      range,
      becomesOther: /\s(?:-\w*u|--user)\b/.test(options),
      removal: isPlain ? [command.outerStart, command.range[0]] : null,
    };
  });
}

function usesSudo({ name, wrappers }: ShellCommand): boolean {
  return name === "sudo" || wrappers.includes("sudo");
}

/** The user in force, `root` for any spelling of it; null where only the base image knows. */
function userOf(stage: StageModel | null, run: Run): string | null {
  if (!stage) return null;
  const user = stage.stateBefore(run).user?.value;
  if (user !== undefined) return /^(?:root|0)(?::|$)/.test(user) ? "root" : user;
  const { rootBase } = stage;
  // The plain distribution images have root; others may have set a user.
  if (rootBase.kind === "scratch") return "root";
  return rootBase.reference?.registry === "docker.io" && rootBase.reference.repository.startsWith("library/")
    ? "root"
    : null;
}
