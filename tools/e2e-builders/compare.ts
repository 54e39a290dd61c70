/** A plan beside the image that was built: every difference, and how sure the plan was. */
import type { ImageConfig } from "../../src/layers/image-config.ts";
import type { HistoryEntry, LayerPlan, Size } from "../../src/layers/types.ts";
import type { LayerBytes } from "./build-case.ts";
import type { BuiltEntry, BuiltImage, BuiltLayer, InspectedConfig } from "./built-image.ts";

export interface Mismatch {
  readonly what: string;
  readonly predicted: string;
  readonly built: string;
  /** The files in a layer, where its size is wrong. */
  readonly layer?: BuiltLayer;
}

export interface Comparison {
  readonly builtBytes: LayerBytes;
  /** Sizes by certainty: two of each layer, of its files and of its tar. */
  readonly sizes: Readonly<Record<Size["kind"], number>>;
  readonly mismatches: readonly Mismatch[];
}

export function compareImage({ image }: LayerPlan, built: BuiltImage): Comparison {
  const builtBytes = built.history.flatMap(({ layer }) =>
    layer === null ? [] : [[layer.fileBytes, layer.tarBytes] as const],
  );
  const sizes = { exact: 0, bounded: 0, unknown: 0 };
  const mismatches: Mismatch[] = [];
  const expectEqual = (what: string, predicted: unknown, actual: unknown): void => {
    const [a, b] = [JSON.stringify(predicted), JSON.stringify(actual)];
    if (a !== b) mismatches.push({ what, predicted: a, built: b });
  };
  expectEqual("layers", image.layers, builtBytes.length);
  expectEqual("history entries", image.history.length, built.history.length);
  for (const [index, entry] of built.history.entries()) {
    const planned = image.history[index];
    if (planned === undefined) break;
    const what = `entry ${index + 1} (line ${planned.line})`;
    expectEqual(`${what}, created by`, planned.createdBy, entry.createdBy);
    expectEqual(`${what}, empty`, planned.empty, entry.empty);
    for (const [measure, size, bytes] of measures(planned, entry)) {
      sizes[size.kind] += 1;
      if (agrees(size, bytes)) continue;
      mismatches.push({
        what: `${what}, ${measure}`,
        predicted: describeSize(size),
        built: String(bytes),
        layer: entry.layer!,
      });
    }
  }
  for (const [name, predicted, actual] of configFields(image.config, built.config))
    expectEqual(name, predicted, actual);
  return { builtBytes, sizes, mismatches };
}

function measures({ layer }: HistoryEntry, built: BuiltEntry): [measure: string, size: Size, bytes: number][] {
  if (layer === undefined || built.layer === null) return [];
  return [
    ["file bytes", layer.bytes, built.layer.fileBytes],
    ["tar bytes", layer.tarBytes, built.layer.tarBytes],
  ];
}

function agrees(size: Size, bytes: number): boolean {
  if (size.kind === "unknown") return true;
  return size.kind === "exact" ? size.bytes === bytes : size.lo <= bytes && bytes <= size.hi;
}

function describeSize(size: Size): string {
  if (size.kind === "unknown") return "unknown";
  return size.kind === "exact" ? String(size.bytes) : `${size.lo} to ${size.hi}: ${size.why}`;
}

const configNames = [
  ...["Env", "Cmd", "Entrypoint", "User", "WorkingDir", "ExposedPorts", "Volumes", "Labels", "Healthcheck"],
  ...["StopSignal", "Shell", "OnBuild"],
] as const;

function configFields(
  planned: ImageConfig,
  built: InspectedConfig,
): [name: string, predicted: unknown, actual: unknown][] {
  const fieldsOf = (config: object): ReadonlyMap<string, unknown> => new Map(Object.entries(config));
  const [predicted, actual] = [fieldsOf(planned), fieldsOf(built)];
  return configNames.map((name) => [`config ${name}`, canonical(predicted.get(name)), canonical(actual.get(name))]);
}

/** Null for whatever means that nothing is set; objects with their keys in order. */
function canonical(value: unknown): unknown {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) return value.length === 0 ? null : (value as unknown[]);
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
