import { defineRule } from "./define-rule.ts";
import { holdsComment, sourceText } from "./shared/source-ranges.ts";
import { flagsOf } from "../syntax/flag-problems.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { Add, Copy, Healthcheck, Instruction, Range, Word } from "../syntax/nodes.ts";

export default defineRule({
  id: "flags-first",
  type: "problem",
  docs: {
    description: "Write the flags of an instruction before its arguments",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `BuildKit reads flags only directly after the keyword. Behind the first argument \`--chown=app\` is a path
like any other: COPY looks for a file of that name, or makes one when it stands last, and the owner stays root. Behind
\`HEALTHCHECK CMD\` a flag is the program that the shell is told to run, so the container never becomes healthy.`,
    examples: [
      { bad: "FROM debian:12\nCOPY src --chown=app /app/\n", good: "FROM debian:12\nCOPY --chown=app src /app/\n" },
      {
        bad: "FROM debian:12\nHEALTHCHECK CMD --interval=30s curl -f http://localhost\n",
        good: "FROM debian:12\nHEALTHCHECK --interval=30s CMD curl -f http://localhost\n",
      },
    ],
    whenNot: "When a file is really called like a flag: write it as `./--link`.",
  },
  messages: {
    path: {
      what: "'{{flag}}' stands behind an argument of {{keyword}}, so it is a path and no flag",
      why: "BuildKit looks for flags only directly after the keyword",
      how: "Move it in front of the first argument",
    },
    command: {
      what: "'{{flag}}' stands behind HEALTHCHECK CMD, so it is the program to run and no flag",
      why: "The shell does not find it, every check fails and the container is never healthy",
      how: "Move it in front of CMD",
    },
    move: "Move it directly after the keyword",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function report(node: Instruction, messageId: "path" | "command", flag: Word | { range: Range; value: string }) {
      const suggest = isComplete(node.keyword, flag.value) ? [move(node, flag.range)] : [];
      context.report({ node: flag, messageId, data: { keyword: node.keyword, flag: flag.value }, suggest });
    }

    function move(node: Instruction, [start, end]: Range) {
      const at = node.keywordRange[1];
      const { text } = sourceCode;
      // The blanks in front go along: those behind it, or the line end, then follow what stood before.
      let from = start;
      while (from > at && (text[from - 1] === " " || text[from - 1] === "\t")) from--;
      const atLineStart = text[from - 1] === "\n";
      const removed: Range = atLineStart ? [start, end] : [from, end];
      return {
        messageId: "move" as const,
        fix: (fixer: RuleFixer) => [
          fixer.insertTextAfterRange(node.keywordRange, ` ${sourceText(sourceCode, [start, end])}`),
          fixer.removeRange(removed),
        ],
      };
    }

    function checkCopy(node: Copy | Add): void {
      if (node.json) return;
      for (const word of node.args.slice(1)) if (isFlagOf(node.keyword, word.value)) report(node, "path", word);
    }

    function checkHealthcheck(node: Healthcheck): void {
      const command = node.args[1];
      if (node.kind !== "CMD" || node.json || !command) return;
      const value = /^\S+/.exec(command.value)?.[0] ?? "";
      if (!isFlagOf(node.keyword, value)) return;
      const range: Range = [command.range[0], command.range[0] + value.length];
      if (sourceText(sourceCode, range) !== value || holdsComment(sourceCode, range)) return;
      report(node, "command", { range, value });
    }

    return { Copy: checkCopy, Add: checkCopy, Healthcheck: checkHealthcheck };
  },
});

function isFlagOf(keyword: string, word: string): boolean {
  if (!word.startsWith("--")) return false;
  const name = /^--([a-z-]+)(?:=|$)/.exec(word)?.[1];
  return name !== undefined && Object.hasOwn(flagsOf(keyword), name);
}

/** False for `--from` alone: in front it would be an error. */
function isComplete(keyword: string, word: string): boolean {
  return word.includes("=") || flagsOf(keyword)[word.slice(2)] === "bool";
}
