import { defineRule } from "./define-rule.ts";
import { swallowedInstruction } from "../syntax/swallowed-instruction.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { Instruction } from "../syntax/nodes.ts";

export default defineRule({
  id: "no-swallowed-instruction",
  type: "problem",
  docs: {
    description: "Do not let the end of a line swallow the next instruction",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `A line that ends in the escape character goes on in the next one, even when that begins with a keyword. It is
left behind when the last line of a list is deleted, and every Windows path with a backslash at its end has it:
\`COPY app C:\\app\\\` takes the RUN below for a part of the path. BuildKit joins the lines without a word, and the
second instruction is never run.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY app C:\\app\\\nRUN setup\n",
        good: "FROM debian:12\nCOPY app C:/app/\nRUN setup\n",
      },
      {
        bad: "FROM debian:12\nRUN make && \\\n    make install \\\nENV LANG=C.UTF-8\n",
        good: "FROM debian:12\nRUN make && \\\n    make install\nENV LANG=C.UTF-8\n",
      },
    ],
    whenNot:
      "Only an upper-case keyword at the very start of a continued line of an upper-case instruction is reported (lower case where no shell reads the text). Indent the line if the word is meant.",
  },
  messages: {
    path: {
      what: "The '{{escape}}' at the end of '{{word}}' continues the line, so {{swallowed}} below is part of this {{keyword}}",
      why: "BuildKit joins both lines, and {{swallowed}} is never run as an instruction",
      how: "Write the path without a backslash at its end, or with forward slashes",
    },
    line: {
      what: "The '{{escape}}' at the end of the line makes {{swallowed}} below a part of this {{keyword}}",
      why: "BuildKit joins both lines, and {{swallowed}} is never run as an instruction",
      how: "End the instruction without '{{escape}}'",
    },
    slash: "End the path in a forward slash",
    end: "End the instruction here",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function check(node: Instruction): void {
      // The instruction inside an ONBUILD has the lines of the ONBUILD and is met on its own.
      const found = node.type === "Onbuild" ? null : swallowedInstruction(node);
      if (!found || isRejected(node)) return;
      const { escapeRange, keywordRange, word } = found;
      const isPath = word.includes("\\") || /^[A-Za-z]:/.test(word);
      const data = {
        escape: sourceCode.ast.escape,
        word: word + sourceCode.ast.escape,
        swallowed: found.keyword,
        keyword: node.keyword,
      };
      const related = [{ message: "This is no instruction any more", range: keywordRange }];
      if (isPath) {
        const suggest = [
          { messageId: "slash" as const, fix: (fixer: RuleFixer) => fixer.replaceTextRange(escapeRange, "/") },
        ];
        context.report({ node: { range: escapeRange }, messageId: "path", data, related, suggest });
        return;
      }
      const { text } = sourceCode;
      let from = escapeRange[0];
      while (text[from - 1] === " " || text[from - 1] === "\t") from--;
      // Behind an operator or on a line of its own more than the escape character has to go.
      const isWhole = !/[&|\n]/.test(text[from - 1] ?? "\n");
      context.report({
        node: { range: escapeRange },
        messageId: "line",
        data,
        related,
        suggest: isWhole ? [{ messageId: "end", fix: (fixer) => fixer.removeRange([from, escapeRange[1]]) }] : [],
      });
    }

    /** Then valid-syntax says it. */
    function isRejected({ range: [start, end] }: Instruction): boolean {
      return sourceCode.ast.problems.some(
        ({ code, range }) => code !== "empty-continuation" && range[0] >= start && range[0] < end,
      );
    }

    return {
      Dockerfile(dockerfile) {
        for (const node of dockerfile.prologue) check(node);
        for (const stage of dockerfile.stages) {
          check(stage.from);
          for (const node of stage.body) {
            check(node);
            if (node.type === "Onbuild" && node.trigger) check(node.trigger);
          }
        }
      },
    };
  },
});
