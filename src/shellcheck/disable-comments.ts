/**
 * `# shellcheck disable=SC2086` where no shell sees it: above a RUN, for all of it; between its continued lines, for the
 * next line of code. In a heredoc the comment is part of the script, and ShellCheck reads it itself.
 */
import type { Comment, Dockerfile, Range, Run } from "../syntax/nodes.ts";

interface Disabled {
  readonly codes: (code: number) => boolean;
  readonly range: Range;
}

const directive = /^shellcheck\s+(.*)$/s;

/** True for a finding that no comment around a RUN switches off. */
export type IsWanted = (code: string, range: Range) => boolean;

/** @param leading the comments above the RUN, or above the ONBUILD that holds it */
export function readDisableComments(
  run: Run,
  leading: readonly Comment[],
  { comments }: Dockerfile,
  text: string,
): IsWanted {
  const disabled: Disabled[] = [];
  for (const comment of leading) add(comment, run.range, disabled);
  for (const comment of comments) {
    const isInside = comment.inside && comment.range[0] > run.range[0] && comment.range[0] < run.range[1];
    if (isInside) add(comment, nextCode(comment, text), disabled);
  }
  if (disabled.length === 0) return () => true;
  return (code, [at]) => {
    const number = Number(code.slice(2));
    return !disabled.some(({ codes, range }) => at >= range[0] && at < range[1] && codes(number));
  };
}

function add({ value }: Comment, range: Range, disabled: Disabled[]): void {
  const words = directive.exec(value)?.[1]?.split(/\s+/) ?? [];
  const end = words.findIndex((word) => word.startsWith("#"));
  for (const word of end < 0 ? words : words.slice(0, end)) {
    const [, list] = /^disable=(.+)$/.exec(word) ?? [];
    for (const item of list?.split(",") ?? []) disabled.push({ codes: codesOf(item), range });
  }
}

/** `all`, `SC2086`, `2086`, `SC3000-SC4000` (without its end, as ShellCheck has it). */
function codesOf(item: string): Disabled["codes"] {
  if (item === "all") return () => true;
  const [, first, last] = /^(?:SC)?(\d+)(?:-(?:SC)?(\d+))?$/i.exec(item) ?? [];
  if (first === undefined) return () => false;
  return last === undefined ? (code) => code === Number(first) : (code) => code >= Number(first) && code < Number(last);
}

/** The next line that is neither empty nor a comment. */
function nextCode({ range }: Comment, text: string): Range {
  const line = /\n(?![ \t]*(?:#|\r?\n|$))[^\n]*/g;
  line.lastIndex = range[1];
  const found = line.exec(text);
  return found ? [found.index + 1, found.index + found[0].length] : [range[1], range[1]];
}
