/** The layer report as one HTML page with a chart: to open, to attach, to keep. */
import { isExact, rangeOf, type ByteRange } from "./byte-range.ts";
import { aboutText, humanBytes, rangeText, sizeText } from "./byte-text.ts";
import { largestOf } from "./bar.ts";
import type { ComparisonReport } from "./comparison-report.ts";
import { htmlPage } from "./html-page.ts";
import type { ImageReport, ReportRow } from "./image-report.ts";
import { layerBar, strip } from "./layer-chart.ts";
import type { LayerReport, LayerReporter } from "./layer-report.ts";
import { markup, type Markup } from "./markup.ts";
import {
  baseSentence,
  bytesSentence,
  certaintyText,
  footnotesOf,
  plural,
  reasonOf,
  sharedBaseSentence,
  stagesSentence,
  storedSentence,
  totalsSentence,
  type Footnote,
} from "./sentences.ts";
import { shortened } from "./text-table.ts";

export const htmlLayerReporter: LayerReporter = (report) => {
  const { images, comparison, tool } = report;
  const title = images.map(nameOf).join(" and ");
  const body = comparison ? comparisonSections(report, comparison) : images.flatMap(imageSections);
  const footer = `Predicted by ${tool.name} ${tool.version}, before any build. A size is exact, bounded or unknown; none is guessed.`;
  return htmlPage(`Layers of ${title}`, body, footer);
};

function nameOf({ path, targetLabel }: ImageReport): string {
  return targetLabel === null ? path : `${path} → ${targetLabel}`;
}

function imageSections(image: ImageReport): Markup[] {
  const layers = rowsWithLayer(image);
  const whole = knownBytes(layers);
  return [
    markup`<h1>${heading(image)}</h1><p class="meta">${image.platform}, built by ${image.builder}</p>`,
    problemList(image),
    factCards(image),
    strip(layers, whole, totalsSentence(image, humanBytes)),
    markup`<p class="caption">${stripCaption(layers)}</p>`,
    historySection(image),
  ];
}

function heading({ path, targetLabel }: ImageReport): Markup {
  return targetLabel === null ? markup`${path}` : markup`${path} <span class="arrow">→</span> ${targetLabel}`;
}

function factCards(image: ImageReport): Markup {
  const { base, bytes, layers } = image;
  const facts = baseSentence(base, humanBytes);
  const open = bytesSentence(image, humanBytes);
  return markup`<dl class="facts">
<div><dt>Layers</dt><dd>${base.name === "scratch" ? layers : `${layers} + ${base.layers ?? "base"}`}<small>${base.name === "scratch" ? "from scratch" : "above the base image, and its own"}</small></dd></div>
<div><dt>${base.name === "scratch" ? "Files" : "Files above the base"}</dt><dd>${rangeText(bytes, humanBytes)}<small>${isExact(bytes) ? "exact" : open}</small></dd></div>
<div><dt>Base image</dt><dd>${base.name ?? "not known"}<small>${facts}</small></dd></div>
${compressedCard(image)}</dl>`;
}

function compressedCard(image: ImageReport): Markup {
  const { compressed, layers } = image;
  if (compressed === null) return markup``;
  const known = compressed.unknown < layers || layers === 0;
  const open = compressed.unknown === 0 ? "" : `, and ${plural(compressed.unknown, "layer")} of unknown size`;
  return markup`<div><dt>Compressed, above the base</dt><dd>${aboutText(known ? compressed.bytes : null, humanBytes)}<small>an estimate${open}</small></dd></div>
`;
}

function stripCaption(rows: readonly ReportRow[]): string {
  if (rows.length === 0) return "The image has no layers of its own.";
  const unknown = rows.some(({ layer }) => layer?.size.kind === "unknown");
  return `Layers from the bottom to the top, as wide as their files are large.${unknown ? " Hatched: the size is not known, and the width says nothing." : ""}`;
}

