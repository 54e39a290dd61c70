/** How Go prints what BuildKit and Docker put into the history: `%q`, `%v` of a list, durations. */
import { goQuote } from "../syntax/go-quote.ts";

/** `%q` of a list of strings: `["hello" "a b"]`. */
export function quoteList(words: readonly string[]): string {
  return `[${words.map(goQuote).join(" ")}]`;
}

/** `%q` of a number, which Go takes for a character: `'\x03'`. */
export function quoteRune(codePoint: number): string {
  const isCharacter = codePoint >= 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  const character = String.fromCodePoint(isCharacter ? codePoint : 0xfffd);
  if (character === "'") return `'\\''`;
  return character === '"' ? `'"'` : `'${goQuote(character).slice(1, -1)}'`;
}

/** `%v` of a list of strings: `[/data /more]`. */
export function list(words: readonly string[]): string {
  return `[${words.join(" ")}]`;
}

/** `time.Duration.String`: `0s`, `1.5ms`, `5s`, `1m30s`, `2h0m0s`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  const sign = nanoseconds < 0 ? "-" : "";
  const size = Math.abs(nanoseconds);
  if (size < 1e3) return `${sign}${size}ns`;
  if (size < 1e6) return `${sign}${size / 1e3}µs`;
  if (size < 1e9) return `${sign}${size / 1e6}ms`;
  const hours = Math.floor(size / 3600e9);
  const minutes = Math.floor((size % 3600e9) / 60e9);
  const seconds = (size % 60e9) / 1e9;
  const larger = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : "";
  return `${sign}${larger}${seconds}s`;
}
