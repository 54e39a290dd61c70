/**
 * Agreement on what BuildKit rejects when it turns a file into a build, over all files that its parser accepts: a file
 * is rejected exactly when we find a problem in it, and BuildKit's message is among ours (it stops at the first).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createModel } from "../../src/model/build-model.ts";
import type { BuildOptions } from "../../src/model/types.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { readCorpus } from "./corpus.ts";
import type { DataSetResult } from "./result.ts";

interface OracleError {
  readonly msg: string;
}

interface Oracle {
  readonly parseErr?: OracleError;
  readonly instrErr?: OracleError;
  readonly lintErr?: OracleError;
  readonly convertErr?: OracleError;
  readonly buildErr?: OracleError;
}

interface Row {
  readonly label: string;
  readonly text: string;
  readonly oracle: Oracle;
  readonly options: BuildOptions;
}

/** Errors that the Dockerfile alone does not make. */
const others: readonly RegExp[] = [
  // `error=true` makes an error of warnings, at the end.
  /^lint violation found for rules/,
  // Of .dockerignore.
  /^illegal exclusion pattern/,
];
/** The data was recorded on this platform, with base images that set nothing. */
const platform = "linux/amd64";

/** @param directory the conformance data */
export async function runErrors(directory: string): Promise<DataSetResult[]> {
  const results: DataSetResult[] = [];
  for (const name of ["parse", "corpus", "edge", "lint"]) {
    const path = join(directory, "buildkit", `${name}.json`);
    if (existsSync(path)) results.push(compare(`errors: buildkit/${name}`, recordedRows(path)));
  }
  const real = join(directory, "corpus/buildkit-dev.jsonl.gz");
  if (existsSync(real)) results.push(compare("errors: real files", await realRows(directory, real)));
  return results;
}

function recordedRows(path: string): Row[] {
  interface Recorded extends BuildOptions {
    readonly id?: string;
    readonly name?: string;
    readonly dockerfile: string | null;
    readonly oracle?: Oracle;
    readonly build?: boolean;
    readonly check?: string;
  }
  return (JSON.parse(readFileSync(path, "utf8")) as Recorded[]).flatMap((row, index) => {
    const { dockerfile, oracle, build, check } = row;
    if (dockerfile === null || !oracle) return [];
    // A plain build judges what its target needs; a check without target everything.
    const last = String(parseDockerfile(withoutMark(dockerfile)).stages.length - 1);
    const target = row.target ?? (build ? last : undefined);
    const buildArgs = { ...row.buildArgs, ...(check === undefined ? {} : { BUILDKIT_DOCKERFILE_CHECK: check }) };
    // BuildKit takes no number, but another builder's numbers say which stage is the last.
    const builder = build ? ("buildah" as const) : undefined;
    const options = { target, builder, buildArgs, platform: row.platform ?? platform };
    return [{ label: row.name ?? row.id ?? `row#${index}`, text: dockerfile, oracle, options }];
  });
}

async function realRows(directory: string, path: string): Promise<Row[]> {
  const files = new Map((await readCorpus(directory)).map((file) => [file.id, file.text]));
  return gunzipSync(readFileSync(path))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Oracle & { name: string })
    .map((oracle) => ({
      label: oracle.name,
      text: files.get(oracle.name) ?? "",
      oracle,
      options: { platform },
    }));
}

function compare(name: string, rows: readonly Row[]): DataSetResult {
  const accepted = rows.filter(({ oracle }) => !oracle.parseErr && !oracle.instrErr);
  const disagreements = accepted.flatMap((row) => {
    const why = difference(row);
    return why === null ? [] : [{ case: row.label, why }];
  });
  return { name, cases: accepted.length, agreeing: accepted.length - disagreements.length, disagreements, bound: 1 };
}

function difference({ text, oracle, options }: Row): string | null {
  const error = oracle.lintErr ?? oracle.convertErr ?? oracle.buildErr;
  const expected = error && !others.some((pattern) => pattern.test(error.msg)) ? error.msg : null;
  const { problems } = createModel(parseDockerfile(withoutMark(text)), {
    ...options,
    baseEnvironment: () => new Map(),
    baseWorkdir: () => "/",
  });
  const found = problems.map(({ message }) => message);
  if (expected === null) return found.length === 0 ? null : `has ${JSON.stringify(found)}`;
  return found.includes(expected) ? null : `${JSON.stringify(found)} lacks ${JSON.stringify(expected)}`;
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
