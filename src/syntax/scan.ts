/**
 * TEXT -> LOGICAL LINES, as BuildKit cuts them (frontend/dockerfile/parser/parser.go): parser directives, comments,
 * continuations, heredoc bodies. Offsets are kept throughout.
 */
import { isSpace, skipSpace } from "./characters.ts";
import { JoinedLine } from "./logical-line.ts";
import type { Comment, ParserDirective, Range, SyntaxProblem } from "./nodes.ts";

const noComments: readonly Comment[] = [];
const [hash, blank, tab, carriageReturn] = [0x23, 0x20, 9, 13];

/** BuildKit reads lines through a buffer of this many bytes, line end included. */
const maxLineBytes = 65_536;

const directivePattern = /^#[\t\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*(.+?)[\t\f\r ]*$/;

export interface HeredocBody {
  readonly contentRange: Range;
  /** Null when the file ends before the terminator. */
  readonly terminatorRange: Range | null;
}

export class Scanner {
  readonly text: string;
  readonly comments: Comment[] = [];
  readonly directives: ParserDirective[] = [];
  readonly problems: SyntaxProblem[] = [];
  escape: "\\" | "`" = "\\";
  /** 1-based line of the last physical line read. */
  line = 0;
  /** Where the instruction that was read last begins (1-based), and the comments above it. */
  startLine = 0;
  leadingComments = noComments;
  /** The last physical line read, without its line end. */
  #start = 0;
  #end = 0;
  /** Where the next one starts. */
  #next = 0;
  #inDirectives = true;
  readonly #seenDirectives: string[] = [];
  /** Those that were read since. */
  #commentsAbove: Comment[] | null = null;

  /** @param text the file text without byte order mark */
  constructor(text: string) {
    this.text = text;
    this.#readCheckAndSyntax();
  }

  /** The next instruction, or null at the end of the file. */
  next(): JoinedLine | null {
    while (this.#read()) {
      const start = skipSpace(this.text, this.#start, this.#end);
      if (this.text.charCodeAt(start) === hash) {
        if (!this.#readDirective(start)) this.#addLeadingComment(start);
        continue;
      }
      this.#inDirectives = false;
      if (start === this.#end) continue;
      this.startLine = this.line;
      this.leadingComments = this.#commentsAbove ?? noComments;
      this.#commentsAbove = null;
      const continued = this.#continuationFrom(start);
      return continued < 0
        ? new JoinedLine(this.text.slice(start, this.#end), start, null)
        : this.#join(start, continued);
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
    const [start, startLine] = [this.#next, this.line];
    while (this.#read()) {
      let from = this.#start;
      if (chomp) while (this.text.charCodeAt(from) === tab) from++;
      if (this.#end - from === name.length && this.text.startsWith(name, from)) {
        return { contentRange: [start, this.#start], terminatorRange: [this.#start, this.#end] };
      }
    }
    // No terminator: BuildKit gives up here. The rest of the file is worth reading, so the body ends where the next
    // instruction seems to begin.
    this.#next = start;
    this.line = startLine;
    let end = start;
    while (this.#read()) {
      if (recover(this.text.slice(this.#start, this.#end))) {
        this.#next = this.#start;
        this.line--;
        break;
      }
      end = this.#next;
    }
    return { contentRange: [start, end], terminatorRange: null };
  }

  /** Goes to the next physical line; false at the end of the file. */
  #read(): boolean {
    const start = this.#next;
    if (start >= this.text.length) return false;
    const lineEnd = this.text.indexOf("\n", start);
    const next = lineEnd < 0 ? this.text.length : lineEnd + 1;
    let end = lineEnd < 0 ? next : lineEnd;
    while (end > start && this.text.charCodeAt(end - 1) === carriageReturn) end--;
    this.#start = start;
    this.#end = end;
    this.#next = next;
    this.line++;
    if (next - start > maxLineBytes / 3) this.#checkLength(start, end, next);
    return true;
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
  #join(start: number, end: number): JoinedLine {
    const texts = [this.text.slice(start, end)];
    const pieces = [0, start];
    let length = end - start;
    let emptyLine: Range | null = null;
    let open = true;
    while (open && this.#read()) {
      const first = skipSpace(this.text, this.#start, this.#end);
      if (this.text.charCodeAt(first) === hash) {
        this.comments.push(this.#comment(first, true));
        continue;
      }
      if (first === this.#end) {
        emptyLine ??= [this.#start, this.#end];
        continue;
      }
      const continued = this.#continuationFrom(this.#start);
      const pieceEnd = continued < 0 ? this.#end : continued;
      open = continued >= 0;
      if (pieceEnd === this.#start) continue;
      texts.push(this.text.slice(this.#start, pieceEnd));
      pieces.push(length, this.#start);
      length += pieceEnd - this.#start;
    }
    if (emptyLine) this.#addEmptyContinuation(emptyLine);
    return new JoinedLine(texts.join(""), start, pieces);
  }

  /** Where the escape character that continues the line stands; -1 when the line ends here. */
  #continuationFrom(start: number): number {
    let at = this.#end - 1;
    let code = this.text.charCodeAt(at);
    while (at >= start && (code === blank || code === tab)) code = this.text.charCodeAt(--at);
    const escape = this.escape.charCodeAt(0);
    if (at < start || code !== escape) return -1;
    return at > start && this.text.charCodeAt(at - 1) === escape ? -1 : at;
  }

  #addEmptyContinuation([start, end]: Range): void {
    this.problems.push({
      code: "empty-continuation",
      message: "Empty continuation line",
      hint: null,
      level: "parse",
      range: [start, Math.max(end, Math.min(start + 1, this.text.length))],
    });
  }

  #comment(start: number, inside: boolean): Comment {
    // Without the usual blank there is nothing left to trim, which would make another string.
    const textStart = this.text.charCodeAt(start + 1) === blank ? start + 2 : start + 1;
    return {
      type: "Comment",
      value: this.text.slice(textStart, this.#end).trim(),
      range: [start, this.#end],
      line: this.line,
      inside,
    };
  }

  #addLeadingComment(start: number): void {
    const comment = this.#comment(start, false);
    this.comments.push(comment);
    // A bare `#` ends the block; BuildKit does not see that for an indented one.
    if (comment.value === "" && start === this.#start) this.#commentsAbove = null;
    else if (this.#commentsAbove) this.#commentsAbove.push(comment);
    else this.#commentsAbove = [comment];
  }

  /** True when the line is a parser directive. Only `escape` is read here: `check` and `syntax` have rules of their own. */
  #readDirective(start: number): boolean {
    if (!this.#inDirectives) return false;
    const source = this.text.slice(start, this.#end);
    const range: Range = [start, this.#end];
    const match = directivePattern.exec(source);
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? "";
    if (name !== "escape" && name !== "syntax" && name !== "check") {
      this.#inDirectives = false;
      return false;
    }
    const valueStart = start + source.lastIndexOf(value);
    const valueRange: Range = [valueStart, valueStart + value.length];
    if (this.#seenDirectives.includes(name)) {
      const message = `only one ${name} parser directive can be used`;
      const hint = "Remove all but the first";
      this.problems.push({
        code: "duplicate-directive",
        message,
        hint,
        level: "parse",
        range,
      });
      return true;
    }
    this.#seenDirectives.push(name);
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
    this.directives.push({ type: "ParserDirective", name, value, valueRange, range });
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
