/** How messages list several words. */

/**
 * `"a"`, `"a" and "b"`, `"a", "b" and 3 more`.
 *
 * @param most how many words are named before the rest is only counted
 */
export function listWords(words: readonly string[], most = 6): string {
  const quoted = words.map((word) => `"${word}"`);
  const named = quoted.length > most ? [...quoted.slice(0, most - 1), `${quoted.length - most + 1} more`] : quoted;
  if (named.length < 2) return named.join("");
  return `${named.slice(0, -1).join(", ")} and ${named.at(-1)}`;
}
