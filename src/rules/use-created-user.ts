import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { readCommandLine } from "./shared/command-flags.ts";
import { callsAny } from "./shared/programs.ts";
import { instructionsOf, isRun } from "./shared/stage-steps.ts";

export default defineRule({
  id: "use-created-user",
  type: "suggestion",
  docs: {
    description: "Run as the user that was created for it",
    category: "security",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    why: `A RUN that creates a user is usually followed by \`USER\`. Where that is missing, the container starts as root, and the user is there for nothing:
often the line was lost, or the author took \`useradd\` for enough.`,
    examples: [
      {
        bad: 'FROM node:22\nRUN useradd --system app\nCOPY . /app\nCMD ["node", "/app/server.js"]\n',
        good: 'FROM node:22\nRUN useradd --system app\nCOPY . /app\nUSER app\nCMD ["node", "/app/server.js"]\n',
      },
    ],
    whenNot: `Servers that start as root and change to the user themselves: nothing is said when the name of the user stands in another instruction than a
chown, when the start-up is a script, or when \`gosu\`, \`su-exec\`, \`setpriv\`, \`runuser\` or a supervisor is in the file.`,
    securitySeverity: 4,
  },
  messages: {
    unused: {
      what: 'The user "{{user}}" is created, and the container starts as root all the same',
      why: "Without a USER it has no effect on what the program may do",
      how: "Write USER {{user}} after the last step that needs root",
    },
  },
  create(context) {
    const { sourceCode } = context;
    if (!callsAny(sourceCode.ast, creators) || dropsRights.test(sourceCode.text)) return {};
    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        // Another USER, or one that the base image sets, is somebody's decision.
        if (!target || instructionsOf(target).some(({ type }) => type === "User")) return;
        if (!startsProgram(sourceCode)) return;
        for (const run of instructionsOf(target).filter(isRun)) {
          for (const command of run.commands) {
            const user = createdUser(command);
            if (!user || isNamedElsewhere(sourceCode, user)) continue;
            context.report({ node: user, messageId: "unused", data: { user: user.value } });
            return;
          }
        }
      },
    };
  },
});

const creators = ["useradd", "adduser"];

/** Programs that start as root and run the rest as somebody else. */
const dropsRights =
  /gosu|su-exec|setpriv|runuser|chpst|s6-|supervisor|\bsu\s|sudo|sshd|entrypoint|--user\b|httpd|nginx|apache|mysqld|postgres|php-fpm/;

const userFlags =
  "-b -c -d -e -f -g -G -h -k -K -p -s -u -R -P -Z --shell --home-dir --home --uid --gid --groups --comment --gecos --ingroup";

/** The last operand of `useradd` and `adduser`; the first where `adduser user group` adds to a group. */
function createdUser(command: ShellCommand): ShellWord | null {
  if (command.name === null || !creators.includes(command.name)) return null;
  const { operands } = readCommandLine(command, userFlags);
  const [user, group] = operands;
  return user && !group && user.literal ? user : null;
}

/** The image starts a program of its own, and not through a script, which may do anything. */
function startsProgram({ model }: DockerfileSourceCode): boolean {
  const steps = model.target ? instructionsOf(model.target) : [];
  const starts = steps.filter((one) => one.type === "Cmd" || one.type === "Entrypoint");
  return (
    starts.length > 0 &&
    starts.every(({ args }) => args.every(({ value }) => !/\.sh\b|\binit\b|bash|\/sh\b/.test(value)))
  );
}

/** True when anything but a change of owner speaks of the user. */
function isNamedElsewhere({ text }: DockerfileSourceCode, { value, range }: ShellWord): boolean {
  const pattern = new RegExp(`(?<![\\w-])${value.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`, "g");
  return [...text.matchAll(pattern)].some(({ index }) => {
    if (index >= range[0] && index < range[1]) return false;
    const before = text.slice(0, index);
    // `chown app:app`, `--chown=app`, and the group or home folder of the same name.
    return !/(?:chown(?:\s+-\w+)*[\s=]+(?:[\w-]+:)?|:|groupadd\s.*|addgroup\s.*|-[gG]\s+|\/)$/.test(before);
  });
}
