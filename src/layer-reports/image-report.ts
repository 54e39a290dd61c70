/** LAYER PLAN -> what every format shows of it: plain data, in the order in which it is read. */
import type { BaseImageSource } from "../knowledge/base-images.ts";
import type { PlannedBuild } from "../layers/step-inputs.ts";
import type { BuilderName, HistoryEntry, LayerPlan, Size } from "../layers/types.ts";
import type { BuildModel } from "../model/types.ts";
import type { Run } from "../syntax/nodes.ts";
import { LineIndex } from "../syntax/positions.ts";
import { noBytes, sumRanges, type ByteRange } from "./byte-range.ts";
import { runningTotals } from "./byte-text.ts";

/** A build, and the file that it is of. */
export interface ReportedBuild extends PlannedBuild {
  /** As it is shown: relative to the working directory, or the name of standard input. */
  readonly path: string;
  /** Of the file, without byte order mark. */
  readonly text: string;
  /** Bytes of the layers when compressed, about; absent when nobody asked, without the layers of which they are not known. */
  readonly compressed?: ReadonlyMap<HistoryEntry, number>;
}

export interface ImageReport {
  /** As it is shown: relative to the working directory, or the name of standard input. */
  readonly path: string;
  /** The stage's name, or its number as text. */
  readonly target: string;
  /** Null when there is but one stage, and it has no name. */
  readonly targetLabel: string | null;
  readonly builder: BuilderName;
  readonly platform: string;
  readonly base: BaseReport;
  /** Above the base image. */
  readonly layers: number;
  /** Above the base image. */
  readonly bytes: ByteRange;
  readonly size: Size;
  readonly tarSize: Size;
  /** Null when nobody asked. */
  readonly compressed: CompressedReport | null;
  readonly rows: readonly ReportRow[];
  /** Every stage of the file, in file order. */
  readonly stages: readonly StageReport[];
  readonly problems: readonly ReportedProblem[];
}

/** What goes over the wire of the layers above the base image. */
export interface CompressedReport {
  /** About so many, of the layers of which they are known. */
  readonly bytes: number;
  /** Layers of which they are not known. */
  readonly unknown: number;
}

export interface BaseReport {
  /** `scratch`, `node:22-slim`; null when FROM has no valid reference without a build argument. */
  readonly name: string | null;
  /** 0 for scratch; null when not known. */
  readonly layers: number | null;
  /** Null when nothing but the name is known. */
  readonly facts: {
    readonly source: BaseImageSource;
    /** ISO date. */
    readonly asOf: string;
    readonly digest: string | null;
    /** Bytes to download. */
    readonly compressedBytes: number | null;
    readonly unpackedBytes: number | null;
    /** True when `unpackedBytes` is rounded. */
    readonly rounded: boolean;
  } | null;
}

/** One history entry. */
export interface ReportRow {
  readonly line: number;
  readonly instruction: string;
  readonly createdBy: string;
  /** The history text in one line, without what is the same in all of them. */
  readonly text: string;
  /** Name (or number) of the stage whose text holds the instruction. */
  readonly stage: string;
  readonly onbuild: boolean;
  /** Null for an entry without a layer. */
  readonly layer: RowLayer | null;
  /** Above the base image, up to and with this entry. */
  readonly total: ByteRange;
}

export interface RowLayer {
  /** 0-based among the layers above the base image. */
  readonly index: number;
  readonly size: Size;
  readonly tarSize: Size;
  /** About so many bytes go over the wire; null when not known, or nobody asked. */
  readonly compressed: number | null;
}

export interface StageReport {
  /** Its name, or its number as text. */
  readonly name: string;
  readonly built: boolean;
  /** True when its layers are in the image. */
  readonly ships: boolean;
  readonly layers: number;
}

/** A step at which the build will stop, or that will do nothing. */
export interface ReportedProblem {
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
  /** True when the build ends here. */
  readonly fails: boolean;
}

