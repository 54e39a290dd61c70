/** `--fix`: applies safe fixes until none is left, each one proved before it is kept. */
import { baseModelOptions, embeddedBaseImages } from "../knowledge/base-images.ts";
import { planLayers } from "../layers/layer-plan.ts";
import { createModel } from "../model/build-model.ts";
import type { Dockerfile, Instruction, Range } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { lintText } from "./lint-text.ts";
import { applyEdits } from "./text-edits.ts";
import type { FileResult, Finding, Fix, LintTextOptions, TextEdit } from "./types.ts";

/** As in ESLint: fixes that call for each other must not go on for ever. */
const maxPasses = 10;

export interface FixedText {
  /** Without byte order mark. */
  readonly text: string;
  /** Fixes applied. */
  readonly applied: number;
  /** What is left to say about the fixed text. */
  readonly result: FileResult;
}

/**
 * Lints and fixes one Dockerfile.
 *
 * @param text with or without byte order mark
 */
export function fixText(text: string, options: LintTextOptions): FixedText {
  let result = lintText(text, options);
  let applied = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    const fixed = applyProved(result, options);
    if (fixed.applied === 0) break;
    applied += fixed.applied;
    result = lintText(result.bom ? `\uFEFF${fixed.text}` : fixed.text, options);
  }
  return { text: result.text, applied, result };
}

/**
 * One pass. From the end of the file, so that the places of the fixes still to come stay right.
 *
 * @returns the new text, and the edits of the fixes that made it, with their places in the old one
 */
export function applyProved(
  { text, findings }: FileResult,
  options: BuildKnowledge,
): { text: string; applied: number; edits: readonly TextEdit[] } {
  let current: Version = readVersion(text, options);
  let applied = 0;
  const edits: TextEdit[] = [];
  let limit = Infinity;
  for (const { fix, extent } of fixesFromTheEnd(findings)) {
    if (extent[1] >= limit) continue;
    const changed = readVersion(applyEdits(current.text, fix.edits), options);
    if (!keepsMeaning(current, changed, extent)) continue;
    current = changed;
    applied++;
    edits.push(...fix.edits);
    [limit] = extent;
  }
  return { text: current.text, applied, edits };
}

function fixesFromTheEnd(findings: readonly Finding[]): { fix: Fix; extent: Range }[] {
  return findings
    .flatMap(({ fix }) => (fix ? [{ fix, extent: extentOf(fix) }] : []))
    .sort((a, b) => b.extent[0] - a.extent[0] || b.extent[1] - a.extent[1]);
}

function extentOf({ edits }: Fix): Range {
  return [Math.min(...edits.map((edit) => edit.range[0])), Math.max(...edits.map((edit) => edit.range[1]))];
}

/** What is known of the build besides the text. */
type BuildKnowledge = Pick<LintTextOptions, "languageOptions" | "baseImages">;

interface Version {
  readonly text: string;
  readonly dockerfile: Dockerfile;
  /** Layers of the image; null without one. */
  readonly layers: number | null;
}

function readVersion(text: string, { languageOptions = {}, baseImages = embeddedBaseImages }: BuildKnowledge): Version {
  const dockerfile = parseDockerfile(text, { commands: false });
  const model = createModel(dockerfile, {
    ...languageOptions,
    ...baseModelOptions(baseImages, languageOptions.platform),
  });
  const plan = planLayers(model, { builder: languageOptions.builder, baseImages });
  return { text, dockerfile, layers: plan?.image.layers ?? null };
}

/**
 * The proof: nothing new is wrong with the file, every instruction that the fix does not touch reads as before, and the
 * image has no more layers.
 */
function keepsMeaning(before: Version, after: Version, touched: Range): boolean {
  if (after.dockerfile.problems.length > before.dockerfile.problems.length) return false;
  if (before.layers !== null && (after.layers === null || after.layers > before.layers)) return false;
  const [above, below] = untouched(before.dockerfile, touched);
  const texts = instructionsOf(after.dockerfile).map(({ logical }) => logical.text);
  const sameAbove = above.every((text, index) => texts[index] === text);
  const sameBelow = below.every((text, index) => texts[texts.length - below.length + index] === text);
  return above.length + below.length <= texts.length && sameAbove && sameBelow;
}

function untouched(dockerfile: Dockerfile, [start, end]: Range): [string[], string[]] {
  const instructions = instructionsOf(dockerfile);
  const texts = (list: readonly Instruction[]): string[] => list.map(({ logical }) => logical.text);
  return [
    texts(instructions.filter(({ range }) => range[1] < start)),
    texts(instructions.filter(({ range }) => range[0] > end)),
  ];
}

function instructionsOf(dockerfile: Dockerfile): Instruction[] {
  return [...dockerfile.prologue, ...dockerfile.stages.flatMap((stage) => [stage.from, ...stage.body])];
}
