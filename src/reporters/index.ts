/** The reporters by name. */
import type { Reporter } from "../engine/types.ts";
import { jsonReporter } from "./json.ts";
import { sarifReporter } from "./sarif.ts";
import { textReporter } from "./text.ts";

export type ReporterName = "text" | "json" | "sarif";

export const reporters: Readonly<Record<ReporterName, Reporter>> = {
  text: textReporter,
  json: jsonReporter,
  sarif: sarifReporter,
};

/** What `--format` accepts. */
export const reporterNames = Object.keys(reporters) as ReporterName[];
