/** Agreement with BuildKit's parser: accepted files node by node, rejected ones by their error. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { toOracleNodes, type OracleNode } from "./buildkit-tree.ts";
import { readCorpus } from "./corpus.ts";
import type { DataSetResult } from "./result.ts";

interface OracleError {
  readonly msg: string;
  readonly lines?: readonly number[];
}

interface Oracle {
  readonly nodes?: readonly OracleNode[];
  readonly escape?: string;
  readonly emptyContinuationLines?: readonly number[];
  readonly warnings?: readonly { readonly rule: string }[];
  readonly parseErr?: OracleError;
  readonly instrErr?: OracleError;
}

interface Row {
  readonly label: string;
  readonly text: string;
  readonly oracle: Oracle;
}

export async function runSyntax(directory: string): Promise<DataSetResult[]> {
  const results: DataSetResult[] = [];
  for (const name of ["parse", "corpus", "edge"]) {
    const path = join(directory, "buildkit", `${name}.json`);
    if (existsSync(path)) results.push(...compare(`buildkit/${name}`, rows(path)));
  }
  const real = join(directory, "corpus/buildkit-dev.jsonl.gz");
  if (existsSync(real)) results.push(...compare("corpus (real files)", await realRows(directory, real)));
  return results;
}

function rows(path: string): Row[] {
  const data = JSON.parse(readFileSync(path, "utf8")) as {
    dockerfile: string | null;
    oracle?: Oracle;
    name?: string;
    id?: string;
    test?: string;
    source?: string;
  }[];
  return data.flatMap(({ dockerfile, oracle, name, id, test, source }, index) => {
    if (dockerfile === null || !oracle) return [];
    return [{ label: name ?? id ?? `${test ?? source ?? "row"}#${index}`, text: dockerfile, oracle }];
  });
}

async function realRows(directory: string, path: string): Promise<Row[]> {
  const files = new Map((await readCorpus(directory)).map((file) => [file.id, file.text]));
  return gunzipSync(readFileSync(path))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Oracle & { name: string })
    .map((oracle) => ({ label: oracle.name, text: files.get(oracle.name) ?? "", oracle }));
}

function compare(name: string, all: readonly Row[]): DataSetResult[] {
  const accepted = all.filter((row) => row.oracle.nodes);
  const rejected = all.filter((row) => row.oracle.parseErr ?? row.oracle.instrErr);
  return [
    check(`${name}: accepted files`, accepted, nodeDifference, 1),
    check(`${name}: rejected files`, rejected, errorDifference, 0.9),
  ];
}

function check(
  name: string,
  all: readonly Row[],
  difference: (row: Row) => string | null,
  bound: number,
): DataSetResult {
  const disagreements: { case: string; why: string }[] = [];
  for (const row of all) {
    const why = difference(row);
    if (why !== null) disagreements.push({ case: row.label, why });
  }
  return { name, cases: all.length, agreeing: all.length - disagreements.length, disagreements, bound };
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function nodeDifference({ text, oracle }: Row): string | null {
  const body = withoutMark(text);
  const dockerfile = parseDockerfile(body);
  const expected = oracle.nodes ?? [];
  const actual = toOracleNodes(dockerfile, body);
  if (oracle.escape !== undefined && dockerfile.escape !== oracle.escape) return `escape is ${dockerfile.escape}`;
  for (let index = 0; index < Math.max(expected.length, actual.length); index++) {
    const [ours, theirs] = [sorted(actual[index]), sorted(expected[index])];
    if (ours !== theirs) return `node ${index}: ${ours} instead of ${theirs}`;
  }
  const empty = dockerfile.problems.filter((problem) => problem.code === "empty-continuation").length;
  const warned = oracle.warnings?.filter((warning) => warning.rule === "NoEmptyContinuation");
  const expectedEmpty = (oracle.emptyContinuationLines ?? warned ?? []).length;
  return empty === expectedEmpty ? null : `${empty} empty continuations instead of ${expectedEmpty}`;
}

/** BuildKit stops at its first error: ours must have it among its problems. */
function errorDifference({ text, oracle }: Row): string | null {
  const error = oracle.parseErr ?? oracle.instrErr;
  if (!error) return null;
  const message = error.msg.replace(/^dockerfile parse error on line \d+: /, "");
  const { problems } = parseDockerfile(withoutMark(text));
  const found = problems.filter((problem) => problem.code !== "empty-continuation").map((problem) => problem.message);
  return found.includes(message) ? null : `${JSON.stringify(found)} lacks ${JSON.stringify(message)}`;
}

function sorted(value: unknown): string {
  if (value === undefined) return "nothing";
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
