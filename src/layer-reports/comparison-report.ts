/** SHARED LAYERS -> what every format shows of them. */
import type { SharedBase, SharedLayers, SharedStep } from "../layers/shared-layers.ts";
import type { HistoryEntry, LayerPlan, Size } from "../layers/types.ts";
import { addRanges, sumRanges, type ByteRange } from "./byte-range.ts";
import type { ReportRow } from "./image-report.ts";

export interface ComparisonReport {
  readonly base: SharedBase;
  /** Layers that one build cache makes once for both, bottom first. */
  readonly cached: readonly SharedRow[];
  /** Copies of the same files on top of different layers. */
  readonly alike: readonly SharedRow[];
  /** Layers of the first image alone, and of the second. */
  readonly own: readonly [readonly ReportRow[], readonly ReportRow[]];
  /** What to know about it, in sentences. */
  readonly notes: readonly string[];
  /** Bytes above the base that are stored when one build cache makes both images. */
  readonly oneCache: ByteRange;
  /** Bytes above the base that are stored when the images are built apart. */
  readonly builtApart: ByteRange;
}

export interface SharedRow {
  readonly first: ReportRow;
  readonly second: ReportRow;
}

const cacheNote =
  "A layer that is built twice is stored twice: new directories and what RUN writes carry the time of the build. Steps " +
  "that both files begin with are one layer only when one build cache makes both images, on one builder or with a cache " +
  "that is imported (--cache-from).";

const alikeNote =
  "Copies of the same files on top of different layers are stored twice, unless no directory above them is new: then " +
  "their layers may turn out equal.";

const baseNote = "A tag may be moved between the two builds; a digest may not.";

/** A plan, and the row of each entry of its image. */
export interface PlanRows {
  readonly plan: LayerPlan;
  readonly rows: readonly ReportRow[];
}

/** What the formats show of two images. */
export function reportComparison(shared: SharedLayers, first: PlanRows, second: PlanRows): ComparisonReport {
  const rows = new Map<HistoryEntry, ReportRow>([...rowsByEntry(first), ...rowsByEntry(second)]);
  const rowOf = (entry: HistoryEntry): ReportRow[] => {
    const row = rows.get(entry);
    return row ? [row] : [];
  };
  const pair = (step: SharedStep): SharedRow[] =>
    rowOf(step.first).flatMap((one) => rowOf(step.second).map((other) => ({ first: one, second: other })));
  const [ownFirst, ownSecond] = shared.own;
  const own = [...ownFirst, ...ownSecond];
  return {
    base: shared.base,
    cached: shared.cached.flatMap(pair),
    alike: shared.alike.flatMap(pair),
    own: [ownFirst.flatMap(rowOf), ownSecond.flatMap(rowOf)],
    notes: notesOn(shared),
    oneCache: [sumOf([...own, ...firsts(shared.cached)]), onceOrTwice(sumOf(firsts(shared.alike)))].reduce(addRanges),
    builtApart: sumOf([...first.plan.image.history, ...second.plan.image.history]),
  };
}

function notesOn({ base, cached, alike, parting }: SharedLayers): string[] {
  return [
    parting === null ? [] : partingNote(parting),
    base.kind === "same" && !base.certain ? baseNote : [],
    cached.length > 0 ? cacheNote : [],
    alike.length > 0 ? alikeNote : [],
  ].flat();
}

function partingNote({ first, second }: SharedStep): string {
  const seen =
    first.node.type === "Run"
      ? "in another environment (ENV, ARG, USER, SHELL, WORKDIR), or with other mounts"
      : "with other files, flags or owners";
  return `From line ${first.line} of A and line ${second.line} of B on nothing is shared: they read alike, but run ${seen}.`;
}

function rowsByEntry({ plan, rows }: PlanRows): (readonly [HistoryEntry, ReportRow])[] {
  return plan.image.history.flatMap((entry, index) => {
    const row = rows[index];
    return row ? [[entry, row] as const] : [];
  });
}

function firsts(steps: readonly SharedStep[]): HistoryEntry[] {
  return steps.map(({ first }) => first);
}

function sumOf(entries: readonly HistoryEntry[]): ByteRange {
  return sumRanges(entries.flatMap(({ layer }): Size[] => (layer ? [layer.bytes] : [])));
}

function onceOrTwice({ lo, hi }: ByteRange): ByteRange {
  return { lo, hi: hi === null ? null : 2 * hi };
}
