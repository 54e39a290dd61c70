/** The images that a file makes the builder pull: named by FROM, `COPY --from` and `RUN --mount=from`. */
import { referencesOf } from "../../model/build-graph.ts";
import { parseImageReference } from "../../model/image-reference.ts";
import type { BuildModel, Expansion, ImageReference } from "../../model/types.ts";
import type { Copy, From, Range, Run } from "../../syntax/nodes.ts";

export interface PulledImage {
  readonly reference: ImageReference;
  /** Where it is named. */
  readonly range: Range;
  /** Of FROM only: what the word came to. */
  readonly text: Expansion | null;
}

/** The image that a FROM builds upon; null for scratch, a stage, and what cannot be known or is no reference. */
export function baseImageOf(model: BuildModel, from: From): PulledImage | null {
  const stage = from.inOnbuild ? null : model.stageOf(from);
  if (!from.image || stage?.base.kind !== "image" || !stage.base.reference) return null;
  return { reference: stage.base.reference, range: from.image.range, text: stage.base.text };
}

/** The images that a step takes files from; stages are none. In an ONBUILD the stages are not known. */
export function sourceImagesOf(model: BuildModel, instruction: Copy | Run): PulledImage[] {
  if (instruction.inOnbuild) return [];
  const edges = model.stageOf(instruction)?.edges ?? [];
  return referencesOf(instruction).flatMap(({ name, word }) => {
    const isStage = edges.some(
      ({ instruction: from, word: named }) => from === instruction && named.range[0] === word.range[0],
    );
    // A number that is no stage is an error of its own; a variable is not expanded here.
    if (isStage || name === "scratch" || /^\d+$/.test(name) || name.includes("$")) return [];
    const reference = parseImageReference(name);
    return "error" in reference ? [] : [{ reference, range: word.range, text: null }];
  });
}
