/** The sentences that the formats for people have in common. */
import type { SharedBase } from "../layers/shared-layers.ts";
import type { Size } from "../layers/types.ts";
import { isExact } from "./byte-range.ts";
import { rangeText, type ByteFormat } from "./byte-text.ts";
import type { ComparisonReport } from "./comparison-report.ts";
import type { BaseReport, ImageReport, ReportRow, StageReport } from "./image-report.ts";

/** `1 layer`, `2 layers`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `5 layers + base (3 layers, node:22 as of 2026-09-02)`; `5 layers + base` when nothing is known of it. */
function layersSentence({ layers, base }: ImageReport): string {
  const own = plural(layers, "layer");
  if (base.name === "scratch") return `${own} from scratch`;
  const known = [
    base.layers === null ? null : plural(base.layers, "layer"),
    base.name === null ? null : base.name + (base.facts === null ? "" : ` as of ${base.facts.asOf}`),
  ].filter((part) => part !== null);
  return known.length === 0 ? `${own} + base` : `${own} + base (${known.join(", ")})`;
}

/** `12.3 kB above the base`, or what is certain of it. */
export function bytesSentence({ bytes, rows, base }: ImageReport, format: ByteFormat): string {
  const place = base.name === "scratch" ? "" : " above the base";
  const open = rows.filter(({ layer }) => layer?.size.kind === "unknown").length;
  if (open === 0) return `${rangeText(bytes, format)}${place}`;
  const part = `${plural(open, "layer")} of unknown size`;
  return bytes.lo === 0 ? `${part}${place}` : `${format(bytes.lo)}${place}, and ${part}`;
}

/** Layers, their bytes, and those of the transfer when somebody asked. */
export function totalsSentence(image: ImageReport, format: ByteFormat): string {
  const totals = `${layersSentence(image)}: ${bytesSentence(image, format)}`;
  const compressed = compressedSentence(image, format);
  return compressed === "" ? totals : `${totals}; ${compressed}`;
}

/** `compressed about 12.3 kB`, or what is known of it; empty when nobody asked. */
function compressedSentence({ compressed, layers }: ImageReport, format: ByteFormat): string {
  if (compressed === null || layers === 0) return "";
  const { bytes, unknown } = compressed;
  const open = `${plural(unknown, "layer")} of unknown size`;
  if (unknown === layers) return `compressed ${open}`;
  return `compressed about ${format(bytes)}${unknown === 0 ? "" : `, and ${open}`}`;
}

/** `5 layers, 76.4 MB to pull, 225 MB unpacked, as of 2026-09-02`; empty for scratch. */
export function baseSentence({ name, layers, facts }: BaseReport, format: ByteFormat): string {
  if (name === "scratch") return "";
  if (facts === null) return layers === null ? "layers and bytes unknown" : plural(layers, "layer");
  return [
    layers === null ? null : plural(layers, "layer"),
    facts.compressedBytes === null ? null : `${format(facts.compressedBytes)} to pull`,
    facts.unpackedBytes === null ? null : `${facts.rounded ? "about " : ""}${format(facts.unpackedBytes)} unpacked`,
    `as of ${facts.asOf}`,
  ]
    .filter((part) => part !== null)
    .join(", ");
}

/** What becomes of the stages that are not in the image; empty when there are none. */
export function stagesSentence(stages: readonly StageReport[]): string {
  const left = stages.filter(({ ships }) => !ships);
  const built = left.filter((stage) => stage.built).map(({ name, layers }) => `${name} (${plural(layers, "layer")})`);
  const unused = left.filter((stage) => !stage.built).map(({ name }) => name);
  return [
    built.length === 0 ? "" : `Built and left behind: ${built.join(", ")}.`,
    unused.length === 0 ? "" : `Not built: ${unused.join(", ")}.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** A reason why sizes are not exact, and the lines that it holds for. */
export interface Footnote {
  /** 1-based. */
  readonly number: number;
  readonly why: string;
  readonly lines: readonly number[];
}

/** The reasons in the order in which the rows meet them. */
export function footnotesOf(rows: readonly ReportRow[]): readonly Footnote[] {
  const lines = new Map<string, Set<number>>();
  for (const { line, layer } of rows) {
    const why = reasonOf(layer?.size);
    if (why === null) continue;
    const known = lines.get(why);
    if (known) known.add(line);
    else lines.set(why, new Set([line]));
  }
  return [...lines].map(([why, set], index) => ({ number: index + 1, why, lines: [...set] }));
}

/** Why a size is not exact; null when it is. */
export function reasonOf(size: Size | undefined): string | null {
  return size === undefined || size.kind === "exact" ? null : size.why;
}

/** `exact`, `bounded [1]`, `unknown [2]`: how sure a size is, with the number of the reason. */
export function certaintyText(size: Size, notes: readonly Footnote[]): string {
  const note = notes.find(({ why }) => why === reasonOf(size));
  return note ? `${size.kind} [${note.number}]` : size.kind;
}

/** What two images have in common below their own layers. */
export function sharedBaseSentence({ kind, layers }: SharedBase, name: string | null): string {
  switch (kind) {
    case "same":
      return `Both are built on ${name ?? "the same image"}${layers === null ? "" : ` (${plural(layers, "layer")})`}: it is stored once.`;
    case "layers":
      return `Their base images begin with the same ${plural(layers ?? 0, "layer")}: they are stored once.`;
    case "scratch":
      return "Both are built from scratch.";
    case "different":
      return "Their base images share no layer.";
    case "unknown":
      return "Nothing shows that their base images share a layer.";
  }
}

/** What is stored of both images above the base. */
export function storedSentence(comparison: ComparisonReport, format: ByteFormat): string {
  const { oneCache, builtApart, cached, alike } = comparison;
  if (oneCache.lo === 0 && oneCache.hi === null) return "How many bytes are stored above the base is not known.";
  const [together, apart] = [rangeText(oneCache, format), rangeText(builtApart, format)];
  const isSame = isExact(oneCache) && isExact(builtApart) && oneCache.lo === builtApart.lo;
  if (isSame || cached.length + alike.length === 0) {
    return `Stored above the base: ${together}, however they are built.`;
  }
  return `Stored above the base: ${together} when one build cache makes both, ${apart} when they are built apart.`;
}
