/** TREE -> MEANING: stages, build graph, variables (BuildKit: frontend/dockerfile/dockerfile2llb/convert.go). */
import type { Arg, Dockerfile, From, Heredoc, Instruction, Stage, SyntaxProblem, Word } from "../syntax/nodes.ts";
import { reachableFrom } from "./build-graph.ts";
import { parseImageReference } from "./image-reference.ts";
import { familyOfCommands } from "./os-family.ts";
import { NameTable } from "./persistent-map.ts";
import { defaultPlatform, parsePlatform, platformArguments } from "./platform.ts";
import {
  afterGlobalArg,
  expandBody,
  expandIn,
  expandOnce,
  globalScope,
  literal,
  mayExpand,
  type Scope,
  type ScopeContext,
  type Variable,
} from "./scopes.ts";
import { readTriggers } from "./image-triggers.ts";
import { buildProblems } from "./problems.ts";
import { BuildStage, type BuildContext } from "./stages.ts";
import type { BuildModel, Expansion, ModelOptions, OsFamily, StageBase } from "./types.ts";

/**
 * The meaning of a Dockerfile for one build. Pure, and lazy but for the stages and what they are FROM. Never throws,
 * whatever is wrong with the file.
 *
 * @param dockerfile the tree
 * @param options target, platform and build arguments; what is known of base images
 */
export function createModel(dockerfile: Dockerfile, options: ModelOptions = {}): BuildModel {
  return new Build(dockerfile, options);
}

/** Scopes in front of the first FROM. */
interface Prologue {
  /** What each instruction there sees. */
  readonly before: ReadonlyMap<Instruction, Scope>;
  /** What FROM sees. */
  readonly globals: Scope;
}

class Build implements BuildModel {
  readonly dockerfile: Dockerfile;
  readonly options: ModelOptions;
  readonly stages: readonly BuildStage[];
  readonly target: BuildStage | null;
  readonly #names = new NameTable();
  readonly #fromContext: ScopeContext;
  #prologue: Prologue | undefined;
  #globalArgs: BuildModel["globalArgs"] | undefined;
  #owners: ReadonlyMap<Instruction | Stage, BuildStage> | undefined;
  #reachable: ReadonlySet<BuildStage> | undefined;
  #shipping: ReadonlySet<BuildStage> | undefined;
  #families: ReadonlyMap<BuildStage, OsFamily | null> | undefined;
  #problems: readonly SyntaxProblem[] | undefined;

  constructor(dockerfile: Dockerfile, options: ModelOptions) {
    this.dockerfile = dockerfile;
    this.options = options;
    const buildArgs = options.buildArgs ?? {};
    this.#fromContext = { escape: dockerfile.escape, buildArgs, expansions: new Map() };
    this.stages = this.#readStages();
    this.target = this.#findTarget();
  }

  get globalArgs(): BuildModel["globalArgs"] {
    this.#globalArgs ??= describeGlobals(this.#globals, this.dockerfile.prologue);
    return this.#globalArgs;
  }

  get problems(): readonly SyntaxProblem[] {
    this.#problems ??= buildProblems(this);
    return this.#problems;
  }

  stageOf(node: Instruction | Stage): BuildStage | null {
    this.#owners ??= findOwners(this.stages);
    return this.#owners.get(node) ?? null;
  }

