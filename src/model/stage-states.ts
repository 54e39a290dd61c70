/** The state of one stage before each of its instructions, found in one walk. */
import type { Instruction, ShellSetting, User } from "../syntax/nodes.ts";
import { shellFromArgv } from "../syntax/shell-setting.ts";
import { afterArg, afterEnv, expandOnce, type Scope, type ScopeContext } from "./scopes.ts";
import type { StageState } from "./types.ts";
import { resolveWorkdir } from "./workdir.ts";

/** A state with the scope that expansions see. Shared by neighbouring instructions that change nothing. */
export class Snapshot implements StageState {
  readonly scope: Scope;
  readonly user: StageState["user"];
  readonly workdir: string | null;
  readonly shell: ShellSetting;

  constructor(scope: Scope, user: StageState["user"], workdir: string | null, shell: ShellSetting) {
    this.scope = scope;
    this.user = user;
    this.workdir = workdir;
    this.shell = shell;
  }

  get env(): ReadonlyMap<string, string> {
    return this.scope.env;
  }

  get args(): ReadonlyMap<string, string | undefined> {
    return this.scope.args;
  }

  get baseEnvKnown(): boolean {
    return this.scope.baseEnvKnown;
  }
}

/** The states of a stage by instruction. */
export interface StageStates {
  readonly before: ReadonlyMap<Instruction, Snapshot>;
  readonly final: Snapshot;
  readonly context: ScopeContext;
}

export interface WalkOptions {
  readonly escape: "\\" | "`";
  readonly buildArgs: Readonly<Record<string, string>>;
  /** What a stage's ARG without a default takes its value from. */
  readonly globals: () => Scope;
  /** Paths are those of Windows. */
  readonly windows: boolean;
}

/**
 * Walks a stage once.
 *
 * @param start the state right after FROM
 * @param from the FROM itself
 * @param triggers ONBUILD instructions that run first
 * @param body the stage's own instructions
 */
export function walkStage(
  start: Snapshot,
  from: Instruction,
  triggers: readonly Instruction[],
  body: readonly Instruction[],
  options: WalkOptions,
): StageStates {
  const context: ScopeContext = {
    escape: options.escape,
    buildArgs: options.buildArgs,
    expansions: new Map(),
  };
  const before = new Map<Instruction, Snapshot>([[from, start]]);
  let state = start;
  for (const instruction of triggers.length > 0 ? [...triggers, ...body] : body) {
    before.set(instruction, state);
    if (instruction.type === "Onbuild" && instruction.trigger) before.set(instruction.trigger, state);
    state = stateAfter(state, instruction, context, options);
  }
  return { before, final: state, context };
}

function stateAfter(state: Snapshot, instruction: Instruction, context: ScopeContext, options: WalkOptions): Snapshot {
  const { scope, user, workdir, shell } = state;
  switch (instruction.type) {
    case "Env":
      return new Snapshot(afterEnv(scope, instruction, context), user, workdir, shell);
    case "Arg":
      return new Snapshot(afterArg(scope, instruction, options.globals, context), user, workdir, shell);
    case "User":
      return new Snapshot(scope, userOf(scope, instruction, context) ?? user, workdir, shell);
    case "Workdir": {
      const [path] = instruction.args;
      if (!path) return state;
      const { value } = expandOnce(scope, path, context);
      return new Snapshot(scope, user, resolveWorkdir(workdir, value, options.windows), shell);
    }
    case "Shell":
      if (!instruction.json) return state;
      return new Snapshot(scope, user, workdir, shellFromArgv(instruction.args.map((word) => word.value)));
    default:
      return state;
  }
}

function userOf(scope: Scope, instruction: User, context: ScopeContext): StageState["user"] {
  const [word] = instruction.args;
  return word ? { value: expandOnce(scope, word, context).value, instruction } : null;
}
