/** What a finding's fix would change, by planning the fixed text anew. */
import { baseEnvironment } from "../knowledge/base-images.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { countLayers } from "../layers/layer-plan.ts";
import type { LayerPlan } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import type { Dockerfile } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import type { RawFinding } from "./run-rules.ts";
import { applyEdits } from "./text-edits.ts";
import type { Finding, Fix, Impact } from "./types.ts";

/**
 * The predicted layers of the finding's image: now, and with its fix (or its first suggestion) applied.
 *
 * @param plan the plan of the file as it is
 */
export function withImpact(finding: RawFinding, sourceCode: DockerfileSourceCode, plan: LayerPlan): Finding {
  const { reruns, ...rest } = finding;
  const change = finding.fix ?? finding.suggestions[0];
  const after = change ? layersAfter(change, sourceCode, plan) : null;
  const layer = layerAt(plan, finding.range[0]);
  const impact: Impact = {
    layers: { before: plan.image.layers, ...(after === null ? {} : { after }) },
    ...(reruns ? { reruns } : {}),
    ...(layer === undefined ? {} : { layer }),
  };
  return { ...rest, impact };
}

/** Null when the changed text has no image any more. */
function layersAfter(change: Fix, sourceCode: DockerfileSourceCode, plan: LayerPlan): number | null {
  if (staysOneStep(change, sourceCode)) return plan.image.layers;
  const options = sourceCode.languageOptions;
  const dockerfile = parseDockerfile(applyEdits(sourceCode.text, change.edits), { commands: false });
  const model = createModel(dockerfile, { ...options, baseEnvironment });
  return countLayers(model, { builder: options.builder });
}

/** Instructions that make one layer, or none, whatever their arguments are. */
const oneLayer = new Set(["RUN", "COPY", "ADD"]);
const noLayer = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "EXPOSE", "USER", "STOPSIGNAL", "MAINTAINER"]);
/** None either; but a WORKDIR may read what they set, and a WORKDIR makes a layer unless it is `/`. */
const setsVariables = new Set(["ENV", "ARG"]);

/**
 * Whether the change stays inside one instruction, which then still is one, of a kind that counts the same. What the
 * other instructions make does not depend on it, so the plan need not be made anew: the instruction alone is read again.
 */
function staysOneStep({ edits }: Fix, sourceCode: DockerfileSourceCode): boolean {
  const { ast, text } = sourceCode;
  const start = Math.min(...edits.map((edit) => edit.range[0]));
  const end = Math.max(...edits.map((edit) => edit.range[1]));
  const stage = ast.stages.findLast((one) => one.range[0] <= start);
  const node = stage?.body.find(({ range }) => range[0] <= start && end <= range[1]);
  const counted = node && [oneLayer, noLayer, setsVariables].find((kinds) => kinds.has(node.keyword));
  if (!node || !counted || (counted === setsVariables && readsVariables(ast))) return false;
  const [from] = node.range;
  const moved = edits.map((edit) => ({ ...edit, range: [edit.range[0] - from, edit.range[1] - from] as const }));
  const changed = applyEdits(text.slice(...node.range), moved);
  const directive = ast.escape === "`" ? "# escape=`\n" : "";
  const read = parseDockerfile(`${directive}FROM scratch\n${changed}\n`, { commands: false });
  const [only, ...others] = read.stages[0]?.body ?? [];
  return read.stages.length === 1 && only !== undefined && others.length === 0 && counted.has(only.keyword);
}

function readsVariables({ stages }: Dockerfile): boolean {
  return stages.some(({ body }) => body.some((node) => node.type === "Workdir" && node.logical.text.includes("$")));
}

/** The layer that the instruction at an offset makes in the target image. */
function layerAt(plan: LayerPlan, offset: number): number | undefined {
  const entry = plan.image.history.find(({ node }) => offset >= node.range[0] && offset < node.range[1]);
  return entry?.layer?.index;
}
