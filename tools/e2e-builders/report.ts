/** What the runs of many builds come to, for people. */
import type { BuildCase } from "./build-case.ts";
import type { Comparison, Mismatch } from "./compare.ts";
import { describeContext } from "./context-entries.ts";

/** One case after its build. */
export interface Outcome {
  readonly build: BuildCase;
  readonly result: "compared" | "refused" | "limit of the daemon";
  /** Of an image that was built as foreseen. */
  readonly comparison?: Comparison;
  readonly mismatches: readonly Mismatch[];
}

const shownLayerEntries = 40;

/** A table with a row for each group of cases. */
export function summaryTable(
  groups: readonly { readonly name: string; readonly outcomes: readonly Outcome[] }[],
): string {
  const header = [
    "",
    "cases",
    "refused",
    "daemon's limit",
    "layers",
    "sizes exact",
    "bounded",
    "unknown",
    "mismatches",
  ];
  const rows = groups.map(({ name, outcomes }) => {
    const compared = outcomes.flatMap(({ comparison }) => comparison ?? []);
    const sum = (count: (comparison: Comparison) => number): number =>
      compared.reduce((total, comparison) => total + count(comparison), 0);
    const having = (wanted: Outcome["result"]): number => outcomes.filter(({ result }) => result === wanted).length;
    const counts = [
      outcomes.length,
      having("refused"),
      having("limit of the daemon"),
      sum(({ builtBytes }) => builtBytes.length),
      sum(({ sizes }) => sizes.exact),
      sum(({ sizes }) => sizes.bounded),
      sum(({ sizes }) => sizes.unknown),
      outcomes.reduce((total, { mismatches }) => total + mismatches.length, 0),
    ];
    return [name, ...counts.map(String)];
  });
  const table = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join("  ");
  return table.map(line).join("\n");
}

/** Everything that is needed to understand a mismatch and to see it again. */
export function describeOutcome({ build, mismatches }: Outcome): string {
  return [
    `--- ${build.name}${build.seed === undefined ? "" : `: again with --seed ${build.seed} --cases 1`}`,
    ...(build.target === undefined ? [] : [`target ${build.target}`]),
    ...Object.entries(build.buildArgs ?? {}).map(([name, value]) => `build argument ${name}=${value}`),
    ...describeContext(build.context),
    ...build.dockerfile.split("\n").map((line) => `    ${line}`),
    ...mismatches.flatMap(describeMismatch),
    "",
  ].join("\n");
}

function describeMismatch({ what, predicted, built, layer }: Mismatch): string[] {
  const entries = layer?.entries ?? [];
  const shown = entries.slice(0, shownLayerEntries).map(({ type, mode, uid, gid, size, name, linkname }) => {
    return `        ${type} ${mode.toString(8)} ${uid}:${gid} ${size} ${name}${linkname ? ` -> ${linkname}` : ""}`;
  });
  const rest = entries.length - shown.length;
  return [
    `  MISMATCH ${what}`,
    `    predicted ${predicted}`,
    `    built     ${built}`,
    ...shown,
    ...(rest > 0 ? [`        and ${rest} more`] : []),
  ];
}
