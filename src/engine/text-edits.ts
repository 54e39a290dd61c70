/** Applying fixes to a text. */
import type { Range } from "../syntax/nodes.ts";
import type { Finding, TextEdit } from "./types.ts";

/** @param edits in any order; they must not overlap */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.range[0] - b.range[0] || a.range[1] - b.range[1]);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    result += text.slice(at, edit.range[0]) + edit.text;
    at = edit.range[1];
  }
  return result + text.slice(at);
}

/**
 * Applies the safe fixes of one pass. As in ESLint, a fix that touches an earlier one waits for the next pass.
 *
 * @returns the new text, and whether anything changed
 */
export function applyFixes(text: string, findings: readonly Finding[]): { text: string; applied: number } {
  const fixes = findings
    .flatMap((finding) => (finding.fix ? [finding.fix] : []))
    .sort((a, b) => extentOf(a.edits)[0] - extentOf(b.edits)[0] || extentOf(a.edits)[1] - extentOf(b.edits)[1]);
  const edits: TextEdit[] = [];
  let end = -1;
  let applied = 0;
  for (const fix of fixes) {
    const [from, to] = extentOf(fix.edits);
    if (from <= end) continue;
    edits.push(...fix.edits);
    end = to;
    applied++;
  }
  return { text: applyEdits(text, edits), applied };
}

/** From the first place that is edited to the last. */
export function extentOf(edits: readonly TextEdit[]): Range {
  return [Math.min(...edits.map((edit) => edit.range[0])), Math.max(...edits.map((edit) => edit.range[1]))];
}
