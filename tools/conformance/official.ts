/**
 * Plans against the published history and configuration of real official images (data set `official`).
 *
 * What is published of layers are compressed bytes, which depend on the compressor: they are not compared.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  baseModelOptions,
  splitVariable,
  type BaseImageFacts,
  type BaseImages,
} from "../../src/knowledge/base-images.ts";
import type { ImageConfig } from "../../src/layers/image-config.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { DataSetResult } from "./result.ts";
import { readTar } from "./tar.ts";

/** The part of `expected.json` that is used. */
interface Truth {
  readonly builder: "buildkit" | "classic";
  /** `exact` when the Dockerfile is the very one that was built. */
  readonly certainty: string;
  readonly base: {
    readonly ref: string;
    readonly layers: number;
    readonly config: PublishedConfig;
  };
  readonly history: readonly TrueEntry[];
  readonly layers: readonly unknown[];
  readonly config: PublishedConfig;
}

interface TrueEntry {
  readonly createdBy: string;
  readonly empty: boolean;
  readonly instruction: string;
  readonly dockerfileLine: number;
}

/** As an image configuration, but ports and volumes are lists. */
type PublishedConfig = Partial<
  Omit<ImageConfig, "ExposedPorts" | "Volumes"> & {
    readonly ExposedPorts: readonly string[];
    readonly Volumes: readonly string[];
  }
>;

interface Case {
  readonly name: string;
  readonly dockerfile: string;
  readonly truth: Truth;
}

type Comparison = (plan: LayerPlan, truth: Truth) => string | null;

export async function runOfficial(directory: string): Promise<DataSetResult[]> {
  const archive = join(directory, "official", "cases.tar.gz");
  if (!existsSync(archive)) return [];
  const cases = await readCases(archive);
  const exact = cases.filter(({ truth }) => truth.certainty === "exact");
  const builtByBuildkit = (one: Case): boolean => one.truth.builder === "buildkit";
  return [
    compareAll("official images: instructions of the history", cases, compareSequence),
    compareAll("official images: layers (BuildKit)", cases.filter(builtByBuildkit), compareLayers),
    // Whether a WORKDIR finds its directory depends on what the steps before have made.
    compareAll(
      "official images: layers (classic builder)",
      cases.filter((one) => !builtByBuildkit(one)),
      compareLayers,
      0.5,
    ),
    compareAll("official images: history text (exact Dockerfiles)", exact, compareText),
    compareAll("official images: configuration", cases, compareConfig),
  ];
}

