/** An escape character at the end of a line that makes the next instruction a part of this one. */
import { knownKeywords } from "./lower.ts";
import type { Instruction, Range } from "./nodes.ts";
import { QuoteScanner } from "./shell-quotes.ts";

export interface SwallowedInstruction {
  /** The keyword of the instruction that is none any more. */
  readonly keyword: string;
  readonly keywordRange: Range;
  /** The escape character at fault. */
  readonly escapeRange: Range;
  /** What stands directly before the escape character, up to the blank before it. */
  readonly word: string;
}

/** Instructions behind which another keyword may stand on the next line. */
const mayFollow: Readonly<Record<string, readonly string[]>> = { HEALTHCHECK: ["CMD"], ONBUILD: knownKeywords };

let pattern: RegExp | undefined;

/** The keyword with an argument that stands at an offset. */
function keywordAt(text: string, at: number): string | undefined {
  // Continued lines are mostly indented.
  if (text.charCodeAt(at) <= 0x20) return undefined;
  pattern ??= new RegExp(`(${knownKeywords.join("|")})[ \\t]+[^ \\t=]`, "iy");
  pattern.lastIndex = at;
  return pattern.exec(text)?.[1];
}

/**
 * The first instruction that a continuation swallows: a keyword at the very start of a continued line, in the case of
 * the instruction's own keyword and outside of quotes. In lower case only where no shell reads the text, as `add`,
 * `run` and `user` are words like any other there.
 */
export function swallowedInstruction(node: Instruction): SwallowedInstruction | null {
  const [first, last] = node.lines;
  if (first === last || node.json || node.type === "UnknownInstruction") return null;
  const { logical, keywordText } = node;
  const { text } = logical;
  const lower = keywordText === node.keyword.toLowerCase();
  if (lower && (node.type === "Run" || node.type === "Cmd" || node.type === "Entrypoint")) return null;
  let quotes: QuoteScanner | null = null;
  for (const at of logical.continuedLines()) {
    const keyword = keywordAt(text, at);
    if (keyword === undefined || at === 0) continue;
    if (keyword !== (lower ? keyword.toLowerCase() : keyword.toUpperCase())) continue;
    if (mayFollow[node.keyword]?.includes(keyword.toUpperCase())) continue;
    quotes ??= new QuoteScanner(text);
    if (quotes.isQuoted(at)) continue;
    const before = logical.toSource(at - 1);
    const start = logical.toSource(at);
    return {
      keyword,
      keywordRange: [start, start + keyword.length],
      escapeRange: [before + 1, before + 2],
      word: /\S*$/.exec(text.slice(Math.max(0, at - 300), at))?.[0] ?? "",
    };
  }
  return null;
}
