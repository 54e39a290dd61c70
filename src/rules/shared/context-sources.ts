/** The sources of COPY and ADD that the builder looks for in the build context. */
import type { BuildModel } from "../../model/types.ts";
import type { Instruction, Word } from "../../syntax/nodes.ts";
import { isContextCopy } from "./stage-steps.ts";

/** URLs, `user@host:path`, and the short form of GitHub repositories that the builder knows. */
export const remoteSource = /^(?:[a-z][a-z0-9+.-]*:\/\/|[^/@\s]+@[^/:\s]+:|github\.com\/)/i;

export interface ContextSource {
  readonly word: Word;
  /** As the builder sees it, with the defaults of build arguments. */
  readonly path: string;
  /** False when a build argument may change it. */
  readonly exact: boolean;
}

/**
 * Left out: sources of which a part is unknown, and those with `\` or `**`, which builders read in different ways. What
 * stands in an ONBUILD belongs to the context of another build.
 */
export function contextSources(model: BuildModel, instruction: Instruction): ContextSource[] {
  if (!isContextCopy(instruction) || instruction.inOnbuild) return [];
  return instruction.sources.flatMap((word): ContextSource[] => {
    const { value, exact, error, undefinedNames } = model.expand(instruction, word);
    if (error !== null || undefinedNames.length > 0 || value === "" || remoteSource.test(value)) return [];
    return value.includes("\\") || value.includes("**") ? [] : [{ word, path: value, exact }];
  });
}
