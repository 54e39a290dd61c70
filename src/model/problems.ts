/**
 * MEANING -> what BuildKit would reject when it turns the file into a build (dockerfile2llb/convert.go). BuildKit stops
 * at the first; here all of them are found, each at the word at fault, and one mistake makes one problem.
 *
 * Left out is what only a registry, the build context or the builder can tell, and what a line that is already rejected
 * may have caused.
 */
import { goQuote } from "../syntax/go-quote.ts";
import type { Instruction, Range, SyntaxProblem } from "../syntax/nodes.ts";
import { instructionProblem } from "../syntax/problems.ts";
import { buildkitLimit, nearest } from "../syntax/suggest.ts";
import type { Reference } from "./build-graph.ts";
import { checkOptionProblems } from "./check-option-problems.ts";
import { checkFrom, expandGlobally } from "./from-problems.ts";
import { triggerError } from "./image-triggers.ts";
import { JudgedNames } from "./judged-names.ts";
import { RejectedInstructions } from "./rejected-instructions.ts";
import { checkCircles, SourceFinder, stageTitle, type Taking } from "./stage-problems.ts";
import type { BuildStage } from "./stages.ts";
import { checkStep, isSurelyFine } from "./step-problems.ts";
import { Step, type Found } from "./step.ts";
import type { BuildModel, ModelOptions } from "./types.ts";

/** The model as far as it is known inside the room. */
export interface JudgedModel extends BuildModel {
  readonly options: ModelOptions;
  readonly stages: readonly BuildStage[];
}

/** All problems at the level of the build, in file order. */
export function buildProblems(model: JudgedModel): readonly SyntaxProblem[] {
  return new Judge(model).run();
}

const noTakings: readonly Taking[] = [];

class Judge {
  readonly #model: JudgedModel;
  readonly #problems: SyntaxProblem[] = [];
  readonly #rejected: RejectedInstructions;
  readonly #globals: JudgedNames;
  /** What is known at the end of each stage. */
  readonly #finalNames = new Map<BuildStage, JudgedNames>();
  readonly #sources: SourceFinder;
  readonly #takings = new Map<Instruction, readonly Taking[]>();
  #circular: ReadonlySet<Reference> = new Set();
  /** Triggers of which something was said already, at an earlier FROM. */
  readonly #toldTriggers = new Set<Instruction>();

  constructor(model: JudgedModel) {
    this.#model = model;
    this.#rejected = new RejectedInstructions(model.dockerfile);
    this.#globals = new JudgedNames(model, () => true);
    this.#sources = new SourceFinder(model.stages, model.dockerfile.escape, !this.#rejected.mayHideStages);
  }

  run(): readonly SyntaxProblem[] {
    const { dockerfile, stages, options } = this.#model;
    for (const found of checkOptionProblems(dockerfile, options.buildArgs)) this.#report(found);
    this.#checkPrologue();
    for (const stage of stages) {
      if (!this.#rejected.has(stage.node.from)) checkFrom(this.#model, stage, this.#globals, this.#report);
    }
    this.#checkTarget();
    this.#checkSources();
    for (const stage of stages) if (!options.target || stage.reachable) this.#checkStage(stage);
    return this.#problems.sort((a, b) => a.range[0] - b.range[0]);
  }

  readonly #report = (found: Found): void => {
    this.#problems.push({ ...found, level: "convert" });
  };

  /** The arguments above the first FROM. */
  #checkPrologue(): void {
    const { dockerfile, options } = this.#model;
    const given = options.buildArgs ?? {};
    for (const instruction of dockerfile.prologue) {
      if (instruction.type !== "Arg" || this.#rejected.has(instruction)) {
        this.#globals.lose();
        continue;
      }
      for (const { key, value } of instruction.pairs) {
        const isGiven = Object.hasOwn(given, key.value);
        const isRead =
          isGiven || !value || expandGlobally(this.#model, instruction, value, this.#globals, this.#report);
        this.#globals.set(key.value, Boolean(isRead));
      }
    }
  }

  #checkTarget(): void {
    const { target } = this.#model.options;
    if (!target || this.#model.target || this.#rejected.mayHideStages || this.#model.stages.length === 0) return;
    const names = this.#model.stages.map(stageTitle);
    const near = nearest(target, names, buildkitLimit);
    const suggestion = near === null ? "" : ` (did you mean ${near}?)`;
    const message = `target stage ${goQuote(target)} could not be found${suggestion}`;
    this.#report({ code: "target", message, hint: null, range: [0, 0] });
  }

