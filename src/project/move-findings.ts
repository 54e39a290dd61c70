/** FINDINGS IN AN EMBEDDED DOCKERFILE -> FINDINGS IN THE FILE AROUND IT. */
import type { MappedText } from "../embedded/mapped-text.ts";
import type { EmbeddedDockerfile } from "../embedded/types.ts";
import type { FileResult, Finding, Fix, SuppressedFinding, TextEdit } from "../engine/types.ts";
import { LineIndex } from "../syntax/positions.ts";

/**
 * @param result of the embedded text
 * @param lines of the file around it
 */
export function moveResult(
  result: FileResult,
  { label, source }: EmbeddedDockerfile,
  lines: LineIndex,
): Pick<FileResult, "findings" | "suppressed" | "images"> {
  const inner = new LineIndex(result.text);
  const lineOf = (line: number): number => lines.locate(source.outerOffset(inner.lineStart(line))).line;
  const certain = <T extends Finding>(findings: readonly T[]): T[] =>
    findings.filter((finding) => !isGuess(finding, source));
  return {
    findings: certain(result.findings).map((finding) => moveFinding(finding, source, lines)),
    suppressed: certain(result.suppressed).map(({ suppression, ...finding }): SuppressedFinding => {
      return {
        ...moveFinding(finding, source, lines),
        suppression: { ...suppression, line: lineOf(suppression.line) },
      };
    }),
    images: result.images.map((image) => ({
      source: label,
      ...image,
      history: image.history.map((entry) => ({ ...entry, line: lineOf(entry.line) })),
    })),
  };
}

/** True for a finding about a word whose value only Compose or Bake will know. */
export function isGuess({ range }: Finding, { text, substitutions }: MappedText): boolean {
  return substitutions.some(({ known, range: [start, end] }) => {
    if (known) return false;
    const before = /\S*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    const after = /^\S*/.exec(text.slice(end))?.[0].length ?? 0;
    return range[0] >= start - before && range[1] <= end + after;
  });
}

/** True when all edits of a fix can be made in the outer file. */
export function canWrite({ edits }: Fix, source: MappedText): boolean {
  return edits.every((edit) => source.outerEdit(edit) !== null);
}

function moveFinding(finding: Finding, source: MappedText, lines: LineIndex): Finding {
  const { fix, ...rest } = finding;
  const range = source.outerRange(finding.range);
  const moved = fix && moveFix(fix, source);
  return {
    ...rest,
    range,
    loc: lines.locateRange(range),
    ...(moved ? { fix: moved } : {}),
    suggestions: finding.suggestions.flatMap((suggestion) => {
      const moved = moveFix(suggestion, source);
      return moved ? [{ ...moved, message: suggestion.message }] : [];
    }),
    related: finding.related.map((place) => {
      const range = source.outerRange(place.range);
      return { ...place, range, loc: lines.locateRange(range) };
    }),
  };
}

function moveFix({ edits }: Fix, source: MappedText): Fix | null {
  const moved = edits.map((edit) => source.outerEdit(edit));
  return moved.includes(null) ? null : { edits: moved.filter((edit): edit is TextEdit => edit !== null) };
}
