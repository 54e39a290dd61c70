/** The layer reporters by name, each loaded when it is asked for. */
import type { LayerReporter } from "./layer-report.ts";

export type LayerReporterName = "text" | "json" | "markdown" | "html";

export const layerReporters: Readonly<Record<LayerReporterName, () => Promise<LayerReporter>>> = {
  text: async () => (await import("./text.ts")).textLayerReporter,
  json: async () => (await import("./json.ts")).jsonLayerReporter,
  markdown: async () => (await import("./markdown.ts")).markdownLayerReporter,
  html: async () => (await import("./html.ts")).htmlLayerReporter,
};
