/**
 * The part of Go's regexp syntax that translated patterns hold, matched in time linear in the text, as Go does (and as
 * JavaScript's RegExp does not): Thompson's construction, all states at once.
 *
 * A pattern of .dockerignore may smuggle in `|`, `{n,m}`, `^` and escapes such as `\d`, which moby does not escape.
 * Escapes by number or property (`\x41`, `\pL`, `\Q`) are taken for mistakes; in Go some of them are none.
 */
import { readCharacterClass, readEscape, type CharacterTest } from "./character-class.ts";
import { badPattern, PatternError } from "./pattern-error.ts";

/** Whether a place between two characters fits; undefined stands for the ends of the text. */
type Assertion = (before: number | undefined, after: number | undefined) => boolean;

type Expression =
  | { readonly type: "character"; readonly test: CharacterTest }
  | { readonly type: "assertion"; readonly holds: Assertion }
  | { readonly type: "sequence"; readonly parts: readonly Expression[] }
  | { readonly type: "choice"; readonly options: readonly Expression[] }
  | { readonly type: "repeat"; readonly part: Expression; readonly min: number; readonly max: number };

/** Go refuses more repetitions. */
const mostRepetitions = 1000;
/** The longest repetition in braces that Go accepts is `{1000,1000}`. */
const longestBraces = 11;
/** Repetitions multiply; Go has a limit too. */
const mostStates = 1_000_000;

const newline = 0x0a;
const notNewline: CharacterTest = (character) => character !== newline;
const atStart: Assertion = (before) => before === undefined;
const atEnd: Assertion = (_before, after) => after === undefined;
const atWordBoundary: Assertion = (before, after) => isWordCharacter(before) !== isWordCharacter(after);

const assertions: Readonly<Record<string, Assertion>> = {
  A: atStart,
  z: atEnd,
  b: atWordBoundary,
  B: (before, after) => !atWordBoundary(before, after),
};

function isWordCharacter(character: number | undefined): boolean {
  return character !== undefined && /^\w$/.test(String.fromCodePoint(character));
}

/**
 * Compiles a regular expression.
 *
 * @returns a function that says whether the expression is found anywhere in a text
 * @throws PatternError for an expression that Go refuses
 */
export function compileRegexp(source: string): (text: string) => boolean {
  const characters = Array.from(source);
  const { expression, end } = readChoice(characters, 0);
  if (end < characters.length) throw new PatternError(badPattern);
  const states: State[] = [];
  const start = addStates(expression, addState(states, { type: "accept" }), states);
  return (text) => isFound(text, states, start);
}

interface Read {
  readonly expression: Expression;
  /** Index of the character after it. */
  readonly end: number;
}

function readChoice(source: readonly string[], start: number): Read {
  const options: Expression[] = [];
  for (let at = start; ; at++) {
    const { expression, end } = readSequence(source, at);
    options.push(expression);
    at = end;
    if (source[at] !== "|") return { expression: { type: "choice", options }, end: at };
  }
}

function readSequence(source: readonly string[], start: number): Read {
  const parts: Expression[] = [];
  let repeated = false;
  let at = start;
  while (at < source.length && source[at] !== "|" && source[at] !== ")") {
    const repetition = readRepetition(source, at);
    if (!repetition) {
      const { expression, end } = readAtom(source, at);
      parts.push(expression);
      [at, repeated] = [end, false];
      continue;
    }
    const part = parts.pop();
    const { min, max, end } = repetition;
    const allowed = part !== undefined && !repeated && min <= max && Math.max(min, finite(max)) <= mostRepetitions;
    if (!allowed) throw new PatternError(badPattern);
    parts.push({ type: "repeat", part, min, max });
    [at, repeated] = [end, true];
  }
  return { expression: { type: "sequence", parts }, end: at };
}

function finite(count: number): number {
  return count === Infinity ? 0 : count;
}

