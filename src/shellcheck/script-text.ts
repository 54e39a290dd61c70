/** RUN -> the shell code in it, as the shell gets it, and where each of its characters stands. */
import { splitInstruction } from "../syntax/lex-instruction.ts";
import { readJsonArray } from "../syntax/json-array.ts";
import { shellText } from "../syntax/command-text.ts";
import { isMarker } from "../syntax/heredoc.ts";
import type { Heredoc, LogicalLine, Range, Run } from "../syntax/nodes.ts";

/** Shell code, and the way back. */
export interface ScriptText {
  readonly text: string;
  toRange(start: number, end: number): Range;
  /** The program that reads it where the instruction itself says so (exec form, `#!`); null for the shell in force. */
  readonly argv: readonly string[] | null;
}

/**
 * @param fileText the whole file
 * @returns null for a RUN without shell code: an exec form of another program
 */
export function scriptTextOf(run: Run, fileText: string): ScriptText | null {
  const { rest } = splitInstruction(run.logical.text);
  if (run.json) return scriptOfExecForm(run.logical, rest.start, rest.end);
  const [heredoc] = run.heredocs;
  if (heredoc && run.heredocs.length === 1 && isMarker(rest.value)) return scriptOfHeredoc(heredoc);
  return { ...shellText(run, rest, run.logical, fileText), argv: null };
}

/** BuildKit takes the tabs of `<<-` away, and runs a body with a `#!` line as a program. */
function scriptOfHeredoc({ content, contentRange, chomp }: Heredoc): ScriptText {
  const [at] = contentRange;
  const body = chomp ? withoutTabs(content, at) : { text: content, toRange: shifted(at) };
  const [, line] = /^#!([^\n]*)/.exec(body.text) ?? [];
  const argv = line?.trim().split(/\s+/) ?? null;
  return { ...body, argv };
}

function shifted(by: number): ScriptText["toRange"] {
  return (start, end) => [by + start, by + end];
}

/** Without the tabs at the start of each line. */
function withoutTabs(content: string, at: number): Pick<ScriptText, "text" | "toRange"> {
  const places: number[] = [];
  let text = "";
  for (const { 0: line, index } of content.matchAll(/[^\n]*\n?/g)) {
    const tabs = /^\t*/.exec(line)?.[0].length ?? 0;
    for (let column = tabs; column < line.length; column++) places.push(at + index + column);
    text += line.slice(tabs);
  }
  return { text, toRange: rangesFrom(places, at + content.length) };
}

/** From the place of each character: to the end of the last one of a range, not to the start of the next. */
function rangesFrom(starts: readonly number[], end: number, ends?: readonly number[]): ScriptText["toRange"] {
  return (from, to) => {
    const first = starts[from] ?? end;
    if (to <= from) return [first, first];
    return [first, ends?.[to - 1] ?? (starts[to - 1] ?? end - 1) + 1];
  };
}

/** `["bash", "-o", "pipefail", "-c", "..."]`: any program that is called with -c; whether it is a shell is seen later. */
function scriptOfExecForm(line: LogicalLine, start: number, end: number): ScriptText | null {
  const array = readJsonArray(line.text, start, end);
  if (array.kind !== "strings") return null;
  const words = array.items.map(({ value }) => value);
  const index = indexOfScript(words);
  const item = index === null ? undefined : array.items[index];
  if (!item || index === null) return null;
  const { starts, ends } = placesInJsonString(line.text.slice(item.start, item.end));
  const place = (offset: number): number => line.toSource(item.start + offset);
  return {
    text: item.value,
    toRange: rangesFrom(
      starts.map(place),
      place(item.end - item.start - 1),
      ends.map((offset) => place(offset - 1) + 1),
    ),
    argv: words.slice(0, index),
  };
}

function indexOfScript(words: readonly string[]): number | null {
  let isCommand = false;
  let index = 1;
  for (; /^[-+]/.test(words[index] ?? ""); index++) {
    const flag = words[index] ?? "";
    if (flag === "--") break;
    if (/^-[a-zA-Z]*c/.test(flag)) isCommand = true;
    // `-o pipefail`, also in `-eo pipefail`.
    if (/^[-+][a-zA-Z]*[oO]$/.test(flag)) index++;
  }
  return isCommand && words[index] !== undefined ? index : null;
}

/** Where the characters of a JSON string begin and end in its source, which includes the quotes. */
function placesInJsonString(source: string): { starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: written, index } of source.slice(1, -1).matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gsu)) {
    // A character outside the basic plane is two code units, each with a place of its own.
    const isEscape = written.startsWith("\\");
    for (let unit = 0; unit < (isEscape ? 1 : written.length); unit++) {
      starts.push(1 + index + unit);
      ends.push(1 + index + (isEscape ? written.length : unit + 1));
    }
  }
  return { starts, ends };
}
