/** The known name that a user probably meant, for "did you mean". */
import { nearest } from "../syntax/suggest.ts";

/** The name that `name` begins, or the nearest one when about a third or less is wrong; else null. Case is ignored. */
export function nearestName(name: string, names: readonly string[]): string | null {
  const lower = new Map(names.map((known) => [known.toLowerCase(), known]));
  const begun = names.find((known) => name.length > 2 && known.toLowerCase().startsWith(name.toLowerCase()));
  if (begun !== undefined) return begun;
  const found = nearest(name.toLowerCase(), lower.keys(), Math.max(3, Math.floor(name.length / 3) + 1));
  return found === null ? null : (lower.get(found) ?? null);
}