  /** What COPY and RUN take from other stages. */
  #checkSources(): void {
    for (const stage of this.#model.stages) {
      for (const instruction of stage.node.body) {
        if (this.#rejected.has(instruction)) continue;
        const takings = this.#sources.find(stage, instruction, this.#report);
        if (takings.length > 0) this.#takings.set(instruction, takings);
      }
    }
    if (this.#rejected.mayHideStages) return;
    this.#circular = checkCircles([...this.#takings.values()].flat(), this.#report);
  }

  #checkStage(stage: BuildStage): void {
    const above = stage.parent ? this.#finalNames.get(stage.parent) : undefined;
    const names = new JudgedNames(this.#model, () => this.#knowsBase(stage), above);
    this.#finalNames.set(stage, names);
    this.#checkImageTriggers(stage, names);
    this.#checkTriggers(stage, names);
    for (const node of stage.node.body) {
      if (this.#rejected.has(node)) {
        names.lose();
        continue;
      }
      const takings = this.#takings.get(node) ?? noTakings;
      if (takings.length === 0 && isSurelyFine(node)) continue;
      this.#checkStep(new Step(this.#model, stage, node, names, this.#report), takings);
    }
  }

  /** Whether it is known what the base image sets; that of the defaults, where an argument chooses it. */
  #knowsBase({ rootBase }: BuildStage): boolean {
    if (rootBase.kind === "scratch") return true;
    return Boolean(rootBase.reference && this.#model.options.baseEnvironment?.(rootBase.reference));
  }

  /** Whether the ONBUILDs of a known base image are instructions at all; what they then do is not judged. */
  #checkImageTriggers(stage: BuildStage, names: JudgedNames): void {
    const { base, node } = stage;
    if (base.kind !== "image" || base.reference === null) return;
    for (const text of this.#model.options.baseOnbuild?.(base.reference) ?? []) {
      if (!stage.reachable) return;
      names.lose();
      const error = triggerError(text);
      if (error === null) continue;
      const hint = `It comes from the image's ${goQuote(`ONBUILD ${text}`)}, which runs here`;
      this.#report({ code: "image-trigger", message: error, hint, range: placeOf(node) });
    }
  }

  /** What the ONBUILDs of the stage above do here. BuildKit places their problems at the FROM that sets them off. */
  #checkTriggers(stage: BuildStage, names: JudgedNames): void {
    for (const onbuild of stage.parent?.node.body ?? []) {
      if (onbuild.type !== "Onbuild" || !onbuild.trigger || this.#rejected.has(onbuild)) continue;
      if (!stage.reachable) return;
      const { trigger } = onbuild;
      const report = (found: Found): void => this.#reportTrigger(found, trigger, stage);
      const problem = triggerProblem(trigger);
      if (problem) {
        report(problem);
        names.lose();
        continue;
      }
      const takings = this.#sources.find(stage, trigger, report);
      this.#checkStep(new Step(this.#model, stage, trigger, names, report), takings);
    }
  }

  #reportTrigger({ code, message, hint }: Found, trigger: Instruction, { node }: BuildStage): void {
    if (this.#toldTriggers.has(trigger)) return;
    this.#toldTriggers.add(trigger);
    const cause = `It comes from ONBUILD on line ${trigger.lines[0]}, which runs here`;
    this.#report({ code, message, hint: hint === null ? cause : `${cause}. ${hint}`, range: placeOf(node) });
  }

  #checkStep(step: Step, takings: readonly Taking[]): void {
    const later = takings.filter(({ by, from, reference }) => from.index > by.index && !this.#circular.has(reference));
    for (const { by, reference } of later) {
      if (reference.kind !== "copy") continue;
      const stages = `${goQuote(reference.name)}, it needs to be defined before current stage ${goQuote(stageTitle(by))}`;
      const hint = "Move that stage above this one";
      step.report("stage-order", `cannot copy from stage ${stages}`, reference.word.range, hint);
    }
    const laterMounts = new Set(later.map(({ reference }) => reference.flag));
    checkStep(step, this.#globals, (flag) => laterMounts.has(flag));
  }
}

/** Where is told what goes wrong at the FROM of a stage. */
function placeOf({ from }: BuildStage["node"]): Range {
  return from.image?.range ?? from.keywordRange;
}

/** What BuildKit says when it reads the instruction of an ONBUILD, which it does only where it runs. */
function triggerProblem(trigger: Instruction): Found | null {
  if (!trigger.keywordText.startsWith("#")) return instructionProblem(trigger);
  return { code: "no-instructions", message: "file with no instructions", hint: null, range: trigger.keywordRange };
}
