/** Texts of the history, and image configurations, against what real builders made (data set `layer-truth`). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { baseModelOptions, type BaseImages } from "../../src/knowledge/base-images.ts";
import type { BuildkitText } from "../../src/layers/created-by.ts";
import type { ImageConfig } from "../../src/layers/image-config.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { BuilderName, LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { DataSetResult } from "./result.ts";
import { truthBases } from "./truth-bases.ts";

/** The part of `expected.json` that is compared. */
interface Truth {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly results: readonly BuilderResult[];
}

interface BuilderResult {
  readonly builder: string;
  readonly ok: boolean;
  readonly baseHistoryEntries: number;
  readonly history: readonly { readonly created_by: string }[];
  readonly config: Partial<ImageConfig>;
}

interface Case {
  readonly name: string;
  readonly dockerfile: string;
  readonly truth: Truth;
}

interface Recorded {
  readonly builder: string;
  readonly profile: BuilderName;
  readonly textOf?: BuildkitText;
  /** What no linter can tell of a text, blotted out on both sides. */
  readonly blot?: (text: string) => string;
  /** An old buildah sets no working directory in an image that is made from nothing; the profile follows the new one. */
  readonly anyScratchDirectory?: true;
}

const recorded: readonly Recorded[] = [
  { builder: "buildkit-head", profile: "buildkit" },
  { builder: "docker26-buildkit", profile: "buildkit", textOf: "docker26" },
  { builder: "docker26c-buildkit", profile: "buildkit", textOf: "docker26" },
  { builder: "docker20-buildkit", profile: "buildkit", textOf: "docker20" },
  { builder: "docker20-classic", profile: "docker-classic", blot: withoutSources },
  { builder: "buildah128-layers", profile: "buildah", blot: withoutSources, anyScratchDirectory: true },
  { builder: "buildah139-layers", profile: "buildah", blot: withoutSources },
];

/** Two rows for each builder. */
export function runImageConfig(directory: string): DataSetResult[] {
  const folder = join(directory, "layer-truth");
  if (!existsSync(folder)) return [];
  const cases = readCases(folder);
  const bases = truthBases(folder);
  return recorded.flatMap((one) => {
    const texts = `history text of ${one.builder}${one.blot ? " (hashes of files aside)" : ""}`;
    const configs = `image config of ${one.builder}${one.anyScratchDirectory ? " (WorkingDir of scratch aside)" : ""}`;
    return [
      compareAll(texts, cases, one, bases, (plan, built) => compareTexts(plan, built, one)),
      compareAll(configs, cases, one, bases, (plan, built) => compareConfigs(plan, built, one)),
    ];
  });
}

function readCases(folder: string): Case[] {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "expected.json")));
  return names.sort().map((name) => ({
    name,
    dockerfile: readFileSync(join(folder, name, "Dockerfile"), "utf8"),
    truth: JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as Truth,
  }));
}

function compareAll(
  name: string,
  cases: readonly Case[],
  { builder, profile, textOf }: Recorded,
  bases: BaseImages,
  compare: (plan: LayerPlan, built: BuilderResult) => string | null,
): DataSetResult {
  const disagreements: { case: string; why: string }[] = [];
  let compared = 0;
  for (const { name: caseName, dockerfile, truth } of cases) {
    const built = truth.results.find((result) => result.builder === builder && result.ok);
    if (built === undefined) continue;
    compared += 1;
    const { buildArgs, target } = truth;
    const options = { buildArgs, target: target ?? undefined, ...baseModelOptions(bases) };
    const model = createModel(parseDockerfile(dockerfile), options);
    const plan = planLayers(model, { builder: profile, textOf, baseImages: bases });
    const why = plan === null ? "no plan" : compare(plan, built);
    if (why !== null) disagreements.push({ case: caseName, why });
  }
  return { name, cases: compared, agreeing: compared - disagreements.length, disagreements, bound: 1 };
}

function compareTexts(
  { image }: LayerPlan,
  { history, baseHistoryEntries }: BuilderResult,
  { blot = (text: string): string => text }: Recorded,
): string | null {
  const planned = image.history.map(({ createdBy }) => blot(createdBy));
  const built = history.slice(baseHistoryEntries).map((entry) => blot(entry.created_by));
  // Where even the number of entries differs, the rows on layers say so.
  const index = built.findIndex((text, at) => planned[at] !== text);
  return index < 0 ? null : `${JSON.stringify(planned[index])}, built ${JSON.stringify(built[index])}`;
}

/** COPY and ADD name their sources by a hash of the content, and buildah 1.39 adds one to RUN with a bind mount. */
function withoutSources(text: string): string {
  return text.replace(/ #\(nop\) (COPY|ADD) .* in /, " #(nop) $1 ... in ").replace(/:sha256:[0-9a-f]{64}$/, "");
}

/** What is not set stays out of an image's JSON. */
function compareConfigs(
  { image }: LayerPlan,
  { config: built }: BuilderResult,
  { anyScratchDirectory }: Recorded,
): string | null {
  const { uncertain, ...planned } = image.config;
  if (uncertain.length > 0) return `uncertain: ${uncertain.join(", ")}`;
  for (const [field, value] of Object.entries(planned)) {
    if (anyScratchDirectory === true && field === "WorkingDir" && value === "/" && image.baseImage === "scratch")
      continue;
    const [ours, theirs] = [comparable(field, value), comparable(field, built[field as keyof typeof planned])];
    if (ours !== theirs) return `${field} ${ours}, built ${theirs}`;
  }
  return null;
}

/** The version that buildah puts into the labels is its own. */
function comparable(field: string, value: unknown): string {
  if (field === "Labels") {
    const labels = Object.entries(value ?? {}).filter(([key]) => key !== "io.buildah.version");
    return JSON.stringify(labels.sort());
  }
  if (field === "Healthcheck") return JSON.stringify(Object.entries(value ?? {}).sort());
  return JSON.stringify(value ?? null);
}
