/** One stage with its meaning. Everything is computed when it is first asked for. */
import type { Instruction, Stage, Word } from "../syntax/nodes.ts";
import { defaultShell, shellFromArgv } from "../syntax/shell-setting.ts";
import { findReferenced, referencesOf } from "./build-graph.ts";
import { familyOfImage } from "./os-family.ts";
import type { NameTable } from "./persistent-map.ts";
import { baseScope, expandIn, expandOnce, inheritScope, literal, mayExpand, type Scope } from "./scopes.ts";
import { Snapshot, walkStage, type StageStates } from "./stage-states.ts";
import type { Expansion, OsFamily, StageBase, StageEdge, StageModel, StageState } from "./types.ts";

/** What the stages of one file share. */
export interface BuildContext {
  readonly escape: "\\" | "`";
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The platform that is built for starts with `windows`. */
  readonly windows: boolean;
  readonly globals: () => Scope;
  readonly names: NameTable;
  /** All stages, and the last stage of each name. */
  readonly stages: readonly BuildStage[];
  readonly byName: ReadonlyMap<string, BuildStage>;
  baseEnvironment(base: Extract<StageBase, { kind: "image" }>): ReadonlyMap<string, string> | null;
  baseWorkdir(base: Extract<StageBase, { kind: "image" }>): string | null;
  baseShell(base: Extract<StageBase, { kind: "image" }>): readonly string[] | null;
  baseTriggers(base: Extract<StageBase, { kind: "image" }>): readonly Instruction[];
  isReachable(stage: BuildStage): boolean;
  ships(stage: BuildStage): boolean;
  familyFromCommands(root: BuildStage): OsFamily | null;
}

/** BuildKit sets it when the image does not (util/system/path.go). */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const noVariables: ReadonlyMap<string, string> = new Map();

export class BuildStage implements StageModel {
  readonly node: Stage;
  readonly index: number;
  readonly name: string | null;
  readonly base: StageBase;
  /** The stage it is FROM. */
  readonly parent: BuildStage | null;
  /** The stage at the root of the chain. */
  readonly root: BuildStage;
  /** `--platform` names Windows. */
  readonly #windowsFlag: boolean;
  readonly #context: BuildContext;
  #edges: readonly StageEdge[] | undefined;
  #states: StageStates | undefined;
  /** What the stage's ONBUILDs hold. */
  #onbuilds: readonly Instruction[] | undefined;
  /** What the base image's ONBUILDs hold. */
  #imageTriggers: readonly Instruction[] | undefined;
  #namedFamily: OsFamily | null | undefined;

  /** @param parent the stage it is FROM, whose model comes before it in the file */
  constructor(node: Stage, base: StageBase, parent: BuildStage | null, windowsFlag: boolean, context: BuildContext) {
    this.node = node;
    this.index = node.index;
    this.name = node.name;
    this.base = base;
    this.parent = parent;
    this.root = parent?.root ?? this;
    this.#windowsFlag = windowsFlag;
    this.#context = context;
  }

  get chain(): readonly BuildStage[] {
    const chain: BuildStage[] = [this];
    for (let { parent } = this; parent; { parent } = parent) chain.push(parent);
    return chain.reverse();
  }

  get rootBase(): StageModel["rootBase"] {
    return this.root.base as StageModel["rootBase"];
  }

