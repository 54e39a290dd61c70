import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import { readFlags } from "../shell/flags.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { calledPrograms } from "./shared/programs.ts";
import { shellValues } from "./shared/shell-values.ts";

/** From here on the logs are worth a word: 29 MB and more. */
const highUser = 100_000;
/** Bytes of one entry in /var/log/lastlog (struct lastlog) and /var/log/faillog (struct faillog), on 64-bit Linux. */
const entryBytes = 292 + 32;

/** Options of useradd that take a value (useradd(8)). */
const valueFlags =
  "-b -c -d -e -f -g -G -k -K -p -P -R -s -u -Z --base-dir --comment --home-dir --home --expiredate --inactive --gid " +
  "--groups --skel --key --password --prefix --root --shell --uid --selinux-user";

export default defineRule({
  id: "no-large-login-log",
  type: "problem",
  docs: {
    description: "Create users with high numbers without login logs",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3046"],
    droast: ["DF064"],
    why: `\`useradd\` writes an entry for the new user into \`/var/log/lastlog\` and \`/var/log/faillog\`, at the place that the number of
the user gives. On disk these files have holes; in a layer, which is an archive, the holes are zeros. A user 1000000000, as OpenShift
likes them, gives files of 300 GB, and the build seems to hang until the disk is full. \`--no-log-init\` writes no entries.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN useradd --uid 1000650000 app\n",
        good: "FROM debian:12\nRUN useradd --no-log-init --uid 1000650000 app\n",
      },
    ],
    fixSafety: "The same user is made; only the two logs of past logins, which no container has, get no entry.",
    whenNot:
      "Storage that keeps sparse files sparse hides the size on disk; the layer that is pushed and pulled is big all the same.",
  },
  messages: {
    large: {
      what: "useradd writes login logs for user {{uid}}",
      why: "They are as long as the number is high: up to {{size}} of zeros in this layer",
      how: "Add --no-log-init",
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("useradd")) return {};

    function check(run: Run, command: ShellCommand): void {
      const { flags, uid } = readUser(command);
      if (!uid || flags.some((name) => name === "-l" || name === "--no-log-init")) return;
      const number = uidOf(run, uid);
      if (number === null || number < highUser) return;
      const end = command.nameWord?.range[1];
      context.report({
        node: uid,
        messageId: "large",
        data: { uid: number, size: sizeText((number + 1) * entryBytes) },
        fix: end === undefined ? null : () => insertWord(sourceCode, run, end, "--no-log-init"),
      });
    }

    function uidOf(run: Run, word: ShellWord): number | null {
      const text = shellValues(sourceCode.model, run).text(word) ?? "";
      const digits = /^(?:--uid=|-[a-zA-Z]*u)?(\d+)$/.exec(text)?.[1];
      return digits === undefined ? null : Number(digits);
    }

    return {
      Run(run) {
        for (const command of run.commands) if (command.name === "useradd") check(run, command);
      },
    };
  },
});

/** The names of all flags, and the word that holds the number of the user. */
function readUser({ args }: ShellCommand): { readonly flags: readonly string[]; readonly uid: ShellWord | null } {
  const flags: string[] = [];
  let uid: ShellWord | null = null;
  for (let index = 0; index < args.length; index++) {
    const read = readFlags(args, index, { valueFlags });
    if (!read) continue;
    flags.push(...read.flags.map(({ name }) => name));
    if (read.flags.some(({ name }) => name === "-u" || name === "--uid")) uid = args[read.next - 1] ?? null;
    index = read.next - 1;
  }
  return { flags, uid };
}

/** `31 MB`, `324 GB`. */
function sizeText(bytes: number): string {
  const [unit, divisor] = bytes < 1e9 ? ["MB", 1e6] : bytes < 1e12 ? ["GB", 1e9] : ["TB", 1e12];
  return `${Math.round(bytes / divisor)} ${unit}`;
}
