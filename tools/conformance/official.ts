/**
 * Plans against the published history, configuration and compressed layers of real official images (data set `official`).
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
import type { ContextFiles } from "../../src/context/context-files.ts";
import { compressedBytes } from "../../src/layers/compressed-bytes.ts";
import type { ImageConfig } from "../../src/layers/image-config.ts";
import type { LayerEntry } from "../../src/layers/layer-entries.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { HistoryEntry, LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { DataSetResult } from "./result.ts";
import { readTar } from "./tar.ts";
import { tarContext } from "./tar-context.ts";

/** The part of `expected.json` that is used. */
interface Truth {
  readonly builder: "buildkit" | "classic";
  /** `exact` when the Dockerfile is the very one that was built. */
  readonly certainty: string;
  /** False when the build context may be that of another commit than was built. */
  readonly certaintyDetail: { readonly commitInForceAtBuild: boolean };
  readonly base: {
    readonly ref: string;
    readonly layers: number;
    readonly config: PublishedConfig;
  };
  readonly history: readonly TrueEntry[];
  readonly layers: readonly {
    readonly historyIndex: number;
    /** Null where the published page is cut off. */
    readonly compressedBytes: number | null;
  }[];
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
  /** Undefined for an image that takes nothing from its build context. */
  readonly files: ContextFiles | undefined;
  readonly truth: Truth;
}

type Comparison = (plan: LayerPlan, truth: Truth) => string | null;

/** @param directory the conformance data */
export async function runOfficial(directory: string): Promise<{ results: DataSetResult[]; notes: readonly string[] }> {
  const archive = join(directory, "official", "cases.tar.gz");
  if (!existsSync(archive)) return { results: [], notes: [] };
  const cases = await readCases(archive);
  const exact = cases.filter(({ truth }) => truth.certainty === "exact");
  const builtByBuildkit = (one: Case): boolean => one.truth.builder === "buildkit";
  const copies = await compressCopies(cases);
  const results = [
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
    compareCompressed(copies),
  ];
  return { results, notes: ["", largestDeviation(copies)] };
}

async function readCases(archive: string): Promise<Case[]> {
  const contents = new Map<string, Buffer>();
  for (const { name, content } of await readTar(gunzipSync(readFileSync(archive)))) {
    const path = name.replace(/^\.\//, "");
    if (/^[^/]+\/(Dockerfile|expected\.json|context\.tar)$/.test(path)) contents.set(path, content);
  }
  const names = [...new Set([...contents.keys()].map((path) => path.split("/", 1)[0] ?? ""))].sort();
  const cases = names.map(async (name) => {
    const context = contents.get(`${name}/context.tar`);
    return {
      name,
      dockerfile: contents.get(`${name}/Dockerfile`)?.toString("utf8") ?? "",
      files: context && tarContext(await readTar(context)).files,
      truth: JSON.parse(contents.get(`${name}/expected.json`)?.toString("utf8") ?? "{}") as Truth,
    };
  });
  return Promise.all(cases);
}

function compareAll(name: string, cases: readonly Case[], compare: Comparison, bound = 1): DataSetResult {
  const disagreements = cases.flatMap((one) => {
    const plan = planOf(one);
    const why = plan === null ? "no plan" : compare(plan, one.truth);
    return why === null ? [] : [{ case: one.name, why }];
  });
  return { name, cases: cases.length, agreeing: cases.length - disagreements.length, disagreements, bound };
}

function planOf({ dockerfile, files, truth }: Case): LayerPlan | null {
  const ast = parseDockerfile(dockerfile);
  const root = createModel(ast).target?.rootBase;
  const baseImages = root?.kind === "image" && root.reference ? onlyBase(root.reference, truth) : nothingKnown;
  const model = createModel(ast, { platform: "linux/amd64", ...baseModelOptions(baseImages) });
  const builder = truth.builder === "classic" ? "docker-classic" : "buildkit";
  return planLayers(model, { builder, textOf: "docker28", baseImages, files });
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

/** The layer of one COPY, compressed by us and by the builder. */
interface CompressedCopy {
  readonly label: string;
  /** Entries of the layer's archive. */
  readonly entries: number;
  readonly ours: number;
  readonly published: number;
}

/**
 * Compresses the layers of COPY whose content is known: the context is of the commit that was built, and the plan is sure
 * of every entry.
 */
async function compressCopies(cases: readonly Case[]): Promise<CompressedCopy[]> {
  const copies: CompressedCopy[] = [];
  for (const one of cases) {
    const { certainty, certaintyDetail, history, layers } = one.truth;
    if (certainty !== "exact" || !certaintyDetail.commitInForceAtBuild || one.files === undefined) continue;
    const planned = planOf(one)?.image.history ?? [];
    // Where even the number of entries differs, the row of the instructions says so; nothing can be compared here.
    if (planned.length !== history.length) continue;
    for (const { historyIndex, compressedBytes: published } of layers) {
      const entry = planned[historyIndex];
      const content = entry === undefined ? null : knownContent(entry);
      if (entry === undefined || content === null || published === null) continue;
      const label = `${one.name} line ${entry.line}`;
      copies.push({ label, entries: content.length, ours: await compressedBytes(content), published });
    }
  }
  return copies;
}

function knownContent({ node, layer }: HistoryEntry): LayerEntry[] | null {
  if (node.type !== "Copy" || node.flags.some((flag) => flag.name === "from")) return null;
  if (layer?.tarBytes.kind !== "exact") return null;
  const entries = [...layer.entries()];
  // An empty file may stand in for one that its repository does not hold, as a package that is put there for the build.
  return entries.some(({ file }) => file.type === "file" && file.size === 0) ? null : entries;
}

/**
 * Go's gzip and zlib search equally long at this level, but do not always settle on the same matches: archives of the same
 * bytes, with scripts and configuration files in them, came out up to 4 bytes or 0.6 % apart.
 */
const otherMatches = { bytes: 4, share: 0.01 };

/** Go ends the stream with an empty stored block of its own; zlib marks the last block that holds something. */
const endOfStream = 5;

/**
 * Directories above a copied file have the times, owners and modes of the base image, which no Dockerfile tells. Ours are
 * alike and compress better: digits that differ, and with them the checksum, take 5 to 8 bytes a directory. A directory too
 * many or too few takes 20 to 30, so paths that are wrong throughout bring the row below its bound.
 */
const ownMetadata = 8;

function compareCompressed(copies: readonly CompressedCopy[]): DataSetResult {
  const disagreements = copies.flatMap(({ label, entries, ours, published }) => {
    const matches = Math.max(otherMatches.bytes, otherMatches.share * ours);
    const least = ours - matches;
    const most = ours + matches + endOfStream + ownMetadata * (entries - 1);
    if (least <= published && published <= most) return [];
    return [{ case: label, why: `${ours} bytes compressed here, ${published} published` }];
  });
  return {
    name: "official images: compressed bytes of COPY",
    cases: copies.length,
    agreeing: copies.length - disagreements.length,
    disagreements,
    // Of the owners and times in a base image nothing is known: a layer may fall outside, not one kind of them.
    bound: 0.95,
  };
}

function largestDeviation(copies: readonly CompressedCopy[]): string {
  const deviation = ({ ours, published }: CompressedCopy): number => Math.abs(ours - published);
  const largest = Math.max(0, ...copies.map(deviation));
  const share = Math.max(0, ...copies.map((copy) => deviation(copy) / copy.published));
  return `official images: compressed bytes of COPY differ by ${largest} bytes at most, and by ${(100 * share).toFixed(1)} % at most`;
}
