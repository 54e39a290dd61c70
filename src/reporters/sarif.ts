/** SARIF 2.1.0 as GitHub code scanning wants it, and as the other consumers can bear it. */
import type { Invocation, Log, PropertyBag, Run } from "sarif";
import type { FileResult, Finding, Reporter, ReporterOptions, RunResult, SuppressedFinding } from "../engine/types.ts";
import { severities } from "../engine/types.ts";
import { artifactLocation, sourceRoot } from "./artifact-uri.ts";
import { describeResults } from "./sarif-results.ts";
import { catalogue, describeRule, informationUri } from "./sarif-rules.ts";
import { shownFindings } from "./totals.ts";

/** GitHub keeps no more results of one run. */
const maxResults = 5000;

/**
 * One log with one run. The same run gives the same bytes: no time, no machine and no absolute path is in it.
 *
 * @throws UnnamedInputError when a file has no name: text from standard input
 */
export const sarifReporter: Reporter = (run, options) => {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [describeRun(run, options)],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function describeRun(run: RunResult, options: ReporterOptions): Run {
  for (const file of run.files) artifactLocation(file.path);
  const rules = catalogue(run.rules);
  const descriptions = new Map(rules.map((rule) => [rule.id, rule.description]));
  const reported = run.files.map((file) => reportedFindings(file, options));
  const kept = mostSevere(reported);
  const context = {
    ruleIndexes: new Map(rules.map((rule, index) => [rule.id, index])),
    fixDescription: (ruleId: string) => `${descriptions.get(ruleId) ?? `Apply the fix of ${ruleId}`}.`,
    withSuppressions: kept.some((findings) => findings.some((finding) => "suppression" in finding)),
  };
  const { name, version } = run.tool;
  return {
    tool: { driver: { name, version, semanticVersion: version, informationUri, rules: rules.map(describeRule) } },
    // An id of our own would overrule the category that the user gives to the upload: only on request.
    ...(options.sarifCategory ? { automationDetails: { id: `${options.sarifCategory.replace(/\/+$/, "")}/` } } : {}),
    ...describeUnreadable(run.files),
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: { [sourceRoot]: { description: { text: "Root of the repository." } } },
    results: run.files.flatMap((file, index) => describeResults(file, kept[index] ?? [], context)),
    ...describeProperties(run.files, count(reported) - count(kept)),
  };
}

/** What could not be read is no result: it is said in a notification. */
function reportedFindings(file: FileResult, options: ReporterOptions): readonly (Finding | SuppressedFinding)[] {
  if (file.unreadable !== undefined) return [];
  const findings = shownFindings(file, options);
  if (!options.reportSuppressed) return findings;
  return [...findings, ...file.suppressed.filter(({ severity }) => !options.quiet || severity === "error")];
}

/**
 * The findings that fit into one upload: open ones before suppressed ones, then by severity, then by place.
 * The order of what is kept does not change.
 */
function mostSevere<F extends Finding>(perFile: readonly (readonly F[])[]): readonly (readonly F[])[] {
  if (count(perFile) <= maxResults) return perFile;
  const rank = (finding: F) =>
    severities.indexOf(finding.severity) + ("suppression" in finding ? severities.length : 0);
  const ranked = perFile.flat().sort((a, b) => rank(a) - rank(b));
  const kept = new Set(ranked.slice(0, maxResults));
  return perFile.map((findings) => findings.filter((finding) => kept.has(finding)));
}

function count(perFile: readonly (readonly unknown[])[]): number {
  return perFile.reduce((sum, findings) => sum + findings.length, 0);
}

/** `executionSuccessful` stays true: with false GitHub refuses the results of all other files. */
function describeUnreadable(files: readonly FileResult[]): { invocations?: Invocation[] } {
  const notifications = files.flatMap(({ path, unreadable }) =>
    unreadable === undefined
      ? []
      : [
          {
            level: "error" as const,
            message: { text: unreadable || "This file could not be read." },
            locations: [{ physicalLocation: { artifactLocation: artifactLocation(path) } }],
          },
        ],
  );
  if (notifications.length === 0) return {};
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }] };
}

/** The predicted images, without their history: the JSON report has it. `omittedResults` counts what did not fit. */
function describeProperties(files: readonly FileResult[], omittedResults: number): { properties?: PropertyBag } {
  const images = files.flatMap(({ path, images }) =>
    images.map(({ source, target, builder, baseImage, baseLayers, layers }) => ({
      path,
      ...(source === undefined ? {} : { source }),
      target,
      builder,
      ...(baseImage === null ? {} : { baseImage }),
      ...(baseLayers === null ? {} : { baseLayers }),
      layers,
    })),
  );
  if (images.length === 0 && omittedResults === 0) return {};
  return {
    properties: { ...(images.length > 0 ? { images } : {}), ...(omittedResults > 0 ? { omittedResults } : {}) },
  };
}
