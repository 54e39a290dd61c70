/** The layer report as JSON, version 1. Others script against it: `schema/layers.schema.json` fixes its shape. */
import type { Size } from "../layers/types.ts";
import type { ByteRange } from "./byte-range.ts";
import type { ComparisonReport, SharedRow } from "./comparison-report.ts";
import type { BaseReport, ImageReport, ReportRow, RowLayer } from "./image-report.ts";
import type { LayerReport, LayerReporter } from "./layer-report.ts";

interface JsonRange {
  atLeast: number;
  /** Null when there is no telling. */
  atMost: number | null;
}

interface JsonEntry {
  line: number;
  stage: string;
  instruction: string;
  createdBy: string;
  empty: boolean;
  onbuild?: true;
  layer?: number;
  bytes?: Size;
  tarBytes?: Size;
  compressedBytes?: number;
  total?: JsonRange;
}

interface JsonImage {
  path: string;
  target: string;
  platform: string;
  builder: string;
  baseImage: string | null;
  baseLayers: number | null;
  base?: {
    source: string;
    asOf: string;
    digest: string | null;
    compressedBytes: number | null;
    unpackedBytes: number | null;
    rounded: boolean;
  };
  layers: number;
  bytes: Size;
  tarBytes: Size;
  compressedBytes?: number;
  total: JsonRange;
  history: JsonEntry[];
  stages: { name: string; built: boolean; ships: boolean; layers: number }[];
  problems: { line: number; column: number; message: string; fails: boolean }[];
}

/** An entry of the history of each image, by its index. */
interface JsonPair {
  first: number;
  second: number;
}

interface JsonComparison {
  base: { shared: string; layers: number | null; certain: boolean };
  cached: JsonPair[];
  alike: JsonPair[];
  own: [number[], number[]];
  stored: { oneCache: JsonRange; builtApart: JsonRange };
}

export interface JsonLayerReport {
  version: 1;
  tool: { name: string; version: string };
  images: JsonImage[];
  comparison?: JsonComparison;
}

/** Keys are written out one by one: their order is part of the report, and nothing else may slip in. */
export const jsonLayerReporter: LayerReporter = (report) => {
  const document: JsonLayerReport = {
    version: 1,
    tool: { name: report.tool.name, version: report.tool.version },
    images: report.images.map(describeImage),
    ...(report.comparison ? { comparison: describeComparison(report, report.comparison) } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

function describeImage(image: ImageReport): JsonImage {
  return {
    path: image.path,
    target: image.target,
    platform: image.platform,
    builder: image.builder,
    baseImage: image.base.name,
    baseLayers: image.base.layers,
    ...describeFacts(image.base),
    layers: image.layers,
    bytes: image.size,
    tarBytes: image.tarSize,
    ...(image.compressed?.unknown === 0 ? { compressedBytes: image.compressed.bytes } : {}),
    total: describeRange(image.bytes),
    history: image.rows.map(describeRow),
    stages: image.stages.map(({ name, built, ships, layers }) => ({ name, built, ships, layers })),
    problems: image.problems.map(({ line, column, message, fails }) => ({ line, column, message, fails })),
  };
}

function describeFacts({ facts }: BaseReport): Pick<JsonImage, "base"> {
  if (facts === null) return {};
  const { source, asOf, digest, compressedBytes, unpackedBytes, rounded } = facts;
  return { base: { source, asOf, digest, compressedBytes, unpackedBytes, rounded } };
}

function describeRow({ line, stage, instruction, createdBy, layer, onbuild, total }: ReportRow): JsonEntry {
  return {
    line,
    stage,
    instruction,
    createdBy,
    empty: layer === null,
    ...(onbuild ? { onbuild } : {}),
    ...(layer ? describeLayer(layer, total) : {}),
  };
}

function describeLayer({ index, size, tarSize, compressed }: RowLayer, total: ByteRange): Partial<JsonEntry> {
  return {
    layer: index,
    bytes: size,
    tarBytes: tarSize,
    ...(compressed === null ? {} : { compressedBytes: compressed }),
    total: describeRange(total),
  };
}

function describeRange({ lo, hi }: ByteRange): JsonRange {
  return { atLeast: lo, atMost: hi };
}

function describeComparison({ images }: LayerReport, comparison: ComparisonReport): JsonComparison {
  const [rows, otherRows] = images.map((image) => image.rows) as [readonly ReportRow[], readonly ReportRow[]];
  const pairs = (shared: readonly SharedRow[]): JsonPair[] =>
    shared.map(({ first, second }) => ({ first: rows.indexOf(first), second: otherRows.indexOf(second) }));
  const { kind, layers, certain } = comparison.base;
  const [own, otherOwn] = comparison.own;
  return {
    base: { shared: kind, layers, certain },
    cached: pairs(comparison.cached),
    alike: pairs(comparison.alike),
    own: [own.map((row) => rows.indexOf(row)), otherOwn.map((row) => otherRows.indexOf(row))],
    stored: { oneCache: describeRange(comparison.oneCache), builtApart: describeRange(comparison.builtApart) },
  };
}
