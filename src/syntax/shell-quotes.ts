/** Quotes and comments as a shell reads them, as far as that goes without parsing. */

/** Whether a quote that is opened before `end` is still open there. */
export function isQuoted(text: string, end: number): boolean {
  return new QuoteScanner(text).isQuoted(end);
}

/** Whether a `#` at the start of a word, outside of quotes, stands before `end`. */
export function isInComment(text: string, end: number): boolean {
  return new QuoteScanner(text).isInComment(end);
}

/** Answers for ascending offsets, reading the text once. */
export class QuoteScanner {
  readonly #text: string;
  #at = 0;
  #quote = "";
  #inComment = false;

  constructor(text: string) {
    this.#text = text;
  }

  isQuoted(end: number): boolean {
    this.#readTo(end);
    return this.#quote !== "";
  }

  isInComment(end: number): boolean {
    this.#readTo(end);
    return this.#inComment;
  }

  #readTo(end: number): void {
    const text = this.#text;
    for (; this.#at < end && !this.#inComment; this.#at++) {
      const char = text[this.#at] ?? "";
      if (char === "\\" && this.#quote !== "'") this.#at++;
      else if (this.#quote) this.#quote = char === this.#quote ? "" : this.#quote;
      else if (char === '"' || char === "'") this.#quote = char;
      else this.#inComment = char === "#" && /^[\s;&|()]?$/.test(text[this.#at - 1] ?? "");
    }
  }
}
