/** Durations as Go writes them (time.ParseDuration). */
import { goQuote } from "./go-quote.ts";

const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/**
 * @returns nanoseconds
 * @throws Error with Go's text
 */
export function parseDuration(text: string): number {
  const match = /^([+-]?)(.*)$/s.exec(text);
  let rest = match?.[2] ?? "";
  const sign = match?.[1] === "-" ? -1 : 1;
  if (rest === "0") return 0;
  if (rest === "") throw new Error(`time: invalid duration ${goQuote(text)}`);
  let total = 0;
  while (rest !== "") {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) throw new Error(`time: invalid duration ${goQuote(text)}`);
    rest = rest.slice(number.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? "";
    if (unit === "") throw new Error(`time: missing unit in duration ${goQuote(text)}`);
    const scale = nanoseconds[unit];
    if (scale === undefined) {
      throw new Error(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    }
    rest = rest.slice(unit.length);
    total += Number(number) * scale;
  }
  return sign * total;
}