function historySection(image: ImageReport): Markup {
  const { rows, stages, compressed } = image;
  const notes = footnotesOf(rows);
  const largest = largestOf(rows.flatMap(({ layer }) => layer?.size ?? []));
  if (rows.length === 0) return markup`<p>The image has no history of its own.</p>`;
  return markup`<div class="table"><table>
<thead><tr><th class="n">Line</th><th class="n">Layer</th><th>Instruction</th><th class="bar-cell">Share</th><th class="n">Bytes</th><th class="n">Total</th><th>Certainty</th>${compressed ? compressedTitle : null}</tr></thead>
<tbody>
${rows.map((row) => markup`<tr${row.layer ? null : markup` class="empty"`}>${historyCells(row, notes, largest)}${compressed ? compressedCell(row) : null}</tr>\n`)}</tbody>
</table></div>
${noteList(notes, reasonWithLines)}
${sentence(stagesSentence(stages))}`;
}

const compressedTitle = markup`<th class="n">Compressed (about)</th>`;

function compressedCell({ layer }: ReportRow): Markup {
  if (layer === null) return markup`<td></td>`;
  const { compressed } = layer;
  const title = compressed === null ? null : markup` title="about ${compressed} bytes"`;
  return markup`<td class="n"${title}>${aboutText(compressed, humanBytes)}</td>`;
}

function historyCells(row: ReportRow, notes: readonly Footnote[], largest: number): Markup {
  const { layer, line, total } = row;
  const start = markup`<td class="n">${line}</td><td class="n">${layer ? layer.index + 1 : ""}</td><td class="instruction">${instruction(row)}</td>`;
  if (layer === null) return markup`${start}<td class="bar-cell"></td><td></td><td></td><td></td>`;
  const { size } = layer;
  return markup`${start}<td class="bar-cell">${layerBar(row, largest)}</td><td class="n"${exactTitle(rangeOf(size))}>${sizeText(size, humanBytes)}</td><td class="n"${exactTitle(total)}>${rangeText(total, humanBytes)}</td><td><span class="mark ${size.kind}">${certaintyText(size, notes)}</span></td>`;
}

/** Every digit, for those who point at the number. */
function exactTitle({ lo, hi }: ByteRange): Markup {
  const text = hi === null ? `at least ${lo} bytes` : lo === hi ? `${lo} bytes` : `${lo} to ${hi} bytes`;
  return markup` title="${text}"`;
}

