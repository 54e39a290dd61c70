/** The lexer behind `expandWord`: one pass over a word, its open substitutions on a stack. */
import { replacePattern, trimPattern, type PatternResult } from "./substitution-pattern.ts";
import { characterAt, isDigit, isNamePart, isSpecialParameter } from "./variable-name.ts";
import type { WordSplitter } from "./word-splitter.ts";

/** Where variables come from. */
export interface VariableSource {
  get(name: string): string | undefined;
}

export interface ExpandOptions {
  /** The file's escape character. */
  readonly escape: "\\" | "`";
  /** Keep the quotes in the result. */
  readonly rawQuotes?: boolean;
  /** Keep the escape characters in the result. */
  readonly rawEscapes?: boolean;
  /** Quotes are plain text: the bodies of COPY and ADD heredocs. */
  readonly skipQuotes?: boolean;
  /** Leave unset variables as they are written. */
  readonly skipUnset?: boolean;
  /** Windows builders: names are asked for in upper case. */
  readonly platformCaseInsensitive?: boolean;
}

/** One use of a variable inside a word. */
export interface VariableUse {
  readonly name: string;
  /** Offsets into the word, from the `$` to the end of the name or the closing brace. */
  readonly start: number;
  readonly end: number;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` or `//`; null for a plain `$x` or `${x}`. */
  readonly modifier: string | null;
}

/** How much longer than the word its expansion may be: far above what the kernel takes as one variable (128 KiB). */
const maxGrowth = 1 << 20;

/** How Go prints the character that is not there. */
const endOfWord = "\uFFFD";

/** A `${name` whose modifier is being read. */
interface Substitution {
  readonly name: string;
  /** Offset of its `$`. */
  readonly start: number;
  /** The character that decides what to do: `-`, `+`, `?`, `#`, `%`, `/`, or one that nothing is known of. */
  readonly operator: string;
  /** `:-` treats an empty variable as unset. */
  readonly emptyIsUnset: boolean;
  /** The operator as written. */
  readonly written: string;
  /** `${name//pattern/text}` */
  readonly all: boolean;
  /** What was read between the first two slashes. */
  readonly pattern: string;
}

/** Text that is being read: the word itself, or the word behind a modifier. */
interface Frame {
  /** The character that ends it; empty for the word itself. */
  readonly stop: "" | "}" | "/";
  readonly rawEscapes: boolean;
  readonly substitution: Substitution | null;
  text: string;
  /** What was read since a double quote opened; null outside quotes. */
  quoted: string | null;
}

export class WordExpander {
  readonly matched = new Set<string>();
  readonly unmatched = new Set<string>();
  readonly uses: VariableUse[] = [];
  error: string | null = null;
  /** Offsets of what cannot be read: from its `$` or quote up to where reading stopped. */
  errorRange: readonly [start: number, end: number] | null = null;

  readonly #word: string;
  readonly #env: VariableSource;
  readonly #options: ExpandOptions;
  readonly #splitter: WordSplitter | null;
  readonly #frames: Frame[];
  #at = 0;
  /** Offsets of the outermost `$` or single quote, and of the outermost double quote, that were met last. */
  #opened = 0;
  #quote = 0;

  constructor(word: string, env: VariableSource, options: ExpandOptions, splitter: WordSplitter | null) {
    this.#word = word;
    this.#env = env;
    this.#options = options;
    this.#splitter = splitter;
    this.#frames = [{ stop: "", rawEscapes: options.rawEscapes ?? false, substitution: null, text: "", quoted: null }];
  }

