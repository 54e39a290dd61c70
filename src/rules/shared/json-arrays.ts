/** Which texts in brackets were meant as a JSON array. */

/** A first string without substitution in it: `"$(cut -d"," -f1)"` has a quote and a comma that mean something else. */
const firstOfSeveral = /^\[\s*(["'])(?:(?!\1|\$\(|`).)*\1\s*,/;
const aloneInQuotes = /^\[\s*(["'])(?:(?!\1).)*\1\s*\]?$/;
const aloneWithoutQuotes = /^\[\s+[^\s,[\]]+\s*(?:,|\]$)/;
const straightOrCurly = /^\[\s*["'“”„‘’‚]/;

/**
 * Whether an argument text that begins with `[` was meant as a JSON array. A shell test, a file pattern and a type of
 * PowerShell begin so too; on doubt the answer is no.
 *
 * @param type of the instruction
 */
export function meantAsArray(type: string, text: string): boolean {
  switch (type) {
    case "Copy":
    case "Add":
      return straightOrCurly.test(text) || (text.endsWith("]") && text.includes(","));
    case "Volume":
      return straightOrCurly.test(text) || text.endsWith("]");
    case "Cmd":
    case "Entrypoint":
      return isCommandArray(text) || aloneInQuotes.test(text) || isBareArray(text);
    default:
      return isCommandArray(text);
  }
}

/** No command is called `["x`, and no operand of a test is followed by a comma. */
function isCommandArray(text: string): boolean {
  return /^\[["'“‘]/.test(text) || /^\[\s*[“‘]/.test(text) || firstOfSeveral.test(text);
}

function isBareArray(text: string): boolean {
  return (/^\[[^\s[]/.test(text) && text.endsWith("]")) || aloneWithoutQuotes.test(text);
}
