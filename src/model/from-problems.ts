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
  if (image) checkImage(image, from.image, base.kind, valueHint(image, null, model), report);

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
  { value }: Expansion,
  image: Written,
  kind: StageModel["base"]["kind"],
  hint: string | null,
  report: (found: Found) => void,
): void {
  if (value === "") {
    report({ code: "base-name", message: `base name (${image.value}) should not be blank`, hint, range: image.range });
    return;
  }
  if (kind !== "image") return;
  const reference = parseImageReference(value);
  if (!("error" in reference)) return;
  const message = `failed to parse stage name ${goQuote(value)}: ${reference.error}`;
  report({ code: "base-name", message, hint, range: image.range });
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
  const reading = { escape: model.dockerfile.escape };
  const problem = expansionProblem(word, expansion, { certain, json: false, reading });
  if (problem) report(problem);
  return certain && expansion.error === null ? expansion : null;
}
