/** Keywords are written in upper or lower case, and new ones follow their neighbours. */

export type KeywordCase = "lower" | "upper" | "mixed";

/** The case of a keyword as typed. */
export function keywordCase(keyword: string): KeywordCase {
  if (keyword === keyword.toLowerCase()) return "lower";
  return keyword === keyword.toUpperCase() ? "upper" : "mixed";
}

/** `keyword` in lower case when `sample` is, else in upper case. */
export function inCaseOf(keyword: string, sample: string): string {
  return keywordCase(sample) === "lower" ? keyword.toLowerCase() : keyword.toUpperCase();
}
