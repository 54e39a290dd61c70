import type { ShellCommand } from "../shell/nodes.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { callsAny } from "./shared/programs.ts";

type Reason = "interactive" | "builder" | "power" | "mount" | "service" | "kill" | "ssh";

/** Programs to which the rule has something to say. */
const reasons: Readonly<Record<string, Reason>> = {
  top: "interactive",
  htop: "interactive",
  vi: "interactive",
  vim: "interactive",
  nano: "interactive",
  free: "builder",
  ps: "builder",
  shutdown: "power",
  reboot: "power",
  poweroff: "power",
  halt: "power",
  mount: "mount",
  service: "service",
  systemctl: "service",
  kill: "kill",
  ssh: "ssh",
};

const subjects = Object.keys(reasons);
const transientVerbs = new Set("start stop restart reload try-restart status".split(" "));

export default defineRule({
  id: "no-useless-command",
  type: "problem",
  docs: {
    description: "Do not run what leaves nothing in the image",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3001"],
    droast: ["DF060"],
    why: `A RUN keeps the files that it leaves, and nothing else: its processes end with it, there is no terminal, no init system and no
right to mount. \`service x start\` as the last command starts something that is gone before the next instruction; \`top\`, \`vim\` or
\`ssh host\` wait for a person who is not there; \`ps\` and \`free\` show the machine that builds.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN service cron start\n",
        good: 'FROM debian:12\nCMD ["cron", "-f"]\n',
      },
      {
        bad: "FROM debian:12\nRUN vim /etc/hosts\n",
        good: "FROM debian:12\nRUN service postgresql start && su postgres -c 'createdb app'\n",
        note: "A service that the rest of the same RUN needs is fine.",
      },
    ],
    whenNot:
      "Nothing is said of output that goes on into a pipe or a variable, of an editor with commands of its own (`vim +PluginInstall +qall`), and of `mount` in a RUN with `--security=insecure`.",
  },
  messages: {
    interactive: {
      what: '"{{command}}" waits for somebody at a terminal',
      why: "There is none during a build, and it leaves nothing in the image",
      how: "Remove it, or edit files with COPY or sed",
    },
    builder: {
      what: '"{{command}}" shows the machine that builds',
      why: "That goes into the build log and not into the image",
      how: "Remove it",
    },
    power: {
      what: '"{{command}}" has nothing to stop',
      why: "A build has no init system, and the RUN ends by itself",
      how: "Remove it",
    },
    mount: {
      what: '"{{command}}" is not allowed during a build',
      why: "A RUN has no right to mount, and a mount would end with it",
      how: "Use RUN --mount, or mount when the container starts",
    },
    service: {
      what: 'What "{{command}}" does ends with this RUN',
      why: "Only files are kept, so nothing of it runs in the next instruction or in the container",
      how: "Start the program with CMD or ENTRYPOINT",
    },
    kill: {
      what: '"{{command}}" finds no process to end',
      why: "What an earlier RUN has started ended with it",
      how: "Remove it",
    },
    ssh: {
      what: '"{{command}}" opens a session at another machine',
      why: "Nobody is there to use it, and nothing of it is kept in the image",
      how: "Remove it, or name the command to run there and bring the key with RUN --mount=type=ssh",
    },
  },
  create(context) {
    const { sourceCode } = context;
    if (!callsAny(sourceCode.ast, subjects)) return {};
    return {
      Run(run) {
        for (const [index, command] of run.commands.entries()) {
          const reason = command.name === null ? undefined : reasons[command.name];
          if (!reason || !isUseless(reason, command, index, run)) continue;
          const words = [command.name, ...command.args.map(({ value }) => value)].join(" ");
          context.report({
            node: { range: [command.nameWord?.range[0] ?? command.range[0], command.range[1]] },
            messageId: reason,
            data: { command: words.length > 60 ? `${words.slice(0, 57)}...` : words },
          });
          // One line that makes no sense is enough to say of a RUN.
          return;
        }
      },
    };

    function isUseless(reason: Reason, command: ShellCommand, index: number, run: Run): boolean {
      if (command.substitution || command.pipeline.length > 1 || command.redirections.length > 0) return false;
      const { args } = command;
      switch (reason) {
        case "interactive":
          return !args.some(({ value }) => /^(?:\+|-[cesESb]|--(?:headless|version|help|cmd))/.test(value));
        case "builder":
        case "power":
          return true;
        case "mount":
          return !run.flags.some(({ name, value }) => name === "security" && value === "insecure");
        case "service":
          return isTransient(command) && !isStop(command, index) && run.commands.slice(index + 1).every(isTransient);
        case "kill":
          return index === 0 && !sourceCode.getText(run).includes("&");
        case "ssh":
          return run.mounts.length === 0 && args.length < 2 && !args.some(({ value }) => /^-[TV]/.test(value));
      }
    }
  },
});

/** True when it may stop what the RUN has started before, by whatever means. */
function isStop({ args }: ShellCommand, index: number): boolean {
  return index > 0 && args.some(({ value }) => value === "stop");
}

/** Starts or stops a service; `systemctl enable` leaves a link in the image. */
function isTransient({ name, args }: ShellCommand): boolean {
  if (name === "service") return true;
  return name === "systemctl" && args.some(({ value }) => transientVerbs.has(value));
}