  get triggers(): readonly Instruction[] {
    if (!this.parent) return (this.#imageTriggers ??= this.#triggersOfImage());
    this.parent.#onbuilds ??= onbuildsOf(this.parent.node);
    return this.parent.#onbuilds;
  }

  get edges(): readonly StageEdge[] {
    this.#edges ??= this.#findEdges();
    return this.#edges;
  }

  get reachable(): boolean {
    return this.#context.isReachable(this);
  }

  get ships(): boolean {
    return this.#context.ships(this);
  }

  get os(): OsFamily | null {
    if (this.#isWindows) return "windows";
    return this.root.#familyByName ?? this.#context.familyFromCommands(this.root);
  }

  get finalState(): StageState {
    return this.states.final;
  }

  stateBefore(instruction: Instruction): StageState {
    return this.snapshotBefore(instruction);
  }

  snapshotBefore(instruction: Instruction): Snapshot {
    const snapshot = this.states.before.get(instruction);
    if (snapshot) return snapshot;
    const place = `${instruction.keyword} on line ${instruction.lines[0]}`;
    throw new RangeError(`${place} is not an instruction of stage ${stageLabel(this)}`);
  }

  expand(instruction: Instruction, word: Word | string): Expansion {
    const text = typeof word === "string" ? word : word.value;
    // Most words are plain, and then nothing has to be known of the stage.
    if (!mayExpand(text)) return literal(text);
    const { scope } = this.snapshotBefore(instruction);
    const { context } = this.states;
    return typeof word === "string" ? expandIn(scope, word, context.escape) : expandOnce(scope, word, context);
  }

  #triggersOfImage(): readonly Instruction[] {
    return this.base.kind === "image" ? this.#context.baseTriggers(this.base) : [];
  }

  /** Walks the stages that it is FROM first, root first, so that a long chain cannot exhaust the call stack. */
  get states(): StageStates {
    if (this.#states) return this.#states;
    const waiting: BuildStage[] = [this];
    for (let { parent } = this; parent && !parent.#states; { parent } = parent) waiting.push(parent);
    let states: StageStates | undefined;
    for (const stage of waiting.reverse()) states = stage.#walk();
    return states as StageStates;
  }

  #walk(): StageStates {
    const { escape, buildArgs, globals } = this.#context;
    const { from, body } = this.node;
    const options = { escape, buildArgs, globals, windows: this.#isWindows };
    this.#states = walkStage(this.#startState(), from, this.triggers, body, options);
    return this.#states;
  }

  #startState(): Snapshot {
    if (this.parent) {
      const { scope, user, workdir, shell } = this.parent.states.final;
      return new Snapshot(inheritScope(scope, this.#context.names), user, workdir, shell);
    }
    const image = this.base.kind === "image" ? this.base : null;
    const workdir = image ? this.#context.baseWorkdir(image) : "/";
    const baseShell = image && this.#context.baseShell(image);
    const shell = baseShell ? shellFromArgv(baseShell) : defaultShell(this.#isWindows ? "windows" : null, "\\");
    return new Snapshot(this.#baseScope(), null, workdir, shell);
  }

  /** What the base image brings along. */
  #baseScope(): Scope {
    const { base } = this;
    const known = base.kind === "image" ? this.#context.baseEnvironment(base) : noVariables;
    // A base that a build argument may replace sets the same variables perhaps, but not for sure.
    const settled = known !== null && (base.kind !== "image" || base.text.exact);
    // An image without PATH gets BuildKit's.
    const path: (readonly [string, string])[] = this.#isWindows ? [] : [["PATH", defaultPath]];
    return baseScope(this.#context.names, known ? [...path, ...known] : path, settled);
  }

  /** Only names and platforms count here: commands are read with the paths that this decides upon. */
  get #isWindows(): boolean {
    const { windows, escape } = this.#context;
    const { root } = this;
    if (windows || root.#windowsFlag || root.#familyByName === "windows") return true;
    return escape === "`" && root.base.kind === "image" && root.#familyByName === null;
  }

  /** The family that the name of this root's base image tells. */
  get #familyByName(): OsFamily | null {
    if (this.#namedFamily === undefined) {
      const reference = this.base.kind === "image" ? this.base.reference : null;
      this.#namedFamily = reference && familyOfImage(reference);
    }
    return this.#namedFamily;
  }

  #findEdges(): readonly StageEdge[] {
    const { byName, stages } = this.#context;
    const { from, body } = this.node;
    const edges: StageEdge[] = [];
    if (this.parent) edges.push({ kind: "from", stage: this.parent, instruction: from, word: from.image ?? from });
    for (const instructions of [this.triggers, body]) {
      for (const instruction of instructions) {
        for (const reference of referencesOf(instruction)) {
          const stage = findReferenced(reference, byName, stages);
          if (stage) edges.push({ kind: reference.kind, stage, instruction, word: reference.word });
        }
      }
    }
    return edges;
  }
}

/** The stage's name, or its number as text: what `--target` takes. */
export function stageLabel(stage: Pick<StageModel, "name" | "index">): string {
  return stage.name ?? String(stage.index);
}

function onbuildsOf(stage: Stage): Instruction[] {
  return stage.body.flatMap((instruction) =>
    instruction.type === "Onbuild" && instruction.trigger ? [instruction.trigger] : [],
  );
}
