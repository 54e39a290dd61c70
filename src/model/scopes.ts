/**
 * What variables stand for at each point of the file (BuildKit: dockerfile2llb/convert.go, `dispatchArg`, `dispatchEnv`).
 *
 * ENV and ARG share one environment for expansion, in which the later one wins. Only ENV reaches the image: a stage that
 * is FROM another starts from the other's image, so there ENV is back in force where an ARG of the parent hid it.
 */
import type { Arg, Env, Word } from "../syntax/nodes.ts";
import { expandWord, type ExpandedWord } from "../syntax/expand-word.ts";
import { goQuote } from "../syntax/go-quote.ts";
import type { NameTable } from "./persistent-map.ts";
import { PersistentMap } from "./persistent-map.ts";
import type { Expansion } from "./types.ts";

/** The value of a variable, and whether anything outside the file may change it. */
export interface Variable {
  readonly value: string;
  readonly settled: boolean;
}

/** Variables in force at one point. Never changes. */
export interface Scope {
  /** What an expansion sees. */
  readonly visible: PersistentMap<Variable>;
  /** What the image's environment holds. */
  readonly env: PersistentMap<string>;
  /** Declared build arguments; undefined where none has a value. */
  readonly args: PersistentMap<string | undefined>;
  /** What ENV says of the names that an ARG of this stage hides. */
  readonly hidden: PersistentMap<Variable>;
  /** False when the base image may set variables that nobody here knows of. */
  readonly baseEnvKnown: boolean;
}

/** What a walk over instructions needs besides the scope. */
export interface ScopeContext {
  readonly escape: "\\" | "`";
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Expansions by word, so that each word is expanded once, and in ARG with what stands to its left. */
  readonly expansions: Map<Word, Expansion>;
}

/** Declared like others, but kept out of the environment. */
const argsOutsideEnvironment = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

