/** The value of `--chmod` (dockerfile2llb/convert_copy.go, tonistiigi/dchapes-mode). */
import { parseUint32 } from "./go-values.ts";

const highest = 0o7777;
const clause = "[augo]*(?:[-+=][rstwXxugo]*)+";
const symbolic = new RegExp(`^${clause}(?:,${clause})*$`);

/** BuildKit's text when the mode is neither an octal number nor symbolic as chmod(1) has it; else null. */
export function fileModeProblem(mode: string): string | null {
  const octal = parseUint32(mode, 8);
  if (octal === null && !/^[0-9]/.test(mode)) return symbolic.test(mode) ? null : "invalid syntax";
  if (octal !== null && octal <= highest) return null;
  return `invalid chmod parameter: '${mode}'. it should be octal string and between 0 and 07777`;
}
