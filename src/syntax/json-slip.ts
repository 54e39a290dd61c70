/** What keeps a text that was meant as a JSON array from being one, and the array it was meant to be. */

type JsonSlipKind =
  | "single-quotes"
  | "typographic-quotes"
  | "no-quotes"
  | "trailing-comma"
  | "missing-comma"
  | "bad-escape"
  | "control-character"
  | "white-space"
  | "text-behind"
  | "not-closed";

interface JsonSlip {
  readonly kind: JsonSlipKind;
  /** Offsets into the text. */
  readonly start: number;
  readonly end: number;
  /** The array with every slip mended; null where that would be a guess. */
  readonly repaired: string | null;
}

const descriptions: Readonly<Record<JsonSlipKind, string>> = {
  "single-quotes": "JSON strings stand in double quotes",
  "typographic-quotes": "JSON knows only straight double quotes",
  "no-quotes": "every element needs double quotes",
  "trailing-comma": "a comma needs an element behind it",
  "missing-comma": "a comma is missing before this element",
  "bad-escape": "JSON does not know this escape (a backslash itself is written twice)",
  "control-character": "a tab in a JSON string is written \\t",
  "white-space": "JSON knows no such blank, only the usual one",
  "text-behind": "nothing may follow the closing bracket, not even a comment",
  "not-closed": "the bracket or a quote is never closed",
};

/** A clause that names the slip. */
export function describeSlip(slip: JsonSlip): string {
  return descriptions[slip.kind];
}

const closingQuotes: Readonly<Record<string, string>> = {
  "“": "”“",
  "”": "”",
  "„": "”“",
  "‘": "’‘",
  "’": "’",
  "‚": "’‘",
};
const badEscape = /\\(?:u(?![\da-fA-F]{4})|[^"\\/bfnrtu]|$)/;

/**
 * Reads leniently what begins with `[`.
 *
 * @returns the first slip; null for valid JSON
 */
export function findJsonSlip(text: string): JsonSlip | null {
  return new SlipFinder(text).find();
}

class SlipFinder {
  readonly #text: string;
  readonly #items: string[] = [];
  #first: Omit<JsonSlip, "repaired"> | null = null;
  #mendable = true;
  #at = 1;

  constructor(text: string) {
    this.#text = text;
  }

  find(): JsonSlip | null {
    this.#readElements();
    if (!this.#first) return null;
    const items = this.#items.map((item) => JSON.stringify(item)).join(", ");
    return { ...this.#first, repaired: this.#mendable ? `[${items}]` : null };
  }

  #readElements(): void {
    const text = this.#text;
    /** Offset of a comma that still waits for its element. */
    let comma = -1;
    for (;;) {
      this.#skipSpace();
      const char = text[this.#at];
      if (char === undefined) {
        this.#slip("not-closed", 0, 1);
        return;
      }
      if (char === "]") {
        if (comma >= 0) this.#slip("trailing-comma", comma, comma + 1);
        const behind = text.slice(this.#at + 1).trimStart();
        if (behind !== "") this.#slip("text-behind", text.length - behind.length, text.length, false);
        return;
      }
      if (char === ",") {
        if (comma >= 0 || this.#items.length === 0) this.#slip("trailing-comma", this.#at, this.#at + 1, false);
        comma = this.#at++;
        continue;
      }
      const start = this.#at;
      const needsComma = this.#items.length > 0 && comma < 0;
      comma = -1;
      const item = this.#readElement(char);
      if (needsComma) this.#slip("missing-comma", start, this.#at);
      this.#items.push(item);
    }
  }

  /** Blanks from a word processor look like the usual one, and JSON does not know them. */
  #skipSpace(): void {
    for (;;) {
      const char = this.#text[this.#at] ?? "";
      if (!/\s/.test(char)) return;
      if (!/[ \t\r\n]/.test(char)) this.#slip("white-space", this.#at, this.#at + 1);
      this.#at++;
    }
  }

  #readElement(char: string): string {
    if (char === '"') return this.#readString();
    const text = this.#text;
    const start = this.#at;
    const closing = char === "'" ? "'" : closingQuotes[char];
    if (closing !== undefined) {
      let end = start + 1;
      while (end < text.length && !closing.includes(text[end] ?? "")) end++;
      this.#at = Math.min(end + 1, text.length);
      this.#slip(char === "'" ? "single-quotes" : "typographic-quotes", start, this.#at, end < text.length);
      return text.slice(start + 1, end);
    }
    while (this.#at < text.length && !/[\s,\]]/.test(text[this.#at] ?? "")) this.#at++;
    this.#slip("no-quotes", start, this.#at);
    return text.slice(start, this.#at);
  }

  #readString(): string {
    const text = this.#text;
    const start = this.#at;
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    this.#at = Math.min(end + 1, text.length);
    if (end >= text.length) {
      this.#slip("not-closed", start, text.length, false);
      return "";
    }
    const raw = text.slice(start + 1, end);
    const escape = badEscape.exec(raw.replace(/\\["\\/bfnrt]/g, "__"));

    const control = /[\u0000-\u001f]/.exec(raw);
    if (escape) {
      const at = start + 1 + escape.index;
      this.#slip("bad-escape", at, at + 2);
      // One backslash that is no escape tells that none was meant as one.
      return raw.replace(/\\([\\"])/g, "$1");
    }
    if (control) {
      const at = start + 1 + control.index;
      this.#slip("control-character", at, at + 1, false);
      return "";
    }
    return JSON.parse(`"${raw}"`) as string;
  }

  #slip(kind: JsonSlipKind, start: number, end: number, mendable = true): void {
    this.#first ??= { kind, start, end };
    this.#mendable &&= mendable;
  }
}
