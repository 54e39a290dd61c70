import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";

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
    why: `A RUN runs as root unless \`USER\` says otherwise, so \`sudo\` usually does nothing but demand that the image carry it. Where
another user is in force, \`sudo\` in a build only works when that user may become root without a password, and then whatever breaks
into the container may, too. \`USER root\` for the steps that need it and \`USER app\` after them does without.`,
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
    toUser: {
      what: '"sudo" is used to become another user',
      why: "It makes the image carry sudo",
      how: "Write a USER instruction before the step, or call setpriv or su",
    },
    drop: 'Drop "sudo". Check that the base image does not set another user',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    return {
      Run(run) {
        const calls = run.commands.filter(usesSudo);
        const [first] = calls;
        if (!first) return;
        const places = calls.map((command) => sudoRange(sourceCode, command));
        const [place, ...others] = places;
        if (!place) return;
        const user = userOf(sourceCode, run);
        const removals = calls.map((command) => removal(sourceCode, command));
        const plain = removals.filter((range) => range !== null);
        const becomesOther = /^sudo\s+(?:\S+\s+)*?(?:-u\b|--user\b)/.test(
          sourceCode.text.slice(place[0], first.range[0] + 1),
        );
        context.report({
          node: { range: place },
          messageId: becomesOther ? "toUser" : user === null ? "asRoot" : "asUser",
          data: { user: user ?? "root" },
          related: others.map((range) => ({ message: '"sudo" is called here too', range })),
          ...(user === null && plain.length === calls.length
            ? {
                suggest: [
                  {
                    messageId: "drop",
                    fix: () => plain.map((range) => ({ range: [range[0], range[1]], text: "" })),
                  },
                ],
              }
            : {}),
        });
      },
    };
  },
});

function usesSudo({ name, wrappers }: ShellCommand): boolean {
  return name === "sudo" || wrappers.includes("sudo");
}

/** The user in force; null for root and where only the base image decides. */
function userOf({ model }: DockerfileSourceCode, run: Run): string | null {
  const user = model.stageOf(run)?.stateBefore(run).user?.value ?? null;
  return user === null || /^(?:root|0)(?::|$)/.test(user) ? null : user;
}

/** The word `sudo` itself. */
function sudoRange({ text }: DockerfileSourceCode, command: ShellCommand): Range {
  const start = text.indexOf("sudo", command.outerStart);
  return start < 0 || start > command.range[1] ? command.range : [start, start + "sudo".length];
}

/** What to cut for a `sudo` without options that is the only wrapper; null otherwise. */
function removal({ text }: DockerfileSourceCode, command: ShellCommand): Range | null {
  if (command.wrappers.length !== 1) return null;
  return text.slice(command.outerStart, command.range[0]).trim() === "sudo"
    ? [command.outerStart, command.range[0]]
    : null;
}
