/** Builds whose layers have the sizes that a test gives them. */
import { embeddedBaseImages, baseEnvironment } from "../../src/knowledge/base-images.ts";
import type { ReportedBuild } from "../../src/layer-reports/image-report.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import { unknownSize } from "../../src/layers/size.ts";
import type { BuilderName, HistoryEntry, LayerPlan, Size } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import type { BuildOptions } from "../../src/model/types.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

export interface BuildSettings extends BuildOptions {
  readonly path?: string;
  readonly builder?: BuilderName;
  /** By the line of the instruction; unknown elsewhere. */
  readonly sizes?: Readonly<Record<number, Size>>;
  /** The folder of the build context. */
  readonly context?: string | null;
  readonly ignore?: string;
  readonly problems?: LayerPlan["contextProblems"];
}

/** What the table says of an image changes with time, and the reports of the tests must not. */
const fixedFacts = { asOf: "2026-08-03", layers: 8, compressedBytes: 408_949_206, unpackedBytes: 1_130_000_000 };

export function plannedBuild(text: string, settings: BuildSettings = {}): ReportedBuild {
  const {
    path = "Dockerfile",
    builder,
    sizes = {},
    context = "/context",
    ignore,
    problems = [],
    ...options
  } = settings;
  const model = createModel(parseDockerfile(text), { ...options, baseEnvironment });
  const plan = planLayers(model, { builder });
  if (plan === null) throw new Error("no target");
  const entries = new Map(plan.stages.flatMap(({ history }) => history).map((entry) => [entry, sized(entry, sizes)]));
  const sizedEntry = (entry: HistoryEntry): HistoryEntry => entries.get(entry)!;
  const { rootBase } = model.target!;
  const found =
    rootBase.kind === "image" && rootBase.reference ? embeddedBaseImages.find(rootBase.reference, plan.platform) : null;
  const base = found && { ...found, ...fixedFacts };
  const { baseImage, baseLayers, layers, config, history } = plan.image;
  return {
    path,
    text,
    model,
    context: context === null ? null : { root: context, ignoreFile: ignore === undefined ? null : { text: ignore } },
    plan: {
      builder: plan.builder,
      target: plan.target,
      platform: plan.platform,
      stages: plan.stages.map((stage) => ({ ...stage, history: stage.history.map(sizedEntry) })),
      contextProblems: problems,
      image: {
        baseImage,
        baseLayers: base?.layers ?? baseLayers,
        layers,
        config,
        base,
        history: history.map(sizedEntry),
        bytes: unknownSize("not asked for"),
        tarBytes: unknownSize("not asked for"),
      },
    },
  };
}

function sized(entry: HistoryEntry, sizes: Readonly<Record<number, Size>>): HistoryEntry {
  const { instruction, node, stage, line, createdBy, empty, layer, onbuild } = entry;
  const bytes = sizes[line] ?? unknownSize(`line ${line} is not measured`);
  return {
    instruction,
    node,
    stage,
    line,
    createdBy,
    empty,
    ...(layer ? { layer: { index: layer.index, bytes, tarBytes: bytes, entries: () => [] } } : {}),
    ...(onbuild ? { onbuild } : {}),
  };
}
