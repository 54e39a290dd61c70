/**
 * What BuildKit rejects about `COPY --from` and `RUN --mount` before it runs anything: places that lead nowhere, and
 * stages that need each other (dockerfile2llb/convert.go, `toCommand`; validations.go, `validateCircularDependency`).
 */
import { expandWord } from "../syntax/expand-word.ts";
import { goQuote } from "../syntax/go-quote.ts";
import { probablyMeant } from "../syntax/suggest.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { findReferenced, referencesOf, type Reference } from "./build-graph.ts";
import { parseInteger } from "./go-values.ts";
import { parseImageReference } from "./image-reference.ts";
import { stronglyConnected } from "./stage-circles.ts";
import type { BuildStage } from "./stages.ts";
import type { Found } from "./step.ts";

/** A stage that takes files from another. */
export interface Taking {
  readonly by: BuildStage;
  readonly from: BuildStage;
  readonly reference: Reference;
}

const noVariables =
  "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround";

/** Looks up what is taken, in the order of the file. */
export class SourceFinder {
  readonly #stages: readonly BuildStage[];
  readonly #byName: ReadonlyMap<string, BuildStage>;
  readonly #escape: "\\" | "`";
  /** False when lines that cannot be read may have begun stages. */
  readonly #numbersCount: boolean;
  /** BuildKit numbers the images too that were taken from until then, behind the stages. */
  #images = 0;

  constructor(stages: readonly BuildStage[], escape: "\\" | "`", numbersCount: boolean) {
    this.#stages = stages;
    this.#byName = new Map(stages.flatMap((stage) => (stage.name === null ? [] : [[stage.name, stage] as const])));
    this.#escape = escape;
    this.#numbersCount = numbersCount;
  }

  /**
   * The stages that an instruction takes from.
   *
   * @param by the stage that it runs in
   */
  find(by: BuildStage, instruction: Instruction, report: (found: Found) => void): Taking[] {
    if (instruction.flags.length === 0) return [];
    return referencesOf(instruction).flatMap((reference) => {
      const problem = this.#checkText(reference) ?? this.#checkNumber(reference);
      if (problem !== null) {
        report({ code: "stage-source", message: problem.message, hint: problem.hint, range: reference.word.range });
        return [];
      }
      if (isNumber(reference) && !this.#numbersCount) return [];
      const from = findReferenced(reference, this.#byName, this.#stages);
      if (from) return [{ by, from, reference }];
      if (!isNumber(reference)) this.#takeImage(reference, report);
      return [];
    });
  }

  #checkText({ kind, name }: Reference): { readonly message: string; readonly hint: string | null } | null {
    if (kind === "mount") return null;
    const { result, error } = expandWord(name, { get: () => undefined }, { escape: this.#escape });
    if (error !== null) return { message: `failed to process ${goQuote(name)}: ${error}`, hint: null };
    return result === name ? null : { message: noVariables, hint: null };
  }

  #checkNumber(reference: Reference): { readonly message: string; readonly hint: string | null } | null {
    const number = isNumber(reference) ? parseInteger(reference.name) : null;
    if (number === null || !this.#numbersCount) return null;
    if (number >= 0 && number < this.#stages.length + this.#images) return null;
    const hint = `Stages are numbered from 0 to ${this.#stages.length - 1}`;
    return { message: `invalid stage index ${number}`, hint };
  }

  #takeImage({ name, word }: Reference, report: (found: Found) => void): void {
    this.#images++;
    if (name === "scratch") return;
    const image = parseImageReference(name);
    if (!("error" in image)) return;
    const near = probablyMeant(name.toLowerCase(), this.#byName.keys());
    report({
      code: "stage-source",
      message: `failed to parse stage name ${goQuote(name)}: ${image.error}`,
      hint: near === null ? null : `Did you mean the stage ${near}?`,
      range: word.range,
    });
  }
}

/** Numbers count for COPY only. */
function isNumber({ kind, name }: Reference): boolean {
  return kind === "copy" && parseInteger(name) !== null;
}

/** How BuildKit calls a stage. */
export function stageTitle({ name, index }: Pick<BuildStage, "name" | "index">): string {
  return name ?? `stage-${index}`;
}

/**
 * Stages that need each other: each circle once, at the first place that takes from a stage below, and every place that
 * takes from its own stage.
 *
 * @returns the places that are part of a circle; of them nothing more is to be said
 */
export function checkCircles(takings: readonly Taking[], report: (found: Found) => void): ReadonlySet<Reference> {
  const inCircle = new Set<Reference>();
  // The first stage of a circle takes from itself or from one below it: without such there is none.
  if (!takings.some(({ by, from }) => from.index >= by.index)) return inCircle;

  const circles = stronglyConnected(takings);
  const told = new Set<number>();
  for (const { by, from, reference } of takings) {
    const circle = circles.get(by);
    if (!circle || circle !== circles.get(from)) continue;
    inCircle.add(reference);
    if (from !== by && (from.index < by.index || told.has(circle.id))) continue;
    if (from !== by) told.add(circle.id);
    report({
      code: "circular-dependency",
      message: `circular dependency detected on stage: ${stageTitle(circle.root)}`,
      hint: from === by ? "A stage cannot take files from itself" : "Break the circle: take the files from elsewhere",
      range: reference.word.range,
    });
  }
  return inCircle;
}
