/** "Did you mean": edit distance and the nearest of some names. */

/** Levenshtein distance in UTF-16 code units. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitute, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The candidate with the smallest distance, the first one on a tie; null when none is near enough.
 *
 * @param limit distances from here on are not near; BuildKit's is 3
 */
export function nearest(name: string, candidates: Iterable<string>, limit: number): string | null {
  let best: string | null = null;
  let bestDistance = limit;
  for (const candidate of candidates) {
    // No fewer edits than the lengths differ.
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * The name that was probably meant: the same letters in another order, or one edit away, two where more than five
 * letters leave enough of the name. Null when there is none such.
 */
export function probablyMeant(name: string, candidates: Iterable<string>): string | null {
  const all = [...candidates];
  const letters = sortLetters(name);
  return all.find((candidate) => sortLetters(candidate) === letters) ?? nearest(name, all, name.length > 5 ? 3 : 2);
}

function sortLetters(name: string): string {
  return Array.from(name).sort().join("");
}

/** BuildKit's limit (util/suggest): a distance of at most 2. */
export const buildkitLimit = 3;

/** Appends ` (did you mean X?)` as BuildKit does for keywords and flags: case-insensitive, in the case of the input. */
export function didYouMean(message: string, name: string, candidates: Iterable<string>): string {
  const lower = name.toLowerCase();
  const all = [...candidates];
  if (all.includes(lower)) return message;
  const found = nearest(lower, all, buildkitLimit);
  if (found === null) return message;
  const upper = name === name.toUpperCase() && name !== lower;
  return `${message} (did you mean ${upper ? found.toUpperCase() : found}?)`;
}
