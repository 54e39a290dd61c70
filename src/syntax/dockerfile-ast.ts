/**
 * The tree as dockerfile-ast has it, for code that is written against that library (the Docker language server's).
 * Nothing else here stands on it: docs/decisions/0002-reading-dockerfiles.md says why.
 */
import { DockerfileParser, type Dockerfile as AstDockerfile } from "dockerfile-ast";
import type { Dockerfile, Instruction, Range } from "./nodes.ts";

/**
 * Parses with dockerfile-ast what BuildKit would see: comments and heredoc bodies, in which that library finds
 * instructions that are none, are blanked. The text keeps its length and its lines, so all positions hold.
 *
 * @param dockerfile the tree of `text`
 * @param text the file text without byte order mark
 */
export function toDockerfileAst(dockerfile: Dockerfile, text: string): AstDockerfile {
  return DockerfileParser.parse(blank(text, blankedRanges(dockerfile)));
}

function blankedRanges(dockerfile: Dockerfile): Range[] {
  const instructions: readonly Instruction[] = [
    ...dockerfile.prologue,
    ...dockerfile.stages.flatMap((stage) => [stage.from, ...stage.body]),
  ];
  const heredocs = instructions.flatMap((node) =>
    node.type === "Onbuild" ? (node.trigger?.heredocs ?? []) : node.heredocs,
  );
  return [
    ...dockerfile.comments.map((comment) => comment.range),
    ...heredocs.map(({ contentRange, terminatorRange }): Range => [
      contentRange[0],
      (terminatorRange ?? contentRange)[1],
    ]),
    // Without its body, the marker would swallow the rest of the file.
    ...heredocs.map((heredoc) => heredoc.range),
  ].sort((a, b) => a[0] - b[0]);
}

function blank(text: string, ranges: readonly Range[]): string {
  let result = "";
  let at = 0;
  for (const [start, end] of ranges) {
    result += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, " ");
    at = end;
  }
  return result + text.slice(at);
}
