/**
 * TEXT -> LOGICAL LINES, as BuildKit cuts them (frontend/dockerfile/parser/parser.go): parser directives, comments,
 * continuations, heredoc bodies. Offsets are kept throughout.
 */
import { isSpace, skipSpace } from "./characters.ts";
import { JoinedLine } from "./logical-line.ts";
import type { Comment, ParserDirective, Range, SyntaxProblem } from "./nodes.ts";

/** BuildKit reads lines through a buffer of this many bytes, line end included. */
const maxLineBytes = 65_536;

const directivePattern = /^#[\t\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*(.+?)[\t\f\r ]*$/;

/** One instruction's text before it is taken apart. */
export interface ScannedLine {
  readonly logical: JoinedLine;
  /** 1-based. */
  readonly startLine: number;
  readonly leadingComments: readonly Comment[];
}

export interface HeredocBody {
  readonly contentRange: Range;
  /** Null when the file ends before the terminator. */
  readonly terminatorRange: Range | null;
}

interface PhysicalLine {
  readonly start: number;
  /** Without line end. */
  readonly end: number;
  readonly next: number;
}

export class Scanner {
  readonly text: string;
  readonly comments: Comment[] = [];
  readonly directives: ParserDirective[] = [];
  readonly problems: SyntaxProblem[] = [];
  escape: "\\" | "`" = "\\";
  /** 1-based line of the last physical line read. */
  line = 0;
  #at = 0;
  #inDirectives = true;
  readonly #seenDirectives = new Set<string>();
  #leadingComments: Comment[] = [];

  /** @param text the file text without byte order mark */
  constructor(text: string) {
    this.text = text;
    this.#readCheckAndSyntax();
  }

  /** The next instruction, or null at the end of the file. */
  next(): ScannedLine | null {
    for (let physical = this.#read(); physical; physical = this.#read()) {
      const start = skipSpace(this.text, physical.start, physical.end);
      if (this.text[start] === "#") {
        if (!this.#readDirective(start, physical)) this.#addLeadingComment(start, physical);
        continue;
      }
      this.#inDirectives = false;
      const continued = this.#continuationAt(start, physical.end);
      if (continued < 0 && start === physical.end) continue;
      return this.#join(start, continued < 0 ? physical.end : continued, continued >= 0);
    }
    return null;
  }

  /**
   * Reads the body of a heredoc from the line after the current one.
   *
   * @param chomp whether leading tabs of the terminator line are ignored (`<<-`)
   * @param recover where the terminator is missing: tells whether a line begins the next instruction
   */
  readHeredoc(name: string, chomp: boolean, recover: (line: string) => boolean): HeredocBody {
    const [start, startLine] = [this.#at, this.line];
    for (let physical = this.#read(); physical; physical = this.#read()) {
      let from = physical.start;
      if (chomp) while (this.text[from] === "\t") from++;
      if (physical.end - from === name.length && this.text.startsWith(name, from)) {
        return { contentRange: [start, physical.start], terminatorRange: [physical.start, physical.end] };
      }
    }
    // No terminator: BuildKit gives up here. The rest of the file is worth reading, so the body ends where the next
    // instruction seems to begin.
    this.#at = start;
    this.line = startLine;
    let end = start;
    for (let physical = this.#read(); physical; physical = this.#read()) {
      if (recover(this.text.slice(physical.start, physical.end))) {
        this.#at = physical.start;
        this.line--;
        break;
      }
      end = physical.next;
    }
    return { contentRange: [start, end], terminatorRange: null };
  }

  #read(): PhysicalLine | null {
    const start = this.#at;
    if (start >= this.text.length) return null;
    const lineEnd = this.text.indexOf("\n", start);
    const next = lineEnd < 0 ? this.text.length : lineEnd + 1;
    let end = lineEnd < 0 ? next : lineEnd;
    while (end > start && this.text.charCodeAt(end - 1) === 13) end--;
    this.#at = next;
    this.line++;
    if (next - start > maxLineBytes / 3) this.#checkLength(start, end, next);
    return { start, end, next };
  }

  #checkLength(start: number, end: number, next: number): void {
    const bytes = new TextEncoder().encode(this.text.slice(start, next)).length;
    const limit = this.text[next - 1] === "\n" ? maxLineBytes : maxLineBytes - 1;
    if (bytes <= limit) return;
    this.problems.push({
      code: "line-too-long",
      message: `dockerfile line greater than max allowed size of ${maxLineBytes - 1}`,
      hint: "Split the line with continuations, or COPY the content from a file",
      level: "parse",
      range: [start, end],
    });
  }

