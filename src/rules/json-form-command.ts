import { defineRule } from "./define-rule.ts";
import { holdsComment, sourceText } from "./shared/source-ranges.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Cmd, Entrypoint, Range } from "../syntax/nodes.ts";

interface CommandFormOptions {
  /** Accept a shell that replaces itself by the program: `CMD exec server --port $PORT`. */
  readonly allowExec?: boolean;
}

/** `["a", "b"` or `[a]`: an array was meant. */
const looksLikeArray = /^\[(?:\s*["']|.*\]$)/s;
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
    why: `A command that is not a JSON array is run as \`/bin/sh -c "..."\`. The shell is then process 1: it gets
the signal of \`docker stop\`, does not pass it on, and ten seconds later the program is killed without a chance to
finish. Arguments given to \`docker run\` are lost on a shell-form ENTRYPOINT, and an image without a shell cannot
start at all.`,
    examples: [
      { bad: "FROM node:22\nCMD node server.js\n", good: 'FROM node:22\nCMD ["node", "server.js"]\n' },
      {
        bad: "FROM node:22\nENTRYPOINT ['node', 'server.js']\n",
        good: 'FROM node:22\nENTRYPOINT ["node", "server.js"]\n',
        note: "JSON knows double quotes only; anything else goes to the shell, brackets and all.",
      },
      {
        bad: "FROM python:3.13\nCMD gunicorn --bind :$PORT app\n",
        good: "FROM python:3.13\nCMD exec gunicorn --bind :$PORT app\n",
        note: "Where the shell is needed for a variable, `exec` makes it step aside.",
      },
    ],
    options: `\`allowExec\` (default \`true\`): accept a shell form whose program is started by \`exec\`, since it
replaces the shell and gets the signals itself.`,
    whenNot: "A stage that sets SHELL has chosen its shell on purpose and is not reported.",
  },
  messages: {
    shellForm: {
      what: "{{keyword}} is run by a shell, as it is not a JSON array",
      why: "The shell is process 1 and does not pass the signals of docker stop on to the program",
      how: 'Write it as {{keyword}} ["program", "argument"], or start the program with exec where a shell is needed',
    },
    brokenJson: {
      what: "{{keyword}} looks like a JSON array but is none, so a shell gets it with its brackets",
      why: "The shell looks for a program of that name and the container does not start",
      how: 'Write it as {{keyword}} ["program", "argument"], with double quotes and no comma at the end',
    },
    empty: {
      what: "{{keyword}} without arguments is run by a shell",
      why: "The container is given an empty script and ends at once",
      how: "Write {{keyword}} [] to clear what the base image sets, or remove the line",
    },
    useJson: "Write it as a JSON array",
    useExec: "Let the program replace the shell with exec",
  },
  schema: [{ type: "object", properties: { allowExec: { type: "boolean" } }, additionalProperties: false }],
  defaultOptions: [{ allowExec: true }] as [CommandFormOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function shellIsChosen(node: Cmd | Entrypoint): boolean {
      if (node.shell.explicit) return true;
      const stage = node.inOnbuild ? null : sourceCode.model.stageOf(node);
      return stage?.stateBefore(node).shell.explicit ?? false;
    }

    function check(node: Cmd | Entrypoint): void {
      if (node.form !== "shell" || shellIsChosen(node)) return;
      const [text] = node.args;
      const data = { keyword: node.keyword };
      if (!text || text.value === "") {
        context.report({ node: { range: node.keywordRange }, messageId: "empty", data });
        return;
      }
      const range = text.range;
      if (looksLikeArray.test(text.value)) {
        const repaired = repairedArray(text.value);
        const suggest = repaired && !holdsComment(sourceCode, range) ? [replacement("useJson", range, repaired)] : [];
        context.report({ node: text, messageId: "brokenJson", data, suggest });
        return;
      }
      if ((context.options[0]?.allowExec ?? true) && node.commands.some(replacesShell)) return;
      context.report({ node: text, messageId: "shellForm", data, suggest: suggestions(node, range) });
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

    return { Cmd: check, Entrypoint: check };
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

/** The array with double for single quotes and without its last comma, when that makes it JSON; else null. */
function repairedArray(text: string): string | null {
  const candidates = [text.replace(/,\s*\]$/, "]"), text.replace(/,\s*\]$/, "]").replaceAll("'", '"')];
  for (const candidate of candidates) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (Array.isArray(value) && value.every((item) => typeof item === "string")) return jsonArray(value);
    } catch {
      // Not this one either.
    }
  }
  return null;
}
