/** What a fix must know about the text that it replaces. */
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import type { Instruction, Range } from "../../syntax/nodes.ts";

/** True when a comment stands inside the range: a fix that replaces the range would lose it. */
export function holdsComment(sourceCode: DockerfileSourceCode, range: Range): boolean {
  return sourceCode.comments.some((comment) => comment.range[0] >= range[0] && comment.range[1] <= range[1]);
}

/** The text of a range. */
export function sourceText(sourceCode: DockerfileSourceCode, range: Range): string {
  return sourceCode.text.slice(range[0], range[1]);
}

/** Every physical line of an instruction, its last line end included (or the one before it, at the end of the file). */
export function wholeLines(sourceCode: DockerfileSourceCode, node: Instruction): Range {
  const { text } = sourceCode;
  const [firstLine, lastLine] = node.lines;
  const start = sourceCode.getIndexFromLoc({ line: firstLine, column: 1 });
  const lastStart = sourceCode.getIndexFromLoc({ line: lastLine, column: 1 });
  const lineEnd = text.indexOf("\n", lastStart);
  if (lineEnd >= 0) return [start, lineEnd + 1];
  const previousEnd = text[start - 2] === "\r" ? start - 2 : start - 1;
  return [Math.max(0, previousEnd), text.length];
}
