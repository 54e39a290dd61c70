/** Layer plans against what real builders made of the same files (data set `layer-truth`). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { baseModelOptions, type BaseImages } from "../../src/knowledge/base-images.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { BuilderName, HistoryEntry, LayerPlan } from "../../src/layers/types.ts";
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
  readonly newLayers: number;
  readonly baseHistoryEntries: number;
  readonly history: readonly TrueEntry[];
}

interface TrueEntry {
  readonly created_by: string;
  readonly empty_layer: boolean;
  readonly line?: number;
  readonly fromOnbuildTrigger?: boolean;
}

interface Case {
  readonly name: string;
  readonly dockerfile: string;
  readonly truth: Truth;
}

/** The recorded builders, the profile that predicts each, and the bound below which the run fails. */
const builders: readonly { readonly recorded: string; readonly profile: BuilderName; readonly bound: number }[] = [
  { recorded: "buildkit-head", profile: "buildkit", bound: 1 },
  { recorded: "docker26-buildkit", profile: "buildkit", bound: 1 },
  { recorded: "docker26c-buildkit", profile: "buildkit", bound: 1 },
  { recorded: "docker20-buildkit", profile: "buildkit", bound: 1 },
  // Whether the classic builder makes a layer depends on what a step changes: the file does not tell all of it.
  { recorded: "docker20-classic", profile: "docker-classic", bound: 0.95 },
  { recorded: "buildah128-layers", profile: "buildah", bound: 1 },
  { recorded: "buildah139-layers", profile: "buildah", bound: 1 },
];

/**
 * Compares layer counts and history with every builder. Texts and configurations: `image-config.ts`.
 *
 * @param dir the conformance data, with `layer-truth/<case>/{Dockerfile,expected.json}` in it
 * @returns nothing when the data set is not there
 */
export function run(dir: string): DataSetResult[] {
  const folder = join(dir, "layer-truth");
  if (!existsSync(folder)) return [];
  const cases = readCases(folder);
  const bases = truthBases(folder);
  return builders.map((builder) => compareAll(cases, builder, bases));
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
  cases: readonly Case[],
  { recorded, profile, bound }: (typeof builders)[number],
  bases: BaseImages,
): DataSetResult {
  const disagreements: { case: string; why: string }[] = [];
  let compared = 0;
  for (const { name, dockerfile, truth } of cases) {
    const result = truth.results.find((candidate) => candidate.builder === recorded && candidate.ok);
    if (result === undefined) continue;
    compared += 1;
    const plan = planOf(dockerfile, truth, profile, bases);
    const why = plan === null ? "no plan" : compareEntries(plan, result);
    if (why !== null) disagreements.push({ case: name, why });
  }
  const agreeing = compared - disagreements.length;
  return { name: `layers of ${recorded}`, cases: compared, agreeing, disagreements, bound };
}

function planOf(
  dockerfile: string,
  { buildArgs, target }: Truth,
  builder: BuilderName,
  bases: BaseImages,
): LayerPlan | null {
  const options = { buildArgs, target: target ?? undefined, ...baseModelOptions(bases) };
  return planLayers(createModel(parseDockerfile(dockerfile), options), { builder, baseImages: bases });
}

/** Layer count, then entry by entry whether it is empty and which line made it. */
function compareEntries({ image }: LayerPlan, result: BuilderResult): string | null {
  const entries = ownEntries(result);
  if (image.layers !== result.newLayers) return `${image.layers} layers planned, ${result.newLayers} built`;
  if (image.history.length !== entries.length) {
    return `${image.history.length} history entries planned, ${entries.length} built`;
  }
  const index = entries.findIndex((entry, at) => !sameEntry(image.history[at], entry));
  return index < 0
    ? null
    : `history entry ${index + 1}: ${describe(image.history[index])}, built ${describeTrue(entries[index])}`;
}

function ownEntries(result: BuilderResult): readonly TrueEntry[] {
  return result.history.slice(result.baseHistoryEntries);
}

/** The line of a trigger is recorded as that of the FROM which runs it: only its kind is compared. */
function sameEntry(planned: HistoryEntry | undefined, built: TrueEntry): boolean {
  if (planned === undefined || planned.empty !== built.empty_layer) return false;
  if (built.fromOnbuildTrigger === true) return planned.onbuild === true;
  return planned.onbuild === undefined && (built.line === undefined || planned.line === built.line);
}

function describe(entry: HistoryEntry | undefined): string {
  return entry === undefined ? "none" : `${entry.empty ? "empty" : "layer"} of line ${entry.line}`;
}

function describeTrue(entry: TrueEntry | undefined): string {
  return entry === undefined ? "none" : `${entry.empty_layer ? "empty" : "layer"} of line ${entry.line ?? "?"}`;
}
