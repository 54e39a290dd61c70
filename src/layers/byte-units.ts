/** Numbers of bytes in words for people, and back. */

const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** `12.3 kB`: three digits and decimal units, as `docker history` has them. */
export function humanBytes(bytes: number): string {
  let value = bytes;
  let index = 0;
  // 999.5 would be written as 1000 with three digits.
  while (value >= (index === 0 ? 1000 : 999.5) && index < units.length - 1) {
    value /= 1000;
    index++;
  }
  const digits = index === 0 ? 0 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  const text = value.toFixed(digits).replace(/\.0+$|(\.\d*[1-9])0+$/, "$1");
  return `${text} ${units[index] ?? "B"}`;
}

/** A number of bytes with its unit: `200MB`, `1.5 GiB`, `4096`. Units ending in `iB` count by 1024, the others by 1000. */
export const byteUnitPattern = "^\\s*\\d+(\\.\\d+)?\\s*([kKMGT]i?)?[bB]?\\s*$";

/**
 * @param text a number of bytes, or a text that `byteUnitPattern` accepts
 * @returns whole bytes
 */
export function parseBytes(text: number | string): number {
  if (typeof text === "number") return text;
  const [, value = "0", prefix = ""] = /^\s*(\d+(?:\.\d+)?)\s*([kKMGT]i?)?/.exec(text) ?? [];
  const base = prefix.endsWith("i") ? 1024 : 1000;
  const power = prefix === "" ? 0 : "KMGT".indexOf(prefix.slice(0, 1).toUpperCase()) + 1;
  return Math.round(Number(value) * base ** power);
}
