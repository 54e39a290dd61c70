/** The steps of a file as they are written. */
import type { Dockerfile, Instruction } from "../../syntax/nodes.ts";

/**
 * The instructions of each stage; for a fragment without FROM, which other files take in, what it has. That a fragment
 * does not build is said by `valid-syntax`, and what it does is worth a word all the same.
 */
export function fileBodies({ stages, prologue }: Dockerfile): readonly (readonly Instruction[])[] {
  return stages.length > 0 ? stages.map(({ body }) => body) : [prologue];
}
