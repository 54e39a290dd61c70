/** What an instruction sees of its stage: the one window through which history texts read the model. */
import type { StageModel, StageState } from "../model/types.ts";
import { resolveWorkdir } from "../model/workdir.ts";
import type { Instruction, Word } from "../syntax/nodes.ts";

export interface Scope {
  readonly windows: boolean;
  /** Just before the instruction runs. */
  readonly before: StageState;
  /** Just after it. */
  readonly after: StageState;
  /** The working directory before it, absolute; that of an unknown base image is taken to be `/`. */
  readonly workdir: string;
  /** The word with its variables and quotes resolved. */
  expand(word: Word | string): string;
  /** Build arguments that its own stage has declared so far, triggers included, in order, each as often as declared. */
  declaredHere(): readonly string[];
}

/**
 * The scope of one instruction of a stage, or of a trigger that the stage runs.
 *
 * @param next the instruction that runs after it in this stage; undefined for the last one
 * @param workdir the working directory before it
 */
export function scopeOf(
  stage: StageModel,
  instruction: Instruction,
  next: Instruction | undefined,
  workdir: string,
): Scope {
  return new InstructionScope(stage, instruction, next, workdir);
}

class InstructionScope implements Scope {
  readonly workdir: string;
  readonly #stage: StageModel;
  readonly #instruction: Instruction;
  readonly #next: Instruction | undefined;

  constructor(stage: StageModel, instruction: Instruction, next: Instruction | undefined, workdir: string) {
    this.workdir = workdir;
    this.#stage = stage;
    this.#instruction = instruction;
    this.#next = next;
  }

  get windows(): boolean {
    return this.#stage.os === "windows";
  }

  get before(): StageState {
    return this.#stage.stateBefore(this.#instruction);
  }

  get after(): StageState {
    return this.#next === undefined ? this.#stage.finalState : this.#stage.stateBefore(this.#next);
  }

  expand(word: Word | string): string {
    return this.#stage.expand(this.#instruction, word).value;
  }

  declaredHere(): readonly string[] {
    const { triggers, node } = this.#stage;
    const names: string[] = [];
    for (const instruction of [...triggers, ...node.body]) {
      if (instruction === this.#instruction) break;
      if (instruction.type === "Arg") for (const { key } of instruction.pairs) names.push(key.value);
    }
    return names;
  }
}

/** The directory that a WORKDIR instruction changes to. */
export function workdirAfter(path: Word | undefined, scope: Scope): string {
  const expanded = path === undefined ? "" : scope.expand(path);
  // Null is what BuildKit rejects, a path on another drive: it stands as it is written.
  return resolveWorkdir(scope.workdir, expanded, scope.windows) ?? expanded;
}

/** A build argument with the value that a RUN would see; undefined when it has none. */
type BuildArgument = readonly [name: string, value: string | undefined];

/** Declared build arguments in order of their first ARG, those of the stages that this one is FROM included. */
export function buildArguments(scope: Scope): readonly BuildArgument[] {
  const { args } = scope.before;
  if (args.size === 0) return [];
  return [...args].map(([name, value]) => [name, valueInForce(name, value, scope)]);
}

/**
 * Without those of other stages, and each as often as it is declared: up to Docker 26 BuildKit writes them so
 * (convert.go, `dispatchRun`, before it took repetitions out).
 */
export function declaredBuildArguments(scope: Scope): readonly BuildArgument[] {
  const { args } = scope.before;
  if (args.size === 0) return [];
  return scope.declaredHere().map((name) => [name, valueInForce(name, args.get(name), scope)]);
}

/** Those of its own stage as other builders have them: each once, without a value when its last ARG gives it none. */
export function ownBuildArguments(scope: Scope): readonly BuildArgument[] {
  const { args } = scope.before;
  if (args.size === 0) return [];
  return [...new Set(scope.declaredHere())].map((name) => [name, effectiveValue(name, args.get(name), scope)]);
}

/** In BuildKit an ARG without a value leaves that of an earlier ARG or ENV in force. */
function valueInForce(name: string, value: string | undefined, scope: Scope): string | undefined {
  return value === undefined ? valueOfShared(name, scope) : effectiveValue(name, value, scope);
}

function effectiveValue(name: string, value: string | undefined, scope: Scope): string | undefined {
  return scope.before.env.has(name) ? valueOfShared(name, scope) : value;
}

/** ENV and ARG share one environment in which the later one wins: expansion knows which that is. */
function valueOfShared(name: string, scope: Scope): string | undefined {
  return /^\w+$/.test(name) ? scope.expand(`\${${name}}`) : scope.before.env.get(name);
}
