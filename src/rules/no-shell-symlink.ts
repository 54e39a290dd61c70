import type { ShellCommand } from "../shell/nodes.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { inCaseOf } from "./shared/keyword-case.ts";
import { baseName } from "./shared/paths.ts";
import { calledPrograms } from "./shared/programs.ts";
import { holdsComment } from "./shared/source-ranges.ts";

const shellLinks = new Set(["/bin/sh", "/usr/bin/sh"]);

export default defineRule({
  id: "no-shell-symlink",
  type: "suggestion",
  docs: {
    description: "Choose the shell of RUN with SHELL, not by replacing /bin/sh",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL4005"],
    why: `A new link at \`/bin/sh\` changes the shell of every script and every \`system()\` call in the image, of the package manager's
scripts, too, which are tested with the distribution's own. An update of the shell's package puts the old link back. What is
usually wanted is that RUN understands bash: \`SHELL ["/bin/bash", "-c"]\` says so, for the builder alone, and costs no layer.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\nRUN source /opt/env && make\n",
        good: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\nRUN source /opt/env && make\n',
      },
    ],
    whenNot: "Programs in the container need another /bin/sh at run time: SHELL does not change that.",
  },
  messages: {
    link: {
      what: '"{{link}}" becomes a link to "{{shell}}"',
      why: "That changes every script in the image, those of the package manager included, until an update puts it back",
      how: 'Write SHELL ["{{path}}", "-c"] to have RUN use it',
    },
    useShell: 'Write SHELL ["{{path}}", "-c"] in place of this RUN. Programs in the container keep their /bin/sh',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledPrograms(sourceCode.ast).has("ln")) return {};
    return {
      Run(run) {
        // An image that has no shell of its own gets one.
        if (sourceCode.model.stageOf(run)?.rootBase.kind === "scratch") return;
        for (const command of run.commands) {
          const link = readLink(command);
          if (!link) continue;
          const data = { link: link.name, shell: link.target, path: shellPath(link.target) };
          const replaceable = isOnlyLinking(run) && !run.inOnbuild && !holdsComment(sourceCode, run.range);
          const instruction = `${inCaseOf("SHELL", run.keywordText)} ["${data.path}", "-c"]`;
          context.report({
            node: command,
            messageId: "link",
            data,
            suggest: replaceable
              ? [{ messageId: "useShell", data, fix: (fixer) => fixer.replaceTextRange(run.range, instruction) }]
              : [],
          });
        }
      },
    };
  },
});

/** `ln -sf bash /bin/sh`, also with the shell's full path. */
function readLink({ name, args }: ShellCommand): { readonly target: string; readonly name: string } | null {
  if (name !== "ln") return null;
  const operands = args.filter(({ value }) => !value.startsWith("-"));
  const [target, link] = operands;
  if (operands.length !== 2 || !target?.literal || !link || !shellLinks.has(link.value)) return null;
  return { target: target.value, name: link.value };
}

function shellPath(target: string): string {
  return target.startsWith("/") ? target : `/bin/${baseName(target)}`;
}

/** Nothing else happens in the RUN than that the old link goes and the new one comes. */
function isOnlyLinking({ commands, form, flags }: Run): boolean {
  if (form !== "shell" || flags.length > 0) return false;
  return commands.every(
    ({ name, args }) =>
      name === "ln" || (/^(?:rm|mv|unlink)$/.test(name ?? "") && args.some(({ value }) => shellLinks.has(value))),
  );
}
