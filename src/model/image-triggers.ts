/** ONBUILD triggers that an image brings along, which are text. */
import type { Instruction } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";

/**
 * The instructions of triggers, in order. BuildKit reads each as a file of its own (`initOnBuildTriggers`), so directives
 * of the Dockerfile do not count. What is not one instruction it rejects: that is left out here, and is a problem of the
 * build (`triggerError`).
 */
export function readTriggers(texts: readonly string[]): readonly Instruction[] {
  return texts.flatMap((text) => {
    const instructions = instructionsIn(text);
    return instructions.length === 1 ? instructions : [];
  });
}

/** What BuildKit says of a trigger that it cannot run; null when it can. */
export function triggerError(text: string): string | null {
  const { problems } = parseTrigger(text);
  const problem = problems.find(({ code }) => code !== "empty-continuation");
  if (problem !== undefined) return problem.message;
  return instructionsIn(text).length === 1 ? null : "onbuild trigger should be a single expression";
}

function instructionsIn(text: string): readonly Instruction[] {
  const { stages } = parseTrigger(text);
  const [first] = stages;
  return stages.length === 1 && first !== undefined ? first.body : [];
}

/** A stage has to stand above an instruction for the tree to have a place for it. */
function parseTrigger(text: string): ReturnType<typeof parseDockerfile> {
  return parseDockerfile(`FROM scratch\n${text}`);
}