/** What is shortened opens to the full history text. */
function instruction({ text, createdBy, onbuild }: ReportRow): Markup {
  const shown = shortened(text, longest);
  const trigger = onbuild ? markup`<span class="tag">ONBUILD</span> ` : null;
  if (createdBy.replace(/ # buildkit$/, "") === shown) return markup`${trigger}<code>${shown}</code>`;
  return markup`<details><summary>${trigger}<code>${shown}</code></summary><pre>${createdBy}</pre></details>`;
}

const longest = 160;

function noteList(notes: readonly Footnote[], reason: (note: Footnote) => string): Markup {
  if (notes.length === 0) return markup``;
  return markup`<ol class="notes">${notes.map((note) => markup`<li>${reason(note)}</li>`)}</ol>`;
}

function reasonWithLines({ why, lines }: Footnote): string {
  return `${why} (${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")})`;
}

function problemList({ path, problems }: ImageReport): Markup {
  if (problems.length === 0) return markup``;
  return markup`<ul class="problems">${problems.map(({ line, column, message, fails }) => markup`<li class="${fails ? "fails" : "note"}">${path}:${line}:${column}: ${message}</li>`)}</ul>`;
}

function comparisonSections({ images }: LayerReport, comparison: ComparisonReport): Markup[] {
  const [first, second] = images;
  if (!first || !second) return [];
  const whole = Math.max(...images.map((image) => knownBytes(rowsWithLayer(image))));
  const { base, cached, notes, oneCache, builtApart } = comparison;
  const reasons = footnotesOf([...first.rows, ...second.rows]);
  return [
    markup`<h1>What two images share</h1><p class="meta">${first.platform}, built by ${first.builder}</p>`,
    ...images.map(problemList),
    markup`<dl class="facts">
<div><dt>Base image</dt><dd>${base.kind === "same" ? "shared" : base.kind === "layers" ? plural(base.layers ?? 0, "layer") : "not shared"}<small>${sharedBaseSentence(base, first.base.name)}</small></dd></div>
<div><dt>Built with one cache</dt><dd>${rangeText(oneCache, humanBytes)}<small>above the base, ${plural(cached.length, "layer")} shared</small></dd></div>
<div><dt>Built apart</dt><dd>${rangeText(builtApart, humanBytes)}<small>above the base, nothing shared</small></dd></div>
</dl>`,
    ...[first, second].flatMap((image, index) => [
      markup`<h2>${index === 0 ? "A" : "B"}: ${heading(image)}</h2>`,
      strip(rowsWithLayer(image), whole, totalsSentence(image, humanBytes)),
      markup`<p class="caption">${totalsSentence(image, humanBytes)}</p>`,
    ]),
    comparisonTable(comparison, { notes: reasons, compressed: first.compressed !== null }),
    noteList(reasons, ({ why }) => why),
    sentence(storedSentence(comparison, humanBytes)),
    ...notes.map(sentence),
  ];
}

interface ComparisonTable {
  /** Why sizes are not exact. */
  readonly notes: readonly Footnote[];
  readonly compressed: boolean;
}

function comparisonTable({ cached, alike, own }: ComparisonReport, table: ComparisonTable): Markup {
  const rows = [
    ...cached.map(({ first, second }) => [first, second, "once, by one cache"] as const),
    ...alike.map(({ first, second }) => [first, second, "once or twice"] as const),
    ...own[0].map((row) => [row, null, "in A"] as const),
    ...own[1].map((row) => [null, row, "in B"] as const),
  ];
  const largest = largestOf(rows.flatMap(([first, second]) => (first ?? second)?.layer?.size ?? []));
  if (rows.length === 0) return markup``;
  return markup`<div class="table"><table>
<thead><tr><th class="n">A line</th><th class="n">B line</th><th>Instruction</th><th class="bar-cell">Share</th><th class="n">Bytes</th><th>Stored</th>${table.compressed ? compressedTitle : null}</tr></thead>
<tbody>
${rows.map(([first, second, stored]) => comparisonRow(first, second, stored, { ...table, largest }))}</tbody>
</table></div>`;
}

function comparisonRow(
  first: ReportRow | null,
  second: ReportRow | null,
  stored: string,
  { largest, notes, compressed }: ComparisonTable & { readonly largest: number },
): Markup {
  const row = first ?? second;
  const size = row?.layer?.size;
  if (!row || !size) return markup``;
  const note = notes.find(({ why }) => why === reasonOf(size));
  return markup`<tr><td class="n">${first?.line ?? ""}</td><td class="n">${second?.line ?? ""}</td><td class="instruction">${instruction(row)}</td><td class="bar-cell">${layerBar(row, largest)}</td><td class="n"${exactTitle(rangeOf(size))}>${sizeText(size, humanBytes)}${note ? ` [${note.number}]` : ""}</td><td><span class="mark ${first && second ? "shared" : "own"}">${stored}</span></td>${compressed ? compressedCell(row) : null}</tr>\n`;
}

function rowsWithLayer({ rows }: ImageReport): ReportRow[] {
  return rows.filter(({ layer }) => layer !== null);
}

function knownBytes(rows: readonly ReportRow[]): number {
  return rows.reduce((sum, { layer }) => sum + (layer ? (rangeOf(layer.size).hi ?? 0) : 0), 0);
}

function sentence(text: string): Markup {
  return text === "" ? markup`` : markup`<p>${text}</p>`;
}
