/** Colour for terminals, in the few tones that can be read on a dark and on a light background. */

export type Tone = "bold" | "dim" | "red" | "yellow" | "cyan";

/** Wraps a text in a tone; the text itself when colour is off. */
export type Paint = (tone: Tone, text: string) => string;

/** Select Graphic Rendition parameters: on and off. */
const codes: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** @param color decided by the caller: nothing here looks at the terminal or the environment */
export function createPaint(color: boolean): Paint {
  if (!color) return (_tone, text) => text;
  return (tone, text) => {
    const [on, off] = codes[tone];
    return text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