/** `*`, `?`, `{2}`, `{2,}` or `{2,3}`; any other brace is a character. */
function readRepetition(source: readonly string[], at: number): { min: number; max: number; end: number } | null {
  if (source[at] === "*") return { min: 0, max: Infinity, end: at + 1 };
  if (source[at] === "?") return { min: 0, max: 1, end: at + 1 };
  if (source[at] !== "{") return null;
  const ahead = source.slice(at, at + longestBraces).join("");
  const [text, min, comma, max] = /^\{(0|[1-9]\d*)(,)?(0|[1-9]\d*)?\}/.exec(ahead) ?? [];
  if (text === undefined || (comma === undefined && max !== undefined)) return null;
  const least = Number(min);
  return { min: least, max: max !== undefined ? Number(max) : comma ? Infinity : least, end: at + text.length };
}

function readAtom(source: readonly string[], at: number): Read {
  const character = source[at] ?? "";
  if (character === "(") {
    const { expression, end } = readChoice(source, at + 1);
    if (source[end] !== ")") throw new PatternError(badPattern);
    return { expression, end: end + 1 };
  }
  if (character === "[") {
    const { test, end } = readCharacterClass(source, at);
    return { expression: { type: "character", test }, end };
  }
  if (character === "\\") {
    const holds = assertions[source[at + 1] ?? ""];
    if (holds) return { expression: { type: "assertion", holds }, end: at + 2 };
    return { expression: { type: "character", test: readEscape(source[at + 1]) }, end: at + 2 };
  }
  return { expression: plainAtom(character), end: at + 1 };
}

function plainAtom(character: string): Expression {
  if (character === "^") return { type: "assertion", holds: atStart };
  if (character === "$") return { type: "assertion", holds: atEnd };
  if (character === ".") return { type: "character", test: notNewline };
  const wanted = character.codePointAt(0);
  return { type: "character", test: (found) => found === wanted };
}

/** States go by their number. */
type State =
  | { readonly type: "accept" }
  | { readonly type: "character"; readonly test: CharacterTest; readonly next: number }
  | { readonly type: "assertion"; readonly holds: Assertion; readonly next: number }
  | { readonly type: "fork"; readonly next: number[] };

function addState(states: State[], state: State): number {
  if (states.length >= mostStates) throw new PatternError(badPattern);
  return states.push(state) - 1;
}

/** Adds the states of an expression that goes on to `next`; gives the first of them. */
function addStates(expression: Expression, next: number, states: State[]): number {
  switch (expression.type) {
    case "character":
    case "assertion":
      return addState(states, { ...expression, next });
    case "sequence":
      return expression.parts.reduceRight((after, part) => addStates(part, after, states), next);
    case "choice":
      return addState(states, {
        type: "fork",
        next: expression.options.map((option) => addStates(option, next, states)),
      });
    case "repeat":
      return addRepeat(expression, next, states);
  }
}

function addRepeat({ part, min, max }: Extract<Expression, { type: "repeat" }>, next: number, states: State[]): number {
  let entry = next;
  if (max === Infinity) {
    const branches = [next];
    entry = addState(states, { type: "fork", next: branches });
    branches.push(addStates(part, entry, states));
  } else {
    for (let count = min; count < max; count++) {
      entry = addState(states, { type: "fork", next: [next, addStates(part, entry, states)] });
    }
  }
  for (let count = 0; count < min; count++) entry = addStates(part, entry, states);
  return entry;
}

function isFound(text: string, states: readonly State[], start: number): boolean {
  const characters = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let waiting: number[] = [];
  for (let at = 0; at <= characters.length; at++) {
    const found = characters[at];
    const reached = reach([...waiting, start], states, characters[at - 1], found);
    waiting = [];
    for (const number of reached) {
      const state = states[number];
      if (state?.type === "accept") return true;
      if (state?.type === "character" && found !== undefined && state.test(found)) waiting.push(state.next);
    }
  }
  return false;
}

/** All states that can be reached from some without taking a character. */
function reach(
  from: number[],
  states: readonly State[],
  before: number | undefined,
  after: number | undefined,
): ReadonlySet<number> {
  const reached = new Set<number>();
  const open = from;
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (reached.has(number)) continue;
    reached.add(number);
    const state = states[number];
    if (state?.type === "fork") open.push(...state.next);
    else if (state?.type === "assertion" && state.holds(before, after)) open.push(state.next);
  }
  return reached;
}