async function readCases(archive: string): Promise<Case[]> {
  const files = new Map<string, string>();
  for (const { name, content } of await readTar(gunzipSync(readFileSync(archive)))) {
    const path = name.replace(/^\.\//, "");
    if (/^[^/]+\/(Dockerfile|expected\.json)$/.test(path)) files.set(path, content.toString("utf8"));
  }
  const names = [...new Set([...files.keys()].map((path) => path.split("/", 1)[0] ?? ""))].sort();
  return names.map((name) => ({
    name,
    dockerfile: files.get(`${name}/Dockerfile`) ?? "",
    truth: JSON.parse(files.get(`${name}/expected.json`) ?? "{}") as Truth,
  }));
}

function compareAll(name: string, cases: readonly Case[], compare: Comparison, bound = 1): DataSetResult {
  const disagreements = cases.flatMap((one) => {
    const plan = planOf(one);
    const why = plan === null ? "no plan" : compare(plan, one.truth);
    return why === null ? [] : [{ case: one.name, why }];
  });
  return { name, cases: cases.length, agreeing: cases.length - disagreements.length, disagreements, bound };
}

function planOf({ dockerfile, truth }: Case): LayerPlan | null {
  const ast = parseDockerfile(dockerfile);
  const root = createModel(ast).target?.rootBase;
  const baseImages = root?.kind === "image" && root.reference ? onlyBase(root.reference, truth) : nothingKnown;
  const model = createModel(ast, { platform: "linux/amd64", ...baseModelOptions(baseImages) });
  const builder = truth.builder === "classic" ? "docker-classic" : "buildkit";
  return planLayers(model, { builder, textOf: "docker28", baseImages });
}

const nothingKnown: BaseImages = { find: () => null };

/** The image that the target is FROM, as it was on the day of the build. */
function onlyBase(reference: Parameters<BaseImages["find"]>[0], { base }: Truth): BaseImages {
  const { config } = base;
  const facts: BaseImageFacts = {
    name: base.ref,
    source: "file",
    asOf: "",
    derivedFrom: null,
    digest: null,
    layers: base.layers,
    compressedBytes: null,
    unpackedBytes: null,
    os: "linux",
    env: new Map((config.Env ?? []).map(splitVariable)),
    user: config.User ?? null,
    workdir: config.WorkingDir ?? null,
    configKnown: true,
    entrypoint: config.Entrypoint ?? null,
    cmd: config.Cmd ?? null,
    exposedPorts: config.ExposedPorts ?? [],
    volumes: config.Volumes ?? [],
    labels: new Map(Object.entries(config.Labels ?? {})),
    stopSignal: config.StopSignal ?? null,
    shell: config.Shell ?? null,
    healthcheck: config.Healthcheck ?? null,
    onbuild: config.OnBuild ?? [],
  };
  const { registry, repository, tag, digest } = reference;
  return {
    find: (asked) =>
      asked.registry === registry && asked.repository === repository && asked.tag === tag && asked.digest === digest
        ? facts
        : null,
  };
}

/** Which instruction of which line made each entry. */
function compareSequence({ image }: LayerPlan, { history }: Truth): string | null {
  if (image.history.length !== history.length) {
    return `${image.history.length} history entries planned, ${history.length} built`;
  }
  return firstDifference(
    image.history.map((entry) => `${entry.instruction} of line ${entry.line}`),
    history.map((entry) => `${entry.instruction} of line ${entry.dockerfileLine}`),
  );
}

function compareLayers({ image }: LayerPlan, { history, layers }: Truth): string | null {
  if (image.layers !== layers.length) return `${image.layers} layers planned, ${layers.length} built`;
  const kind = (empty: boolean): string => (empty ? "empty" : "layer");
  return firstDifference(
    image.history.map((entry) => kind(entry.empty)),
    history.map((entry) => kind(entry.empty)),
  );
}

function compareText({ image }: LayerPlan, { history }: Truth): string | null {
  return firstDifference(
    image.history.map((entry) => withoutHash(entry.createdBy)),
    history.map((entry) => withoutHash(entry.createdBy)),
  );
}

/** The classic builder names what it copies by a hash of the content; of its blanks behind `#(nop)` nothing is published. */
function withoutHash(text: string): string {
  return text.replace(/ #\(nop\) +/, " #(nop) ").replace(/ #\(nop\) (COPY|ADD) .* in /, " #(nop) $1 ... in ");
}

function compareConfig({ image }: LayerPlan, { config }: Truth): string | null {
  const { uncertain, ...planned } = image.config;
  if (uncertain.length > 0) return `uncertain: ${uncertain.join(", ")}`;
  // A health check is published as the text of its history entry.
  const isText = typeof config.Healthcheck === "string";
  const fields = (Object.keys(planned) as (keyof typeof planned)[]).filter((name) => name !== "Healthcheck" || !isText);
  return firstDifference(
    fields.map((field) => `${field} ${comparable(planned[field])}`),
    fields.map((field) => `${field} ${comparable(config[field])}`),
  );
}

/** Ports and volumes come as the keys of an object here, and as a list there; the order of fields says nothing. */
function comparable(value: unknown): string {
  if (value === undefined || value === null) return "null";
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? "null" : JSON.stringify(value);
  const pairs = Object.entries(value as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
  const isSet = pairs.every(([, one]) => typeof one === "object" && Object.keys(one ?? {}).length === 0);
  return JSON.stringify(isSet ? pairs.map(([key]) => key) : pairs);
}

function firstDifference(planned: readonly string[], built: readonly string[]): string | null {
  const index = built.findIndex((text, at) => planned[at] !== text);
  return index < 0
    ? null
    : `entry ${index + 1}: ${JSON.stringify(planned[index])}, built ${JSON.stringify(built[index])}`;
}
