import { defineRule } from "./define-rule.ts";
import type { Instruction, Range, SyntaxProblem } from "../syntax/nodes.ts";

export default defineRule({
  id: "no-empty-continuation",
  type: "problem",
  docs: {
    description: "Leave no empty line inside a continued instruction",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    buildkit: ["NoEmptyContinuation"],
    why: `An empty line after a line that ends in the escape character looks like the end of the instruction, but
the builder skips it and reads on: the next instruction may become part of this one. The builder has announced that
it will refuse such files.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN make && \\\n\n    make install\n",
        good: "FROM debian:12\nRUN make && \\\n    make install\n",
      },
    ],
    fixSafety: "The builder drops the empty lines itself before it reads the instruction.",
    whenNot: "Nowhere: the builder announces that it will refuse such files.",
  },
  messages: {
    empty: {
      what: "An empty line stands inside a continued instruction",
      why: "The instruction goes on after it, and a later builder will refuse the file",
      how: "Remove the line, or the escape character above it",
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;

    /** The empty lines of the instruction around the problem that more of it follows. */
    function emptyLines(problem: SyntaxProblem): Range[] {
      const { line } = sourceCode.getLoc(problem).start;
      const { ast, text } = sourceCode;
      const instructions = [...ast.prologue, ...ast.stages.flatMap((stage) => [stage.from, ...stage.body])];
      const node = instructions.find(({ lines }) => lines[0] <= line && line <= lines[1]);
      if (!node) return [];
      const end = bodyStart(node) ?? node.range[1];
      return linesBetween(text, node.range[0], end).filter((range) => isBlank(text, range));
    }

    return {
      Dockerfile(node) {
        for (const problem of node.problems) {
          if (problem.code !== "empty-continuation") continue;
          const lines = emptyLines(problem);
          context.report({
            node: problem,
            messageId: "empty",
            fix: lines.length > 0 ? (fixer) => lines.map((range) => fixer.removeRange(range)) : null,
          });
        }
      },
    };
  },
});

/** Where the first heredoc body begins: empty lines are its content from there on. */
function bodyStart(node: Instruction): number | undefined {
  const heredocs = node.type === "Onbuild" ? node.trigger?.heredocs : node.heredocs;
  return heredocs?.[0]?.contentRange[0];
}

/** The whole lines, line ends included, that begin after `start` and end before `end`. */
function linesBetween(text: string, start: number, end: number): Range[] {
  const lines: Range[] = [];
  let lineStart = text.indexOf("\n", start) + 1;
  while (lineStart > 0 && lineStart < end) {
    const next = text.indexOf("\n", lineStart) + 1;
    if (next === 0 || next > end) break;
    lines.push([lineStart, next]);
    lineStart = next;
  }
  return lines;
}

function isBlank(text: string, [start, end]: Range): boolean {
  return text.slice(start, end).trim() === "";
}
