/** What a finding's fix would change, by planning the fixed text anew. */
import { baseEnvironment } from "../knowledge/base-images.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { DockerfileLanguageOptions } from "../language/rule-types.ts";
import { planLayers } from "../layers/layer-plan.ts";
import type { LayerPlan } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import type { RawFinding } from "./run-rules.ts";
import { applyEdits } from "./text-edits.ts";
import type { Finding, Impact } from "./types.ts";

/**
 * The predicted layers of the finding's image: now, and with its fix (or its first suggestion) applied.
 *
 * @param plan the plan of the file as it is
 */
export function withImpact(finding: RawFinding, sourceCode: DockerfileSourceCode, plan: LayerPlan): Finding {
  const { reruns, ...rest } = finding;
  const change = finding.fix ?? finding.suggestions[0];
  const after = change ? layersAfter(applyEdits(sourceCode.text, change.edits), sourceCode.languageOptions) : null;
  const layer = layerAt(plan, finding.range[0]);
  const impact: Impact = {
    layers: { before: plan.image.layers, ...(after === null ? {} : { after }) },
    ...(reruns ? { reruns } : {}),
    ...(layer === undefined ? {} : { layer }),
  };
  return { ...rest, impact };
}

/** Null when the changed text has no image any more. */
function layersAfter(text: string, options: DockerfileLanguageOptions): number | null {
  const model = createModel(parseDockerfile(text, { commands: false }), { ...options, baseEnvironment });
  const plan = planLayers(model, { builder: options.builder });
  return plan?.image.layers ?? null;
}

/** The layer that the instruction at an offset makes in the target image. */
function layerAt(plan: LayerPlan, offset: number): number | undefined {
  const entry = plan.image.history.find(({ node }) => offset >= node.range[0] && offset < node.range[1]);
  return entry?.layer?.index;
}