  /** Joins continued lines onto the first piece `[start, end)`. */
  #join(start: number, end: number, continues: boolean): ScannedLine {
    if (!continues) return this.#scanned(new JoinedLine(this.text.slice(start, end), [0], [start]), this.line);
    const startLine = this.line;
    const pieces = [this.text.slice(start, end)];
    const joinedStarts = [0];
    const sourceStarts = [start];
    let length = end - start;
    let emptyLine: PhysicalLine | null = null;
    let open = true;
    while (open) {
      const physical = this.#read();
      if (!physical) break;
      const first = skipSpace(this.text, physical.start, physical.end);
      if (this.text[first] === "#") {
        this.comments.push(this.#comment(first, physical, true));
        continue;
      }
      if (first === physical.end) {
        emptyLine ??= physical;
        continue;
      }
      const continued = this.#continuationAt(physical.start, physical.end);
      const pieceEnd = continued < 0 ? physical.end : continued;
      open = continued >= 0;
      if (pieceEnd === physical.start) continue;
      pieces.push(this.text.slice(physical.start, pieceEnd));
      joinedStarts.push(length);
      sourceStarts.push(physical.start);
      length += pieceEnd - physical.start;
    }
    if (emptyLine) this.#addEmptyContinuation(emptyLine);
    return this.#scanned(new JoinedLine(pieces.join(""), joinedStarts, sourceStarts), startLine);
  }

  #scanned(logical: JoinedLine, startLine: number): ScannedLine {
    const leadingComments = this.#leadingComments;
    this.#leadingComments = [];
    return { logical, startLine, leadingComments };
  }

  /** Where the escape character that continues the line stands; -1 when the line ends here. */
  #continuationAt(start: number, end: number): number {
    let at = end - 1;
    while (at >= start && (this.text[at] === " " || this.text[at] === "\t")) at--;
    if (at < start || this.text[at] !== this.escape) return -1;
    return at > start && this.text[at - 1] === this.escape ? -1 : at;
  }

  #addEmptyContinuation(physical: PhysicalLine): void {
    this.problems.push({
      code: "empty-continuation",
      message: "Empty continuation line",
      hint: null,
      level: "parse",
      range: [physical.start, Math.max(physical.end, Math.min(physical.start + 1, this.text.length))],
    });
  }

  #comment(start: number, physical: PhysicalLine, inside: boolean): Comment {
    return {
      type: "Comment",
      value: this.text.slice(start + 1, physical.end).trim(),
      range: [start, physical.end],
      line: this.line,
      inside,
    };
  }

  #addLeadingComment(start: number, physical: PhysicalLine): void {
    const comment = this.#comment(start, physical, false);
    this.comments.push(comment);
    // A bare `#` ends the block; BuildKit does not see that for an indented one.
    if (comment.value === "" && start === physical.start) this.#leadingComments = [];
    else this.#leadingComments.push(comment);
  }

  /** True when the line is a parser directive. Only `escape` is read here: `check` and `syntax` have rules of their own. */
  #readDirective(start: number, physical: PhysicalLine): boolean {
    if (!this.#inDirectives) return false;
    const match = directivePattern.exec(this.text.slice(start, physical.end));
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? "";
    if (name !== "escape" && name !== "syntax" && name !== "check") {
      this.#inDirectives = false;
      return false;
    }
    const valueStart = start + this.text.slice(start, physical.end).lastIndexOf(value);
    const valueRange: Range = [valueStart, valueStart + value.length];
    if (this.#seenDirectives.has(name)) {
      const message = `only one ${name} parser directive can be used`;
      const hint = "Remove all but the first";
      this.problems.push({
        code: "duplicate-directive",
        message,
        hint,
        level: "parse",
        range: [start, physical.end],
      });
      return true;
    }
    this.#seenDirectives.add(name);
    if (name !== "escape") return true;
    if (value === "\\" || value === "`") {
      this.escape = value;
    } else {
      const message = `invalid escape token '${value}' does not match \` or \\`;
      this.problems.push({
        code: "invalid-escape",
        message,
        hint: null,
        level: "parse",
        range: valueRange,
      });
    }
    this.directives.push({ type: "ParserDirective", name, value, valueRange, range: [start, physical.end] });
    return true;
  }

  /**
   * `check` and `syntax` are found by a scanner of their own (parser/directives.go): unlike `escape` they may follow a
   * `#!` line, and may not be indented.
   */
  #readCheckAndSyntax(): void {
    let at = 0;
    for (let line = 0; at < this.text.length; line++) {
      const lineEnd = this.text.indexOf("\n", at);
      let end = lineEnd < 0 ? this.text.length : lineEnd;
      while (end > at && isSpace(this.text.charCodeAt(end - 1))) end--;
      const content = this.text.slice(at, end);
      const match = directivePattern.exec(content);
      const name = match?.[1]?.toLowerCase();
      const value = match?.[2] ?? "";
      if (name === "check" || name === "syntax") {
        if (!this.directives.some((known) => known.name === name)) {
          const valueStart = at + content.lastIndexOf(value);
          const valueRange: Range = [valueStart, valueStart + value.length];
          this.directives.push({ type: "ParserDirective", name, value, valueRange, range: [at, end] });
        }
      } else if (name !== "escape" && !(line === 0 && content.startsWith("#!"))) {
        return;
      }
      if (lineEnd < 0) return;
      at = lineEnd + 1;
    }
  }
}
