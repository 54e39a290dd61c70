import type { DockerfileRuleVisitor } from "../language/rule-types.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Add, Copy, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { readCommandLine } from "./shared/command-flags.ts";
import { calledPrograms } from "./shared/programs.ts";

/** Directories that everybody writes to, everywhere. */
const sharedDirectories = /^\/(?:var\/)?tmp(?:\/|$)|^\/dev\/shm/;

export default defineRule({
  id: "no-world-writable",
  type: "problem",
  docs: {
    description: "Do not let everybody write to files of the image",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    droast: ["DF034"],
    why: `\`chmod 777\` lets any process in the container replace the file, however few rights it has: a flaw in one program then changes what
another one runs. What is meant is almost always that one user may write: \`--chown\` at the COPY, or \`chown\` and \`chmod u+w\`, say that. For users
without a fixed number (OpenShift) the group is enough: \`chgrp -R 0\` and \`chmod -R g=u\`. Directories with the sticky bit (\`1777\`), \`/tmp\` and
\`/var/tmp\` are left alone.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY app /app\nRUN chmod -R 777 /app\n",
        good: "FROM debian:12\nCOPY --chown=1000:1000 app /app\n",
      },
      {
        bad: "FROM debian:12\nCOPY --chmod=777 run.sh /\n",
        good: "FROM debian:12\nCOPY --chmod=755 run.sh /\n",
      },
    ],
    securitySeverity: 5,
    whenNot: "A program that writes beside its own files and runs under any number of user and group.",
  },
  messages: {
    writable: {
      what: '"{{mode}}" lets everybody write to {{what}}',
      why: "A flaw in any program of the container can then change it, whatever user that program runs as",
      how: 'Give it to the user that has to write to it, and use "{{better}}"',
    },
  },
  create(context) {
    const { ast } = context.sourceCode;

    function checkFlag(node: Copy | Add): void {
      const flag = node.flags.length > 0 ? node.flags.find(({ name }) => name === "chmod") : undefined;
      if (!flag?.value || !flag.valueRange || !opensToAll(flag.value)) return;
      const data = { mode: flag.value, what: "what it copies", better: betterMode(flag.value) };
      context.report({ node: { range: flag.valueRange }, messageId: "writable", data });
    }

    function checkCommands(run: Run): void {
      for (const command of run.commands) {
        if (command.name !== "chmod") continue;
        const [mode, ...files] = operandsOf(command);
        if (!mode || !opensToAll(mode.value) || files.every(({ value }) => sharedDirectories.test(value))) continue;
        const what = files.length === 1 && files[0] ? `"${files[0].value}"` : "files of the image";
        const data = { mode: mode.value, what, better: betterMode(mode.value) };
        context.report({ node: mode, messageId: "writable", data });
      }
    }

    const visitor: DockerfileRuleVisitor = { Copy: checkFlag, Add: checkFlag };
    if (calledPrograms(ast).has("chmod")) visitor.Run = checkCommands;
    return visitor;
  },
});

/** A mode such as `-x` looks like a flag. */
function operandsOf(command: ShellCommand): readonly ShellWord[] {
  return readCommandLine(command).operands;
}

/** True for `777`, `0666`, `o+w`, `a=rwx`, `ugo+rwx`; a sticky bit makes it a directory like /tmp. */
function opensToAll(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) {
    const digits = mode.padStart(4, "0");
    const isSticky = (Number(digits[0]) & 1) !== 0;
    return !isSticky && (Number(digits[3]) & 2) !== 0;
  }
  const clauses = mode.split(",");
  if (clauses.some((clause) => /^[ugoa]*\+[rwxX]*t/.test(clause))) return false;
  return clauses.some((clause) => /^[ug]*[oa][ugoa]*[+=][rxX]*w/.test(clause));
}

function betterMode(mode: string): string {
  if (/^0?777$/.test(mode)) return "755";
  if (/^0?666$/.test(mode)) return "644";
  if (/^[0-7]+$/.test(mode)) return `${mode.slice(0, -1)}${Number(mode.slice(-1)) & 5}`;
  return "u+w";
}
