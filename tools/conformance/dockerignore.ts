/** Agreement with moby's pattern matcher and with BuildKit's check CopyIgnoredFile. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createBuildContext, type ContextReader } from "../../src/context/build-context.ts";
import { readIgnoreFile } from "../../src/context/ignore-file.ts";
import { PatternError } from "../../src/context/pattern-error.ts";
import { createMatcher } from "../../src/context/pattern-matcher.ts";
import { translatePattern } from "../../src/context/pattern-syntax.ts";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import { rules } from "../../src/rules/index.ts";
import type { DataSetResult } from "./result.ts";

interface MatchRow {
  readonly patterns?: readonly string[];
  readonly pattern?: string;
  readonly path: string;
  readonly match: boolean;
  readonly error?: string | null;
}

interface FileRow {
  readonly name: string;
  readonly dockerignore: string;
  readonly patterns: readonly string[];
  readonly ignored: Readonly<Record<string, boolean>>;
  readonly error?: string;
}

interface Rows {
  readonly upstream: {
    readonly matches: readonly MatchRow[];
    readonly multi: readonly MatchRow[];
    readonly filepathMatch: readonly MatchRow[];
    readonly functions: readonly MatchRow[];
    readonly compile: readonly { pattern: string; type: string; regexp: string | null }[];
  };
  readonly edge: readonly FileRow[];
}

interface LintRow {
  readonly id: string;
  readonly dockerfile: string;
  readonly dockerignore?: string | null;
  readonly oracle: { readonly warnings?: readonly { rule: string; line: number }[] };
}

/** @param directory of the recorded answers */
export function runDockerignore(directory: string): DataSetResult[] {
  const path = join(directory, "buildkit", "dockerignore.json");
  const lintPath = join(directory, "buildkit", "lint.json");
  return [
    ...(existsSync(path) ? matcherResults(JSON.parse(readFileSync(path, "utf8")) as Rows) : []),
    ...(existsSync(lintPath) ? [checkResult(JSON.parse(readFileSync(lintPath, "utf8")) as LintRow[])] : []),
  ];
}

function matcherResults({ upstream, edge }: Rows): DataSetResult[] {
  const { matches, multi, filepathMatch, functions, compile } = upstream;
  return [
    compare("dockerignore/matches", [...matches, ...multi, ...filepathMatch, ...functions], (row) => ({
      case: `${row.pattern ?? row.patterns?.join(" ")} on ${row.path}`,
      wanted: row.error ?? row.match,
      actual: verdict(row.patterns ?? [row.pattern ?? ""], row.path),
    })),
    compare("dockerignore/compile", compile, ({ pattern, type, regexp }) => {
      const translated = translatePattern(pattern);
      return { case: pattern, wanted: [type, regexp], actual: [`${translated.type}Match`, translated.regexp] };
    }),
    compare("dockerignore/files", edge, (row) => ({
      case: row.name,
      wanted: [row.patterns, row.error ?? row.ignored],
      actual: fileVerdict(row),
    })),
  ];
}

function compare<T>(
  name: string,
  rows: readonly T[],
  judge: (row: T) => { case: string; wanted: unknown; actual: unknown },
): DataSetResult {
  const disagreements = rows.flatMap((row) => {
    const judged = judge(row);
    const [wanted, actual] = [JSON.stringify(judged.wanted), JSON.stringify(judged.actual)];
    return wanted === actual ? [] : [{ case: judged.case, why: `${actual} instead of ${wanted}` }];
  });
  return { name, cases: rows.length, agreeing: rows.length - disagreements.length, disagreements, bound: 1 };
}

function verdict(patterns: readonly string[], path: string): boolean | string {
  try {
    return createMatcher(patterns).matches(path);
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

function fileVerdict({ dockerignore, ignored }: FileRow): [string[], unknown] {
  const { patterns, problems } = readIgnoreFile(dockerignore);
  const texts = patterns.map(({ pattern }) => pattern);
  const [problem] = problems;
  if (problem) return [texts, problem.message];
  return [texts, Object.fromEntries(Object.keys(ignored).map((path) => [path, verdict(texts, path)]))];
}

/** The rows that come with a .dockerignore: BuildKit's check and our rule speak of the same lines. */
function checkResult(all: readonly LintRow[]): DataSetResult {
  const rows = all.filter(({ dockerignore }) => typeof dockerignore === "string");
  const catalogue = createCatalogue(rules);
  const configured = catalogue
    .resolve("buildkit:CopyIgnoredFile")
    .map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  return compare("dockerignore/CopyIgnoredFile", rows, ({ id, dockerfile, dockerignore, oracle }) => {
    const context = createBuildContext(contextOf(dockerfile, dockerignore ?? ""), {
      root: "",
      dockerfilePath: "/Dockerfile",
    });
    const { findings } = lintText(dockerfile, { path: "Dockerfile", rules: configured, catalogue, context });
    const warnings = oracle.warnings ?? [];
    return {
      case: id,
      wanted: warnings.filter(({ rule }) => rule === "CopyIgnoredFile").map(({ line }) => line),
      actual: findings.map(({ loc }) => loc.start.line),
    };
  });
}

function contextOf(dockerfile: string, dockerignore: string): ContextReader {
  const files = new Map([
    ["/Dockerfile", dockerfile],
    ["/.dockerignore", dockerignore],
  ]);
  return {
    exists: (path) => files.has(path),
    isDirectory: (path) => path === "",
    list: (path) => (path === "" ? ["Dockerfile", ".dockerignore"] : []),
    readText: (path) => files.get(path) ?? "",
  };
}
