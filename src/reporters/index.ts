/** The reporters by name. All but the usual one are loaded when they are asked for. */
import type { Reporter } from "../engine/types.ts";
import { textReporter } from "./text.ts";

export type ReporterName = "text" | "json" | "sarif";

export const reporters: Readonly<Record<ReporterName, () => Promise<Reporter>>> = {
  text: () => Promise.resolve(textReporter),
  json: async () => (await import("./json.ts")).jsonReporter,
  sarif: async () => (await import("./sarif.ts")).sarifReporter,
};

/** What `--format` accepts. */
export const reporterNames = Object.keys(reporters) as ReporterName[];
