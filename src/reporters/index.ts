/** The reporters by name. Each is loaded when it is asked for: a run uses one of them. */
import type { Reporter } from "../engine/types.ts";

export type ReporterName = "text" | "json" | "sarif";

export const reporters: Readonly<Record<ReporterName, () => Promise<Reporter>>> = {
  text: async () => (await import("./text.ts")).textReporter,
  json: async () => (await import("./json.ts")).jsonReporter,
  sarif: async () => (await import("./sarif.ts")).sarifReporter,
};

/** What `--format` accepts. */
export const reporterNames = Object.keys(reporters) as ReporterName[];
