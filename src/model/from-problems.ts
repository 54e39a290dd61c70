/** What BuildKit rejects about FROM (dockerfile2llb/convert.go, `buildDispatchStates`, `resolveBaseImage`). */
import { goQuote } from "../syntax/go-quote.ts";
import { buildkitLimit, nearest } from "../syntax/suggest.ts";
import type { Instruction, Word } from "../syntax/nodes.ts";
import { parseImageReference } from "./image-reference.ts";
import { valueHint, type JudgedNames } from "./judged-names.ts";
import { platformError } from "./platform-error.ts";
import { expansionProblem, flagValue, type Found, type Written } from "./step.ts";
import type { BuildModel, Expansion, StageModel } from "./types.ts";

/** Judges the FROM of a stage: its image and its platform, each for itself. */
export function checkFrom(
  model: BuildModel,
  { base, node: { from } }: StageModel,
  names: JudgedNames,
  report: (found: Found) => void,
): void {
  if (!from.image) return;
  const image = expandGlobally(model, from, from.image, names, report);
  if (image) checkImage(image, from.image, base, model, report);

  const flag = from.flags.find(({ name }) => name === "platform");
  if (!flag?.value) return;
  const written = flagValue(flag);
  const platform = expandGlobally(model, from, written, names, (found) => {
    report({ ...found, message: `failed to process arguments for platform : ${found.message}` });
  });
  if (!platform) return;
  const problem = platformProblem(written.value, platform.value);
  if (problem === null) return;
  const near = suggestion(platform, model);
  const hint = near === "" ? valueHint(platform, null, model) : null;
  report({ code: "platform", message: problem + near, hint, range: written.range });
}

function checkImage(
  image: Expansion,
  { value: written, range }: Written,
  base: StageModel["base"],
  model: BuildModel,
  report: (found: Found) => void,
): void {
  const message = imageProblem(image.value, written, base);
  if (message !== null) report({ code: "base-name", message, hint: valueHint(image, null, model), range });
}

function imageProblem(value: string, written: string, base: StageModel["base"]): string | null {
  if (value === "") return `base name (${written}) should not be blank`;
  if (base.kind !== "image" || base.reference !== null) return null;
  const reference = parseImageReference(value);
  return "error" in reference ? `failed to parse stage name ${goQuote(value)}: ${reference.error}` : null;
}

function platformProblem(written: string, value: string): string | null {
  if (value === "") return `empty platform value from expression ${written}`;
  const error = platformError(value);
  return error === null ? null : `failed to parse platform ${written}: ${error}`;
}

/** BuildKit looks for a name like the first that is not set. */
function suggestion({ names, undefinedNames, overridable }: Expansion, model: BuildModel): string {
  const known = [...model.globalArgs].filter(([, { value }]) => value !== undefined).map(([name]) => name);
  const unset = names.filter(
    (name) => undefinedNames.includes(name) || (overridable.includes(name) && !known.includes(name)),
  );
  for (const name of unset) {
    const near = nearest(name, known, buildkitLimit);
    if (near !== null && !known.includes(name)) return ` (did you mean ${near}?)`;
  }
  return "";
}

/** The expansion of a word in the global scope; null when it is not certain, or impossible, which is then reported. */
export function expandGlobally(
  model: BuildModel,
  instruction: Instruction,
  word: Word | Written,
  names: JudgedNames,
  report: (found: Found) => void,
): Expansion | null {
  const expansion = model.expand(instruction, "type" in word ? word : word.value);
  const certain = names.isCertain(expansion);
  if (expansion.error === null) return certain ? expansion : null;
  const problem = expansionProblem(word, expansion, {
    certain,
    json: false,
    reading: { escape: model.dockerfile.escape },
  });
  if (problem) report(problem);
  return null;
}
