import { defineRule } from "./define-rule.ts";
import { meantAsArray } from "./shared/json-arrays.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { holdsComment, sourceText } from "./shared/source-ranges.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Cmd, Entrypoint, From, Range } from "../syntax/nodes.ts";

interface CommandFormOptions {
  /** Accept a shell that replaces itself by the program: `CMD exec server --port $PORT`. */
  readonly allowExec?: boolean;
  /** What becomes of an array with a slip in it. */
  readonly brokenJson?: "leave" | "report";
  readonly scope?: JudgingScope;
}

/** Commands that exist only inside a shell. */
const shellOnly = new Set(
  ". : alias bg break cd continue eval exit export fg getopts hash jobs local read readonly return set shift source times trap type ulimit umask unset wait".split(
    " ",
  ),
);

export default defineRule({
  id: "json-form-command",
  type: "problem",
  docs: {
    description: "Write CMD and ENTRYPOINT as a JSON array",
    category: "runtime",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3025"],
    buildkit: ["JSONArgsRecommended"],
    droast: ["DF018", "DF025"],
    why: `A command that is not a JSON array is run as \`/bin/sh -c "..."\`. The shell is then process 1: it gets
the signal of \`docker stop\`, does not pass it on, and ten seconds later the program is killed without a chance to
finish. Arguments given to \`docker run\` are lost on a shell-form ENTRYPOINT, and an image without a shell cannot
start at all.`,
    examples: [
      { bad: "FROM node:22\nCMD node server.js\n", good: 'FROM node:22\nCMD ["node", "server.js"]\n' },
      {
        bad: "FROM python:3.13\nCMD gunicorn --bind :$PORT app\n",
        good: "FROM python:3.13\nCMD exec gunicorn --bind :$PORT app\n",
        note: "Where the shell is needed for a variable, `exec` makes it step aside.",
      },
    ],
    options: `\`allowExec\` (default \`true\`): accept a shell form whose program is started by \`exec\`, since it
replaces the shell and gets the signals itself.

\`brokenJson\` (default \`"leave"\`): an array with a slip in it, such as a single quote, is left to \`valid-json-form\`.
\`"report"\` reports it here too.

${scopeOption}`,
    presetOptions: {
      hadolint: [{ brokenJson: "report" }],
      buildkit: [{ allowExec: false, brokenJson: "report", scope: "build" }],
    },
    whenNot:
      "A stage that sets SHELL has chosen its shell on purpose and is not reported. An array that is no valid JSON is the business of `valid-json-form`.",
  },
  messages: {
    shellForm: {
      what: "{{keyword}} is run by a shell, as it is not a JSON array",
      why: "The shell is process 1 and does not pass the signals of docker stop on to the program",
      how: 'Write it as {{keyword}} ["program", "argument"], or start the program with exec where a shell is needed',
    },
    empty: {
      what: "{{keyword}} without arguments is run by a shell",
      why: "The container is given an empty script and ends at once",
      how: "Write {{keyword}} [] to clear what the base image sets, or remove the line",
    },
    useJson: "Write it as a JSON array",
    useExec: "Let the program replace the shell with exec",
  },
  schema: [
    {
      type: "object",
      properties: { allowExec: { type: "boolean" }, brokenJson: { enum: ["leave", "report"] }, scope: scopeSchema },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ allowExec: true, brokenJson: "leave", scope: "file" }] as [CommandFormOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ allowExec = true, brokenJson = "leave", scope = "file" }] = context.options;

    function shellIsChosen(node: Cmd | Entrypoint, from: From | null): boolean {
      if (from) return sourceCode.model.stageOf(from)?.stateBefore(node).shell.explicit ?? false;
      if (node.shell.explicit) return true;
      const stage = node.inOnbuild ? null : sourceCode.model.stageOf(node);
      return stage?.stateBefore(node).shell.explicit ?? false;
    }

    function check(node: Cmd | Entrypoint, from: From | null): void {
      if (node.form !== "shell" || shellIsChosen(node, from)) return;
      const [text] = node.args;
      const data = { keyword: node.keyword };
      if (!text || text.value === "") {
        context.report({ node: from ?? { range: node.keywordRange }, messageId: "empty", data });
        return;
      }
      const range = text.range;
      // An array with a slip in it is what valid-json-form speaks of.
      const isBroken = text.value.startsWith("[") && meantAsArray(node.type, text.value);
      if (isBroken && brokenJson === "leave") return;
      if (allowExec && node.commands.some(replacesShell)) return;
      const suggest = from || isBroken ? [] : suggestions(node, range);
      context.report({ node: from ?? text, messageId: "shellForm", data, suggest });
    }

    function suggestions(node: Cmd | Entrypoint, range: Range): ReturnType<typeof replacement>[] {
      const [command] = node.commands;
      if (!command || node.commands.length > 1 || holdsComment(sourceCode, range)) return [];
      // Anything around the command (`&`, parentheses, a wrapper, an assignment) needs the shell.
      if (command.range[0] !== range[0] || command.range[1] !== range[1] || !isPlain(command)) return [];
      const words = [command.nameWord, ...command.args].filter((word): word is ShellWord => word !== null);
      if (words.every(isSettled) && command.redirections.length === 0) {
        return [replacement("useJson", range, jsonArray(words.map(({ value }) => value)))];
      }
      return [replacement("useExec", range, `exec ${sourceText(sourceCode, range)}`)];
    }

    return visitSteps(context, scope, { Cmd: check, Entrypoint: check });
  },
});

function replacement(messageId: "useJson" | "useExec", range: Range, text: string) {
  return {
    messageId,
    fix: (fixer: RuleFixer) => fixer.replaceTextRange(range, text),
  };
}

/** A program by name, alone: no pipeline, no list, no assignment in front, no command of the shell itself. */
function isPlain(command: ShellCommand): boolean {
  return (
    command.name !== null &&
    !shellOnly.has(command.name) &&
    command.wrappers.length === 0 &&
    command.assignments.length === 0 &&
    command.pipeline.length === 1 &&
    !command.subshell &&
    !command.conditional &&
    !command.negated
  );
}

/** True when the program gets the word's value whatever the shell: no expansion, no home directory. */
function isSettled(word: ShellWord): boolean {
  return word.literal && !word.text.includes("~") && !word.text.includes("{");
}

function replacesShell(command: ShellCommand): boolean {
  return command.wrappers.includes("exec") && !command.subshell;
}

function jsonArray(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
