/** HTML from template literals: what is put in is escaped, unless it is markup itself. */

/** Text that is markup already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = string | number | Markup | readonly Content[] | null;

/** A piece of HTML or SVG. Texts, numbers and lists may be put in, in elements and in quoted attributes; null is nothing. */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(
    parts.map((part, index) => (index === 0 ? "" : render(contents[index - 1] ?? null)) + part).join(""),
  );
}

function render(content: Content): string {
  if (content === null) return "";
  if (content instanceof Markup) return content.text;
  if (typeof content === "object") return content.map(render).join("");
  return escapeText(String(content));
}

/** Control characters are no part of HTML, and bidirectional ones could show another order than the one that is built. */
function escapeText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) =>
      /[\t\n]/.test(character) ? character : "\ufffd",
    )
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
