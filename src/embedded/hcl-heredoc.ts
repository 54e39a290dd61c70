/**
 * HCL HEREDOC -> MAPPED TEXT. The text begins after the line of `<<EOT` and ends with the line end before the marker; with
 * `<<-EOT` every line loses the indentation of the least indented one (HCL native syntax, "template expressions").
 */
import { addInterpolation, addTemplateText, childrenOf } from "./hcl-data.ts";
import type { HclFile, SyntaxNode } from "./hcl-data.ts";
import { escapeTemplate } from "./interpolation.ts";
import { indentLines, MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

export function placeHeredoc(template: SyntaxNode, file: HclFile): MappedText {
  const { text } = file;
  const start = text.indexOf("\n", template.from) + 1;
  const end = text.lastIndexOf("\n", template.to - 1) + 1;
  const isIndented = text.startsWith("<<-", template.from);
  const indent = isIndented ? leastIndent(text.slice(start, end)) : 0;
  const builder = new MappedTextBuilder();
  let at = start;
  for (const child of childrenOf(template)) {
    if (child.name !== "TemplateInterpolation" && child.name !== "TemplateDirective") continue;
    addLines(builder, file, at, child.from, indent);
    addInterpolation(builder, child, file);
    at = child.to;
  }
  addLines(builder, file, at, end, indent);
  const eol = text[start - 2] === "\r" ? "\r\n" : "\n";
  const margin = " ".repeat(indent);
  return builder.build(end, (added, place) => indentLines(escapeTemplate(added), margin, eol, place));
}

/** The marker's own line does not count. */
function leastIndent(body: string): number {
  const lines = body.split("\n").slice(0, -1);
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  return Math.min(...(indents.length > 0 ? indents : [0]));
}

function addLines(builder: MappedTextBuilder, file: HclFile, start: number, end: number, indent: number): void {
  const { text } = file;
  for (let at = start; at < end;) {
    const lineFeed = text.indexOf("\n", at);
    const next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    const isLineStart = text[at - 1] === "\n";
    const cut = isLineStart ? Math.min(indent, /^[ \t]*/.exec(text.slice(at, next))?.[0].length ?? 0) : 0;
    addTemplateText(builder, [at + cut, next], file, false);
    at = next;
  }
}
