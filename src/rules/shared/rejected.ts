/** Places of which `valid-syntax` says that BuildKit rejects them: nothing else is to be said there. */
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import type { Range } from "../../syntax/nodes.ts";

export function isRejected({ ast, model }: DockerfileSourceCode, [start, end]: Range): boolean {
  return [ast.problems, model.problems].some((problems) =>
    problems.some(({ code, range }) => code !== "empty-continuation" && range[0] < end && range[1] > start),
  );
}
