/** Predicted bytes of layers against what real builders made of the same contexts (data set `layer-truth`). */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContextFiles } from "../../src/context/context-files.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { BuilderName, HistoryEntry, LayerStore, Size } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { DataSetResult } from "./result.ts";
import { readTar } from "./tar.ts";
import { tarContext } from "./tar-context.ts";

/** The part of `expected.json` that is compared. */
interface Truth {
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly target: string | null;
  readonly results: readonly {
    readonly builder: string;
    readonly ok: boolean;
    readonly baseHistoryEntries: number;
    readonly history: readonly {
      readonly layer?: { readonly tarBytes: number; readonly fileBytes: number };
    }[];
  }[];
}

interface Case {
  readonly name: string;
  readonly dockerfile: string;
  readonly files: ContextFiles;
  readonly truth: Truth;
}

interface Recorded {
  readonly builder: string;
  readonly profile: BuilderName;
  /** Of the builder, where versions differ. */
  readonly version?: string;
  readonly store: LayerStore;
  /** Fraction of the layers of COPY and ADD that must be exact. */
  readonly bound: number;
}

const recorded: readonly Recorded[] = [
  { builder: "buildkit-head", profile: "buildkit", store: "containerd", bound: 1 },
  { builder: "docker26c-buildkit", profile: "buildkit", store: "containerd", bound: 1 },
  { builder: "docker26-buildkit", profile: "buildkit", store: "overlay2", bound: 1 },
  { builder: "docker20-buildkit", profile: "buildkit", store: "overlay2", bound: 1 },
  { builder: "docker20-classic", profile: "docker-classic", store: "overlay2", bound: 1 },
  { builder: "buildah128-layers", profile: "buildah", version: "1.28", store: "overlay2", bound: 1 },
  { builder: "buildah139-layers", profile: "buildah", version: "1.39", store: "overlay2", bound: 1 },
];

/** One layer as it was predicted and as it was built. */
interface Layer {
  readonly label: string;
  readonly entry: HistoryEntry;
  readonly built: { readonly tarBytes: number; readonly fileBytes: number };
  /** False for what is fetched or made by a command: no linter can know it. */
  readonly knowable: boolean;
}

/**
 * For each builder two rows: layers of COPY and ADD that are exact and right, of those that the context or the Dockerfile
 * tells; and layers of all kinds of which nothing wrong is said (exact and right, within the bounds, or unknown).
 *
 * @param directory the conformance data
 * @returns nothing when the data set is not there
 */
export async function runLayerBytes(directory: string): Promise<DataSetResult[]> {
  const folder = join(directory, "layer-truth");
  if (!existsSync(folder)) return [];
  const cases = await readCases(folder);
  return recorded.flatMap((one) => {
    const layers = cases.flatMap((each) => layersOf(each, one));
    const copies = layers.filter(({ entry, knowable }) => knowable && /^(?:COPY|ADD)$/.test(entry.instruction));
    const name = one.version === undefined ? one.builder : `${one.builder} (Buildah ${one.version})`;
    return [
      result(`bytes of COPY and ADD in ${name}`, copies, isExact, one.bound),
      result(`no wrong bytes for ${name}`, layers, isNotWrong, 1),
    ];
  });
}

async function readCases(folder: string): Promise<Case[]> {
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "context.tar")));
  const cases = names.sort().map(async (name) => ({
    name,
    dockerfile: readFileSync(join(folder, name, "Dockerfile"), "utf8"),
    files: tarContext(await readTar(readFileSync(join(folder, name, "context.tar")))).files,
    truth: JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8")) as Truth,
  }));
  return Promise.all(cases);
}

function layersOf({ name, dockerfile, files, truth }: Case, { builder, profile, version, store }: Recorded): Layer[] {
  const built = truth.results.find((one) => one.builder === builder && one.ok);
  if (built === undefined) return [];
  const { buildArgs, target } = truth;
  const model = createModel(parseDockerfile(dockerfile), { buildArgs, target: target ?? undefined });
  const plan = planLayers(model, { builder: profile, builderVersion: version, store, files });
  const entries = built.history.slice(built.baseHistoryEntries);
  // Where even the number of entries differs, the counts say so; nothing can be compared here.
  if (plan === null || plan.image.history.length !== entries.length) return [];
  return plan.image.history.flatMap((entry, index) => {
    const layer = entries[index]?.layer;
    if (layer === undefined || !entry.layer) return [];
    const label = `${name} line ${entry.line}`;
    return [{ label, entry, built: layer, knowable: isKnowable(entry, dockerfile) }];
  });
}

function isKnowable(entry: HistoryEntry, dockerfile: string): boolean {
  const { node } = entry;
  if (node.type !== "Copy" && node.type !== "Add") return false;
  if (node.sources.some(({ value }) => value.includes("://"))) return false;
  return !(node.flags.some((flag) => flag.name === "from") && /^RUN /m.test(dockerfile));
}

function result(
  name: string,
  layers: readonly Layer[],
  judge: (layer: Layer) => string | null,
  bound: number,
): DataSetResult {
  const disagreements = layers.flatMap((layer) => {
    const why = judge(layer);
    return why === null ? [] : [{ case: layer.label, why }];
  });
  return { name, cases: layers.length, agreeing: layers.length - disagreements.length, disagreements, bound };
}

function isExact({ entry, built }: Layer): string | null {
  return (
    differs("file", entry.layer?.bytes, built.fileBytes, true) ??
    differs("tar", entry.layer?.tarBytes, built.tarBytes, true)
  );
}

function isNotWrong({ entry, built }: Layer): string | null {
  return (
    differs("file", entry.layer?.bytes, built.fileBytes, false) ??
    differs("tar", entry.layer?.tarBytes, built.tarBytes, false)
  );
}

function differs(what: string, size: Size | undefined, bytes: number, mustBeExact: boolean): string | null {
  if (size?.kind === "exact") {
    return size.bytes === bytes ? null : `${size.bytes} ${what} bytes predicted, ${bytes} built`;
  }
  if (mustBeExact || size === undefined) return `${what} bytes not exact: ${size?.why ?? "no layer"}; ${bytes} built`;
  if (size.kind === "unknown" || (size.lo <= bytes && bytes <= size.hi)) return null;
  return `${size.lo} to ${size.hi} ${what} bytes predicted, ${bytes} built`;
}