/** What an expansion, or the removal of quotes and escapes, needs to change anything. */
const special = /[$'"\\`]/;

/** False for a word that expansion leaves as it is. */
export function mayExpand(word: string): boolean {
  return special.test(word);
}

const noNames: readonly string[] = [];

/** A text in which nothing is expanded. */
export function literal(value: string): Expansion {
  const none = noNames;
  return { value, exact: true, undefinedNames: none, overridable: none, names: none, error: null, errorRange: null };
}

/** Expands one word. Variables in heredoc bodies: see `expandBody`. */
export function expandIn(scope: Scope, word: string, escape: "\\" | "`"): Expansion {
  if (!mayExpand(word)) return literal(word);
  return describe(scope, word, expandWord(word, new VisibleValues(scope), { escape }));
}

/** The words that an argument of EXPOSE comes to: variables may hold several. None when it cannot be expanded. */
export function wordsIn(scope: Scope, word: string, escape: "\\" | "`"): readonly string[] {
  return special.test(word) ? expandWord(word, new VisibleValues(scope), { escape }).words : [word];
}

/** Expands the body of a COPY or ADD heredoc: quotes are plain text, and the escape character is always `\`. */
export function expandBody(scope: Scope, body: string): Expansion {
  return describe(scope, body, expandWord(body, new VisibleValues(scope), { escape: "\\", skipQuotes: true }));
}

/** The scope after an ENV. The whole line sees what was in force before it. */
export function afterEnv(before: Scope, instruction: Env, context: ScopeContext): Scope {
  let { visible, env, hidden } = before;
  for (const pair of instruction.pairs) {
    const key = expandOnce(before, pair.key, context);
    const value = pair.value && expandOnce(before, pair.value, context);
    const variable = { value: value?.value ?? "", settled: key.exact && (value?.exact ?? true) };
    visible = visible.with(key.value, variable);
    env = env.with(key.value, variable.value);
    if (hidden.has(key.value)) hidden = hidden.with(key.value, variable);
  }
  return { visible, env, args: before.args, hidden, baseEnvKnown: before.baseEnvKnown };
}

/** The scope after an ARG of a stage. Each default sees the arguments to its left. */
export function afterArg(before: Scope, instruction: Arg, globals: () => Scope, context: ScopeContext): Scope {
  let scope = before;
  for (const { key, value } of instruction.pairs) {
    const variable =
      valueOfArg(scope, key.value, value, context) ?? (value ? undefined : globals().visible.get(key.value));
    scope = declare(scope, key.value, variable);
  }
  return scope;
}

/** The scope after an ARG in front of the first FROM. */
export function afterGlobalArg(before: Scope, instruction: Arg, context: ScopeContext): Scope {
  let scope = before;
  for (const { key, value } of instruction.pairs) {
    const variable = valueOfArg(scope, key.value, value, context);
    // A bare ARG keeps what an earlier one, or the builder, has given.
    const args = scope.args.with(key.value, variable?.value ?? scope.visible.get(key.value)?.value);
    scope = { ...scope, args, visible: variable ? scope.visible.with(key.value, variable) : scope.visible };
  }
  return scope;
}

/** What a stage sees that is FROM a stage with this scope at its end. */
export function inheritScope(parent: Scope, names: NameTable): Scope {
  if (parent.hidden.size === 0) return parent;
  let { visible } = parent;
  parent.hidden.forEach((variable, name) => (visible = visible.with(name, variable)));
  return { ...parent, visible, hidden: PersistentMap.empty(names) };
}

/**
 * What a stage sees that is FROM an image with these environment variables.
 *
 * @param known false when the image may set others, or set these otherwise
 */
export function baseScope(
  names: NameTable,
  variables: readonly (readonly [name: string, value: string])[],
  known: boolean,
): Scope {
  const visible: (readonly [string, Variable])[] = [];
  for (const [name, value] of variables) visible.push([name, { value, settled: known }]);
  return {
    visible: PersistentMap.of(names, visible),
    env: PersistentMap.of(names, variables),
    args: PersistentMap.empty(names),
    hidden: PersistentMap.empty(names),
    baseEnvKnown: known,
  };
}

/** What an expansion sees that is in front of the first FROM: the arguments that the builder gives. */
export function globalScope(names: NameTable, given: readonly (readonly [name: string, value: Variable])[]): Scope {
  return {
    visible: PersistentMap.of(names, given),
    env: PersistentMap.empty(names),
    args: PersistentMap.empty(names),
    hidden: PersistentMap.empty(names),
    baseEnvKnown: true,
  };
}

/** Expands a word and remembers the result. */
export function expandOnce(scope: Scope, word: Word, context: ScopeContext): Expansion {
  const known = context.expansions.get(word);
  if (known) return known;
  const expansion = expandIn(scope, word.value, context.escape);
  context.expansions.set(word, expansion);
  return expansion;
}

/** The build argument given for it, else its default; undefined when there is neither. */
function valueOfArg(scope: Scope, name: string, value: Word | null, context: ScopeContext): Variable | undefined {
  // Expanded even when it is overridden: rules may ask for it.
  const fallback = value && { value: expandOnce(scope, value, context).value, settled: false };
  const given = Object.hasOwn(context.buildArgs, name) ? context.buildArgs[name] : undefined;
  return given === undefined ? (fallback ?? undefined) : { value: given, settled: true };
}

function declare(scope: Scope, name: string, variable: Variable | undefined): Scope {
  const args = scope.args.with(name, variable?.value);
  const inForce = scope.visible.get(name);
  // Without a value of its own the argument leaves ENV in force, but a build argument would hide it.
  const next = variable ?? (inForce && { ...inForce, settled: false });
  if (!next || argsOutsideEnvironment.has(name)) return { ...scope, args };
  const hides = inForce !== undefined && scope.env.has(name) && !scope.hidden.has(name);
  const hidden = hides ? scope.hidden.with(name, inForce) : scope.hidden;
  return { ...scope, args, visible: scope.visible.with(name, next), hidden };
}

class VisibleValues {
  readonly #visible: Scope["visible"];

  constructor({ visible }: Scope) {
    this.#visible = visible;
  }

  get(name: string): string | undefined {
    return this.#visible.get(name)?.value;
  }
}

function describe(scope: Scope, word: string, expanded: ExpandedWord): Expansion {
  const { result, matched, unmatched, error, errorRange } = expanded;
  const names = [...matched, ...unmatched];
  const overridable: string[] = [];
  const undefinedNames: string[] = [];
  for (const name of matched) if (!scope.visible.get(name)?.settled) overridable.push(name);
  for (const name of unmatched) (scope.args.has(name) ? overridable : undefinedNames).push(name);
  return {
    value: error === null ? result : word,
    exact: error === null && overridable.length === 0 && (undefinedNames.length === 0 || scope.baseEnvKnown),
    undefinedNames,
    overridable,
    names,
    error: error === null ? null : `failed to process ${goQuote(word)}: ${error}`,
    errorRange,
  };
}