  run(): string {
    while (this.error === null) {
      const frame = this.#frame;
      if (this.#at >= this.#word.length) {
        if (this.#frames.length === 1 && frame.quoted === null) return frame.text;
        const wanted = frame.quoted === null ? frame.stop : "double-quote";
        if (this.#frames.length === 1) this.#opened = this.#quote;
        this.#fail(`unexpected end of statement while looking for matching ${wanted}`);
      } else if (frame.quoted === null) {
        this.#readUnquoted(frame);
      } else {
        this.#readQuoted(frame, frame.quoted);
      }
    }
    return "";
  }

  get #frame(): Frame {
    return this.#frames[this.#frames.length - 1] as Frame;
  }

  #readUnquoted(frame: Frame): void {
    const char = this.#word[this.#at] ?? "";
    if (char === frame.stop) {
      this.#at++;
      this.#close(frame);
    } else if (char === "$") {
      this.#readDollar();
    } else if (char === "'" && !this.#options.skipQuotes) {
      this.#readSingleQuotes(frame);
    } else if (char === '"' && !this.#options.skipQuotes) {
      if (this.#frames.length === 1) this.#quote = this.#at;
      this.#at++;
      frame.quoted = this.#options.rawQuotes ? '"' : "";
    } else if (char === this.#options.escape) {
      this.#readEscape(frame);
    } else {
      const start = this.#at;
      while (this.#at < this.#word.length && !this.#isSpecial(frame)) this.#at++;
      const text = this.#word.slice(start, this.#at);
      frame.text += text;
      if (this.#frames.length === 1) this.#splitter?.add(text);
    }
  }

  #isSpecial(frame: Frame): boolean {
    const char = this.#word[this.#at];
    if (char === "$" || char === this.#options.escape || char === frame.stop) return true;
    return (char === "'" || char === '"') && !this.#options.skipQuotes;
  }

  /** Outside quotes the escape character takes the next one out of play, whatever it is; at the end it is dropped. */
  #readEscape(frame: Frame): void {
    const next = characterAt(this.#word, this.#at + 1);
    const text = (frame.rawEscapes ? this.#options.escape : "") + next;
    this.#at += 1 + next.length;
    frame.text += text;
    if (this.#frames.length === 1 && text !== "") this.#splitter?.addRaw(text);
  }

  #readSingleQuotes(frame: Frame): void {
    if (this.#frames.length === 1) this.#opened = this.#at;
    const end = this.#word.indexOf("'", this.#at + 1);
    if (end < 0) {
      this.#at = this.#word.length;
      this.#fail("unexpected end of statement while looking for matching single-quote");
      return;
    }
    const text = this.#options.rawQuotes ? this.#word.slice(this.#at, end + 1) : this.#word.slice(this.#at + 1, end);
    this.#at = end + 1;
    frame.text += text;
    if (this.#frames.length === 1) this.#splitter?.addRaw(text);
  }

  #readQuoted(frame: Frame, quoted: string): void {
    const { escape, rawQuotes } = this.#options;
    const char = characterAt(this.#word, this.#at);
    if (char === "$") {
      this.#readDollar();
      return;
    }
    this.#at += char.length;
    if (char === '"') {
      const text = rawQuotes ? `${quoted}"` : quoted;
      frame.quoted = null;
      frame.text += text;
      if (this.#frames.length === 1) this.#splitter?.addRaw(text);
    } else if (char === escape) {
      frame.quoted = quoted + this.#readQuotedEscape(frame);
    } else {
      frame.quoted = quoted + char;
    }
  }

  /** Inside double quotes only `"`, `$` and the escape character itself can be escaped. */
  #readQuotedEscape(frame: Frame): string {
    const { escape } = this.#options;
    const raw = frame.rawEscapes ? escape : "";
    const next = this.#word[this.#at] ?? "";
    if (next === "") return raw;
    if (next !== '"' && next !== "$" && next !== escape) return raw + escape;
    this.#at++;
    return raw + next;
  }

  #readDollar(): void {
    if (this.#frames.length === 1) this.#opened = this.#at;
    const start = this.#at++;
    if (this.#word[this.#at] === "{") {
      this.#readBraces(start);
      return;
    }
    const name = this.#readName();
    if (name === "") {
      this.#emit("$");
      return;
    }
    this.uses.push({ name, start, end: this.#at, modifier: null });
    this.#emit(this.#lookUp(name) ?? (this.#options.skipUnset ? `$${name}` : ""));
  }

  /** @param start offset of the `$` */
  #readBraces(start: number): void {
    const first = this.#word[++this.#at];
    if (first === undefined) {
      this.#fail("syntax error: missing '}'");
      return;
    }
    if (first === "{" || first === "}" || first === ":") {
      this.#fail("syntax error: bad substitution");
      return;
    }

    const name = this.#readName();
    const char = this.#next();
    if (char === "}") {
      this.uses.push({ name, start, end: this.#at, modifier: null });
      this.#emit(this.#lookUp(name) ?? (this.#options.skipUnset ? `\${${name}}` : ""));
      return;
    }
    if (char === "/") {
      this.#openPattern(name, start);
      return;
    }
    if (char !== ":" && !"+-?#%".includes(char)) {
      this.#failModifier(char);
      return;
    }

    const operator = char === ":" ? this.#next() : char;
    const written = char === ":" ? char + operator : char;
    const trims = operator === "#" || operator === "%";
    if (char === ":" && trims) {
      this.#failModifier(written);
      return;
    }
    const substitution = { name, start, operator, emptyIsUnset: char === ":", written, all: false, pattern: "" };
    this.#open("}", trims, substitution);
  }

  #openPattern(name: string, start: number): void {
    const all = this.#word[this.#at] === "/";
    if (all) this.#at++;
    const written = all ? "//" : "/";
    this.#open("/", true, { name, start, operator: "/", emptyIsUnset: false, written, all, pattern: "" });
  }

  #open(stop: "}" | "/", rawEscapes: boolean, substitution: Substitution): void {
    // BuildKit's words share one buffer, so a modifier drops what stands before it in the same word of the list:
    // EXPOSE 80${x:-80} gives 80. Real builds do this, so the prediction does too.
    this.#splitter?.restart();
    this.#frames.push({ stop, rawEscapes, substitution, text: "", quoted: null });
  }

  /** The end of the word behind a modifier. */
  #close(frame: Frame): void {
    this.#frames.pop();
    const substitution = frame.substitution as Substitution;
    if (frame.stop === "/") {
      this.#open("}", true, { ...substitution, pattern: frame.text });
      return;
    }
    const { name, start, written } = substitution;
    const doubled = this.#word[this.#modifierEnd(substitution)] === written && "#%".includes(written);
    this.uses.push({ name, start, end: this.#at, modifier: doubled ? written + written : written });
    this.#substitute(substitution, frame.text);
  }

  /** Offset behind the operator. */
  #modifierEnd({ name, start, written }: Substitution): number {
    return start + "${".length + name.length + written.length;
  }

  #substitute(substitution: Substitution, text: string): void {
    const { name, operator, emptyIsUnset, written, all, pattern } = substitution;
    const value = this.#lookUp(name);
    if (value === undefined && this.#options.skipUnset) {
      this.#emit(operator === "/" ? `\${${name}/${pattern}/${text}}` : `\${${name}${written}${text}}`);
      return;
    }
    const missing = value === undefined || (emptyIsUnset && value === "");
    switch (operator) {
      case "-": {
        this.#emit(missing ? text : (value ?? ""));
        return;
      }
      case "+": {
        this.#emit(missing ? "" : text);
        return;
      }
      case "?":
        if (!missing) {
          this.#emit(value ?? "");
          return;
        }
        {
          this.#fail(`${name}: ${text || `is not allowed to be ${value === undefined ? "unset" : "empty"}`}`);
          return;
        }
      case "#":
      case "%": {
        this.#emitPattern(trimPattern(value ?? "", text, operator));
        return;
      }
      case "/": {
        this.#emitPattern(replacePattern(value ?? "", pattern, text, all));
        return;
      }
      default: {
        this.#failModifier(written);
        return;
      }
    }
  }

  #emitPattern(result: PatternResult): void {
    if ("error" in result) this.#fail(result.error);
    else this.#emit(result.text);
  }

  /** Adds the value of a variable. */
  #emit(value: string): void {
    const frame = this.#frame;
    if (frame.text.length + (frame.quoted?.length ?? 0) + value.length > this.#word.length + maxGrowth) {
      this.#fail("the expansion is longer than a megabyte");
    } else if (frame.quoted !== null) {
      frame.quoted += value;
    } else {
      frame.text += value;
      if (this.#frames.length === 1) this.#splitter?.add(value);
    }
  }

  #lookUp(name: string): string | undefined {
    const value = this.#env.get(this.#options.platformCaseInsensitive ? name.toUpperCase() : name);
    (value === undefined ? this.unmatched : this.matched).add(name);
    return value;
  }

  /** The next character, and past it. */
  #next(): string {
    const char = characterAt(this.#word, this.#at);
    this.#at += char.length;
    return char || endOfWord;
  }

  /** A number, one special parameter, or letters, digits and `_`; empty when there is none. */
  #readName(): string {
    const start = this.#at;
    const first = characterAt(this.#word, start);
    if (isDigit(first)) {
      this.#skipWhile(isDigit);
    } else if (isSpecialParameter(first)) {
      this.#at++;
    } else {
      this.#skipWhile(isNamePart);
    }
    return this.#word.slice(start, this.#at);
  }

  #skipWhile(accepts: (char: string) => boolean): void {
    for (let char = characterAt(this.#word, this.#at); char !== "" && accepts(char);) {
      this.#at += char.length;
      char = characterAt(this.#word, this.#at);
    }
  }

  #failModifier(written: string): void {
    this.#fail(`unsupported modifier (${written}) in substitution`);
  }

  /** At the end of the word every open substitution misses its own end, and the outermost has the last say. */
  #fail(message: string): void {
    const outermost = this.#at >= this.#word.length ? this.#frames[1] : undefined;
    this.errorRange = [this.#opened, Math.min(this.#at, this.#word.length)];
    if (!outermost) this.error = message;
    else this.error = `syntax error: missing ${outermost.stop === "/" ? "'/' in ${}" : "'}'"}`;
  }
}
