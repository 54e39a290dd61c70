/** What a finding's fix would change, by planning the fixed text anew. */
import { baseModelOptions } from "../knowledge/base-images.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { countLayers } from "../layers/layer-plan.ts";
import type { HistoryEntry, LayerPlan } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import type { Instruction, Range } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { lastStartingBy } from "../syntax/places.ts";
import { bytesOfChange } from "./byte-impact.ts";
import { layersOfLocalChange } from "./local-change.ts";
import type { RawFinding } from "./run-rules.ts";
import { applyEdits } from "./text-edits.ts";
import type { Fix, Impact } from "./types.ts";

/** A file with thousands of fixes that each call for a new plan of all of it is planned so often, in characters. */
const planningLimit = 2_000_000;

/** The impact of the findings of one file. */
export class ImpactReader {
  #charactersLeft = planningLimit;
  readonly #sourceCode: DockerfileSourceCode;
  readonly #plan: LayerPlan;
  #layers: ReadonlyMap<Instruction, HistoryEntry["layer"]> | undefined;

  /** @param plan the plan of the file as it is */
  constructor(sourceCode: DockerfileSourceCode, plan: LayerPlan) {
    this.#sourceCode = sourceCode;
    this.#plan = plan;
  }

  /** The predicted layers of the image: now, and with the finding's fix (or its first suggestion) applied. */
  read(finding: RawFinding): Impact {
    const { reruns } = finding;
    const change = finding.fix ?? finding.suggestions[0];
    const after = change ? this.#layersAfter(change) : null;
    const layer = this.#layerAt(finding.range);
    const bytes = change && after !== null ? bytesOfChange(this.#sourceCode, this.#plan, change) : null;
    return {
      layers: { before: this.#plan.image.layers, ...(after === null ? {} : { after }) },
      ...(bytes ? { bytes } : {}),
      ...(reruns ? { reruns } : {}),
      ...(layer === undefined ? {} : { layer }),
    };
  }

  /** Null when the changed text has no image any more, or when too much was planned already. */
  #layersAfter({ edits }: Fix): number | null {
    const local = layersOfLocalChange(edits, this.#sourceCode, this.#plan);
    if (local !== null) return local;
    const { baseImages, text, languageOptions } = this.#sourceCode;
    this.#charactersLeft -= text.length;
    if (this.#charactersLeft < 0) return null;
    const dockerfile = parseDockerfile(applyEdits(text, edits), { commands: false });
    const model = createModel(dockerfile, {
      ...languageOptions,
      ...baseModelOptions(baseImages, languageOptions.platform),
    });
    return countLayers(model, { builder: languageOptions.builder, baseImages });
  }

  /** The layer that the instruction at a place makes in the target image. */
  #layerAt([start]: Range): number | undefined {
    const { ast } = this.#sourceCode;
    const stage = lastStartingBy(ast.stages, start);
    const node = stage && lastStartingBy(stage.body, start);
    if (!node || start >= node.range[1]) return undefined;
    this.#layers ??= new Map(this.#plan.image.history.map((entry) => [entry.node, entry.layer]));
    const { trigger } = node.type === "Onbuild" ? node : { trigger: null };
    return this.#layers.get(trigger && start >= trigger.range[0] ? trigger : node)?.index;
  }
}
