/** Adding flags to commands, also in exec form, where each word is an element of a JSON array. */
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../../language/rule-types.ts";
import type { Run } from "../../syntax/nodes.ts";

/**
 * The edit that adds a word behind another one.
 *
 * @param end where the word before it ends in the file
 */
export function insertWord({ text }: DockerfileSourceCode, run: Run, end: number, word: string): RuleTextEdit {
  return { range: [end, end], text: isElement(text, run, end) ? `, ${JSON.stringify(word)}` : ` ${word}` };
}

/** The edit that makes a word longer: `apt` to `apt-get`. */
export function extendWord({ text }: DockerfileSourceCode, run: Run, end: number, suffix: string): RuleTextEdit {
  const at = isElement(text, run, end) ? end - 1 : end;
  return { range: [at, at], text: suffix };
}

/** True for a word that is an element of the JSON array, and not a part of a script in one. */
function isElement(text: string, run: Run, end: number): boolean {
  return run.form === "exec" && text[end - 1] === '"';
}
