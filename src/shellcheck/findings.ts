/** REMARKS ON A SCRIPT -> FINDINGS IN THE FILE. */
import type { Finding, Severity, Suggestion, TextEdit } from "../engine/types.ts";
import { shellcheckUrl } from "../engine/shellcheck-rule.ts";
import type { Range, SourceLocation } from "../syntax/nodes.ts";
import { LineIndex } from "../syntax/positions.ts";
import type { Place, Remark, Replacement, ShellScript } from "./types.ts";

/** What placing needs to know of the file. */
export interface PlacedText {
  readonly text: string;
  getLoc(node: { readonly range: Range }): SourceLocation;
}

/**
 * @param severityOf how loud a remark is to be; null to leave it out
 * @returns the findings in the order of the remarks
 */
export function findingsOf(
  script: ShellScript,
  remarks: readonly Remark[],
  file: PlacedText,
  severityOf: (remark: Remark) => Severity | null,
): Finding[] {
  if (remarks.length === 0) return [];
  const placer = new Placer(script, file.text);
  return remarks.flatMap((remark) => {
    const severity = severityOf(remark);
    if (severity === null) return [];
    const range = placer.rangeOf(remark);
    if (!script.isWanted(remark.code, range)) return [];
    return {
      ruleId: remark.code,
      codes: [],
      severity,
      message: /[.!?]$/.test(remark.message) ? remark.message : `${remark.message}.`,
      range,
      loc: file.getLoc({ range }),
      suggestions: placer.suggestionsOf(remark),
      related: [],
      docsUrl: shellcheckUrl(remark.code),
    };
  });
}

/** From lines and code points of a script to the file. */
class Placer {
  readonly #script: ShellScript;
  readonly #fileText: string;
  readonly #lines: LineIndex;

  constructor(script: ShellScript, fileText: string) {
    this.#script = script;
    this.#fileText = fileText;
    this.#lines = new LineIndex(script.text);
  }

  /** An empty stretch, as syntax errors have it, is widened to the word or operator there. */
  rangeOf({ start, end }: Remark): Range {
    const from = this.#offsetOf(start);
    const to = this.#offsetOf(end);
    return this.#script.toRange(...(to > from ? ([from, to] as const) : this.#tokenAt(from)));
  }

  suggestionsOf({ code, replacements }: Remark): Suggestion[] {
    const ordered = [...replacements].sort(
      (a, b) => this.#offsetOf(a.start) - this.#offsetOf(b.start) || byNesting(a, b),
    );
    const edits = ordered.map((replacement) => this.#editOf(replacement));
    if (edits.length === 0 || edits.includes(null)) return [];
    const message = `Make the change that ShellCheck proposes for ${code}`;
    return [{ message, edits: edits.filter((edit): edit is TextEdit => edit !== null) }];
  }

  /** Null where the file writes the characters in another way, or over several lines: then the change is left to people. */
  #editOf(replacement: Replacement): TextEdit | null {
    const from = this.#offsetOf(replacement.start);
    const to = this.#offsetOf(replacement.end);
    const { text } = this.#script;
    if (/[\n\r]/.test(replacement.text)) return null;
    // The characters around an insertion have to stand side by side as well.
    const [before, after] = [Math.max(0, from - 1), Math.min(text.length, to + 1)];
    const around = this.#script.toRange(before, after);
    if (this.#fileText.slice(...around) !== text.slice(before, after)) return null;
    return { range: [around[0] + from - before, around[0] + to - before], text: replacement.text };
  }

  /** The word or operator at an offset; at the end of the script its last one. */
  #tokenAt(offset: number): readonly [number, number] {
    const { text } = this.#script;
    const token = /[;&|()<>]+|[^\s;&|()<>]+/g;
    let last: readonly [number, number] = [offset, offset];
    for (const match of text.matchAll(token)) {
      const end = match.index + match[0].length;
      if (match.index > offset && last[1] > last[0] && text.slice(offset, match.index).includes("\n")) break;
      last = [match.index, end];
      if (end > offset) break;
    }
    return last;
  }

  /** Clamped to the line: what is said of the end of a script stands one line below it. */
  #offsetOf({ line, column }: Place): number {
    if (line < 1) return 0;
    if (line > this.#lines.lineCount) return this.#script.text.length;
    const start = this.#lines.lineStart(line);
    const end = line < this.#lines.lineCount ? this.#lines.lineStart(line + 1) - 1 : this.#script.text.length;
    return Math.min(end, start + unitsOf(this.#script.text.slice(start, end), column - 1));
  }
}

/** The length in UTF-16 units of so many code points. */
function unitsOf(text: string, codePoints: number): number {
  let units = 0;
  for (let left = codePoints; left > 0 && units < text.length; left--) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** Insertions at one place: what goes after the text before it comes first; the inner one nearer to its text. */
function byNesting(a: Replacement, b: Replacement): number {
  if (a.insertionPoint !== b.insertionPoint) return a.insertionPoint === "afterEnd" ? -1 : 1;
  const inner = b.precedence - a.precedence;
  return a.insertionPoint === "afterEnd" ? inner : -inner;
}
