/** What a change of the text does to the bytes of the image, by measuring the layers of the changed text anew. */
import { baseModelOptions } from "../knowledge/base-images.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { planLayers } from "../layers/layer-plan.ts";
import { sumSizes } from "../layers/size.ts";
import type { LayerPlan, Size } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import type { Instruction, Run } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { applyEdits } from "./text-edits.ts";
import type { Fix, Impact } from "./types.ts";

/** Commands that store again what an earlier layer holds. */
const rewriting = new Set(["chown", "chmod", "chgrp", "mv", "touch"]);

/**
 * Bytes of the files above the base image, now and with the edits applied. Layers of unknown size that both have alike
 * are left out of both.
 *
 * @param plan the plan of the text as it is
 * @returns null without a build context, for edits that cannot change a file, and when the bytes are not known or the same
 */
export function bytesOfChange(
  sourceCode: DockerfileSourceCode,
  plan: LayerPlan,
  { edits }: Fix,
): Impact["bytes"] | null {
  const files = sourceCode.context?.files;
  if (!files || !touchesFiles(sourceCode, plan, { edits })) return null;
  const { baseImages, text, languageOptions } = sourceCode;
  const model = createModel(parseDockerfile(applyEdits(text, edits)), {
    ...languageOptions,
    ...baseModelOptions(baseImages, languageOptions.platform),
  });
  const { builder, builderVersion, store } = languageOptions;
  const changed = planLayers(model, { builder, builderVersion, store, baseImages, files });
  if (changed === null) return null;
  const [before, after] = [knownBytes(plan), knownBytes(changed)];
  if (before.unknown !== after.unknown || isSame(before.size, after.size)) return null;
  return { before: before.size, after: after.size };
}

/** Measuring reads the build context: only for edits of what copies files, or stores them again. */
function touchesFiles({ model }: DockerfileSourceCode, { image }: LayerPlan, { edits }: Fix): boolean {
  return image.history.some(
    ({ node }) =>
      (node.type === "Copy" || node.type === "Add" || (node.type === "Run" && rewrites(node))) &&
      model.stageOf(node) !== null &&
      edits.some(({ range }) => overlaps(range, node)),
  );
}

function rewrites({ commands }: Run): boolean {
  return commands.some(({ name }) => name !== null && rewriting.has(name));
}

function overlaps([start, end]: readonly [number, number], { range }: Instruction): boolean {
  return start <= range[1] && end >= range[0];
}

/** The sum of the layers whose size is known, and the texts of the others. */
function knownBytes({ image }: LayerPlan): { size: Size; unknown: string } {
  const layers = image.history.flatMap(({ createdBy, layer }) => (layer ? [{ createdBy, size: layer.bytes }] : []));
  const unknown = layers.filter(({ size }) => size.kind === "unknown").map(({ createdBy }) => createdBy);
  const known = layers.filter(({ size }) => size.kind !== "unknown");
  return { size: sumSizes(known.map(({ size }) => size)), unknown: JSON.stringify(unknown.sort()) };
}

function isSame(a: Size, b: Size): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
