/** How words are made. */
import type { Range, ShellWord } from "./nodes.ts";

export const noVariables: readonly string[] = [];

/** Every word is made here: objects of one shape are faster to read, and no rule reads anything as often as words. */
export function shellWord(
  text: string,
  value: string,
  literal: boolean,
  variables: readonly string[],
  range: Range,
): ShellWord {
  return { text, value, literal, variables, range };
}
