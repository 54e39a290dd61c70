import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { flagText, readCommandLine } from "./shared/command-flags.ts";
import { callsAny } from "./shared/programs.ts";

/** Programs that can set a password. */
const setters = ["chpasswd", "passwd", "useradd", "usermod"];

export default defineRule({
  id: "no-set-password",
  type: "problem",
  docs: {
    description: "Give users of the image no password",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    checkov: ["CKV2_DOCKER_17"],
    why: `A password that \`chpasswd\`, \`passwd --stdin\` or \`useradd -p\` sets is the same in every container, and its text stands in the history of the image
for whoever pulls it. No user of a container needs one: \`docker exec -u\` and \`USER\` ask for none, and services take keys.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN useradd app && echo 'app:s3cret' | chpasswd\n",
        good: "FROM debian:12\nRUN useradd app\nUSER app\n",
      },
    ],
    whenNot:
      "Nothing is said of `chpasswd` that reads a secret mount, and of switching a password off (`passwd -d`, `usermod -L`).",
    securitySeverity: 6.5,
  },
  messages: {
    password: {
      what: '"{{program}}" sets a password in the image',
      why: "It is the same in every container, and its text stands in the history for whoever pulls the image",
      how: "Leave it out: docker exec -u and USER ask for none",
    },
  },
  create(context) {
    if (!callsAny(context.sourceCode.ast, setters)) return {};
    return {
      Run(run) {
        for (const command of run.commands) {
          const word = setsPassword(command);
          if (word) context.report({ node: word, messageId: "password", data: { program: command.name ?? "" } });
        }
      },
    };
  },
});

/** The word that shows it; null for any other command. */
function setsPassword(command: ShellCommand): ShellWord | null {
  const { name, nameWord, args, redirections } = command;
  switch (name) {
    case "chpasswd": {
      const readsSecret = redirections.some(({ target }) => /^\/(?:var\/)?run\/secrets\//.test(target?.value ?? ""));
      return readsSecret ? null : nameWord;
    }
    case "passwd":
      return args.find(({ value }) => value === "--stdin") ?? null;
    case "useradd":
    case "usermod": {
      const flags = readCommandLine(command, userFlags).flags;
      const flag = flags.find(({ name: flagName }) => flagName === "-p" || flagName === "--password");
      // `!` and `*` are no password's hash: nobody can log in.
      return flag && !/^[!*]*$/.test(flagText(flag)) ? flag.word : null;
    }
    default:
      return null;
  }
}

const userFlags =
  "-b -c -d -e -f -g -G -k -K -p -s -u -R -P -Z --password --shell --home-dir --home --uid --gid --groups --comment";
