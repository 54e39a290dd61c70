/** Expanded text -> words, as EXPOSE takes them. */
import { isSpace } from "./characters.ts";

/** Cuts expanded text at unquoted blanks. */
export class WordSplitter {
  readonly #words: string[] = [];
  #current = "";

  /** Text in which blanks separate. */
  add(text: string): void {
    let start = 0;
    for (let at = 0; at <= text.length; at++) {
      if (at < text.length && !isSpace(text.charCodeAt(at))) continue;
      this.#current += text.slice(start, at);
      start = at + 1;
      if (at < text.length) this.#end();
    }
  }

  /** Text that was quoted. */
  addRaw(text: string): void {
    this.#current += text;
  }

  /** Drops the word at hand. */
  restart(): void {
    this.#current = "";
  }

  finish(): readonly string[] {
    this.#end();
    return this.#words;
  }

  #end(): void {
    if (this.#current !== "") this.#words.push(this.#current);
    this.#current = "";
  }
}