/** What the formats show of one image. */
export function reportImage({ path, text, model, plan, compressed }: ReportedBuild): ImageReport {
  const { image } = plan;
  const rows = reportRows(plan, compressed);
  const sizes = image.history.flatMap(({ layer }) => (layer ? [layer.bytes] : []));
  const only = plan.stages.length === 1 && plan.stages[0]?.name === null;
  return {
    path,
    target: plan.target,
    targetLabel: only ? null : plan.target,
    builder: plan.builder,
    platform: plan.platform,
    base: reportBase(plan),
    layers: image.layers,
    bytes: sumRanges(sizes),
    size: image.bytes,
    tarSize: image.tarBytes,
    compressed: compressed ? sumCompressed(rows) : null,
    rows,
    stages: plan.stages.map(({ stage, name, built, ships, layers }) => ({
      name: name ?? String(stage),
      built,
      ships,
      layers,
    })),
    problems: reportProblems(plan, model, text),
  };
}

/**
 * Sources that the builder will not find, with their places.
 *
 * @param text of the file, without byte order mark
 */
export function reportProblems(
  { contextProblems }: LayerPlan,
  model: BuildModel,
  text: string,
): readonly ReportedProblem[] {
  const lines = new LineIndex(text);
  return contextProblems.map(({ instruction, word, kind, message }) => {
    const fails = kind !== "no-match";
    const [root] = model.target?.chain ?? [];
    if (root === undefined || model.stageOf(instruction) !== null) {
      return { ...lines.locateRange(word.range).start, message, fails };
    }
    // An ONBUILD of a base image stands in no file: the FROM that runs it is the place.
    const { start } = lines.locateRange(root.node.from.range);
    return { ...start, message: `${message}, and an ONBUILD of the base image asks for it`, fails };
  });
}

function reportBase({ image }: LayerPlan): BaseReport {
  const facts = image.base;
  return {
    name: image.baseImage,
    layers: image.baseLayers,
    facts: facts && {
      source: facts.source,
      asOf: facts.asOf,
      digest: facts.digest,
      compressedBytes: facts.compressedBytes,
      unpackedBytes: facts.unpackedBytes,
      rounded: facts.source === "embedded",
    },
  };
}

function sumCompressed(rows: readonly ReportRow[]): CompressedReport {
  const parts = rows.flatMap(({ layer }) => (layer ? [layer.compressed] : []));
  const known = parts.filter((part) => part !== null);
  return { bytes: known.reduce((sum, part) => sum + part, 0), unknown: parts.length - known.length };
}

function reportRows({ image, stages }: LayerPlan, compressed: ReportedBuild["compressed"]): ReportRow[] {
  const layers = image.history.map((entry): RowLayer | null => {
    const { layer } = entry;
    if (!layer) return null;
    return {
      index: layer.index,
      size: layer.bytes,
      tarSize: layer.tarBytes,
      compressed: compressed?.get(entry) ?? null,
    };
  });
  const totals = runningTotals(layers.map((layer) => layer?.size ?? nothing));
  return image.history.map((entry, index) => ({
    line: entry.line,
    instruction: entry.instruction,
    createdBy: entry.createdBy,
    text: shortText(entry),
    stage: stages[entry.stage]?.name ?? String(entry.stage),
    onbuild: entry.onbuild === true,
    layer: layers[index] ?? null,
    total: totals[index] ?? noBytes,
  }));
}

const nothing: Size = { kind: "exact", bytes: 0 };

/**
 * The history text as people read it: in one line, without ` # buildkit`, `/bin/sh -c #(nop)` and, for a RUN, the shell
 * and the build arguments in front of the command.
 */
export function shortText(entry: HistoryEntry): string {
  const text = entry.node.type === "Run" ? `RUN ${commandText(entry.node)}` : entry.createdBy;
  return oneLine(text.replace(/ # buildkit$/, "").replace(/^.*? #\(nop\) +/s, ""));
}

/** The command, or the script that stands in a here-document. */
function commandText(run: Run): string {
  const words = run.args.map(({ value }) => value).join(" ");
  const [script] = run.heredocs;
  return script !== undefined && /^<<-?\S+$/.test(words.trim()) ? script.content : words;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