  expandFrom(_from: From, word: Word | string): Expansion {
    const { escape } = this.#fromContext;
    const text = typeof word === "string" ? word : word.value;
    if (!mayExpand(text)) return literal(text);
    return typeof word === "string"
      ? expandIn(this.#globals, word, escape)
      : expandOnce(this.#globals, word, this.#fromContext);
  }

  expand(instruction: Instruction, word: Word | string): Expansion {
    if (instruction.type === "From") return this.expandFrom(instruction, word);
    const stage = this.stageOf(instruction);
    if (stage) return stage.expand(instruction, word);
    const scope = this.#scopes.before.get(instruction) ?? this.#globals;
    return typeof word === "string"
      ? expandIn(scope, word, this.#fromContext.escape)
      : expandOnce(scope, word, this.#fromContext);
  }

  expandHeredoc(instruction: Instruction, heredoc: Heredoc): Expansion {
    const body = heredoc.chomp ? heredoc.content.replace(/^\t+/gm, "") : heredoc.content;
    if (!heredoc.expand) return literal(body);
    const scope = this.stageOf(instruction)?.snapshotBefore(instruction).scope ?? this.#globals;
    return expandBody(scope, body);
  }

  get #globals(): Scope {
    return this.#scopes.globals;
  }

  get #scopes(): Prologue {
    this.#prologue ??= this.#readPrologue();
    return this.#prologue;
  }

  /** The global arguments: those of the platform, then each ARG in front of the first FROM. */
  #readPrologue(): Prologue {
    const before = new Map<Instruction, Scope>();
    let globals = globalScope(this.#names, this.#predefined());
    for (const instruction of this.dockerfile.prologue) {
      before.set(instruction, globals);
      if (instruction.type === "Arg") globals = afterGlobalArg(globals, instruction, this.#fromContext);
    }
    return { before, globals };
  }

  #predefined(): (readonly [name: string, value: Variable])[] {
    const { platform, buildArgs = {} } = this.options;
    const target = parsePlatform(platform ?? defaultPlatform);
    const predefined: (readonly [string, Variable])[] = [];
    const set = (name: string, value: string, settled: boolean): void => {
      const given = Object.hasOwn(buildArgs, name) ? buildArgs[name] : undefined;
      predefined.push([name, { value: given ?? value, settled: settled || given !== undefined }]);
    };
    // Where the build runs is the builder's business; what it builds for is ours when we are told.
    for (const [name, value] of platformArguments("BUILD", parsePlatform(defaultPlatform))) set(name, value, false);
    for (const [name, value] of platformArguments("TARGET", target)) set(name, value, platform !== undefined);
    const targetName = this.options.target ?? this.dockerfile.stages.at(-1)?.name;
    set("TARGETSTAGE", targetName || "default", this.options.target !== undefined);
    return predefined;
  }

  #readStages(): BuildStage[] {
    const stages: BuildStage[] = [];
    const byName = new Map<string, BuildStage>();
    const context = this.#createContext(stages, byName);
    for (const node of this.dockerfile.stages) {
      const { base, parent } = this.#readBase(node.from, byName);
      const stage = new BuildStage(node, base, parent, this.#namesWindows(node.from), context);
      stages.push(stage);
      if (node.name !== null) byName.set(node.name, stage);
    }
    return stages;
  }

  #createContext(stages: readonly BuildStage[], byName: ReadonlyMap<string, BuildStage>): BuildContext {
    const { platform, buildArgs = {}, baseEnvironment, baseWorkdir, baseShell, baseOnbuild } = this.options;
    return {
      escape: this.dockerfile.escape,
      buildArgs,
      windows: platform !== undefined && parsePlatform(platform).os === "windows",
      globals: () => this.#globals,
      names: this.#names,
      stages,
      byName,
      baseEnvironment: ({ reference }) => (reference && baseEnvironment?.(reference)) ?? null,
      baseWorkdir: ({ reference }) => (reference && baseWorkdir?.(reference)) ?? null,
      baseShell: ({ reference }) => (reference && baseShell?.(reference)) ?? null,
      baseTriggers: ({ reference }) => readTriggers((reference && baseOnbuild?.(reference)) ?? []),
      isReachable: (stage) => this.#isReachable(stage),
      ships: (stage) => this.#ships(stage),
      familyFromCommands: (root) => this.#familyFromCommands(root),
    };
  }

  /** A stage is found only under its lower-case name, and only when it stands above. */
  #readBase(
    from: From,
    byName: ReadonlyMap<string, BuildStage>,
  ): { readonly base: StageBase; readonly parent: BuildStage | null } {
    const text = from.image ? this.expandFrom(from, from.image) : literal("");
    const parent = byName.get(text.value) ?? null;
    if (parent) return { base: { kind: "stage", stage: parent }, parent };
    if (text.value === "scratch") return { base: { kind: "scratch" }, parent };
    const reference = parseImageReference(text.value);
    const valid = text.error === null && !("error" in reference);
    return { base: { kind: "image", reference: valid ? reference : null, text }, parent };
  }

  #namesWindows(from: From): boolean {
    const platform = from.flags.find(({ name }) => name === "platform")?.value;
    return platform ? /^windows(\/|$)/i.test(this.expandFrom(from, platform).value) : false;
  }

  #findTarget(): BuildStage | null {
    const { target, builder = "buildkit" } = this.options;
    if (!target) return this.stages.at(-1) ?? null;
    const named = this.stages.findLast(({ name }) => name === target.toLowerCase());
    if (builder === "buildkit") return named ?? null;
    return named ?? (/^[0-9]+$/.test(target) ? (this.stages[Number(target)] ?? null) : null);
  }

  #isReachable(stage: BuildStage): boolean {
    this.#reachable ??= this.target
      ? reachableFrom(this.target, ({ edges }) => edges.flatMap((edge) => this.stages[edge.stage.index] ?? []))
      : new Set();
    return this.#reachable.has(stage);
  }

  #ships(stage: BuildStage): boolean {
    this.#shipping ??= new Set(this.target?.chain);
    return this.#shipping.has(stage);
  }

  #familyFromCommands(root: BuildStage): OsFamily | null {
    this.#families ??= findFamilies(this.stages);
    return this.#families.get(root) ?? null;
  }
}

function describeGlobals(globals: Scope, prologue: readonly Instruction[]): BuildModel["globalArgs"] {
  const nodes = new Map<string, Arg>();
  for (const instruction of prologue) {
    if (instruction.type === "Arg") for (const { key } of instruction.pairs) nodes.set(key.value, instruction);
  }
  const described = new Map<string, { readonly value: string | undefined; readonly node: Arg | null }>();
  globals.visible.forEach(({ value }: Variable, name) => described.set(name, { value, node: nodes.get(name) ?? null }));
  globals.args.forEach((value, name) => described.set(name, { value, node: nodes.get(name) ?? null }));
  return described;
}

function findOwners(stages: readonly BuildStage[]): ReadonlyMap<Instruction | Stage, BuildStage> {
  const owners = new Map<Instruction | Stage, BuildStage>();
  for (const stage of stages) {
    owners.set(stage.node, stage).set(stage.node.from, stage);
    for (const instruction of stage.node.body) {
      owners.set(instruction, stage);
      if (instruction.type === "Onbuild" && instruction.trigger) owners.set(instruction.trigger, stage);
    }
  }
  return owners;
}

/** The family of each root, told by the commands of all stages that stand on it. */
function findFamilies(stages: readonly BuildStage[]): ReadonlyMap<BuildStage, OsFamily | null> {
  const instructions = new Map<BuildStage, Instruction[]>();
  for (const { root, node } of stages) {
    const known = instructions.get(root);
    if (!known) instructions.set(root, [...node.body]);
    else for (const instruction of node.body) known.push(instruction);
  }
  return new Map([...instructions].map(([root, body]) => [root, familyOfCommands(body)]));
}
