/**
 * Agreement of the preset `buildkit` with BuildKit's 22 checks, over the files that BuildKit accepts.
 *
 * Compared per file: the multiset of (check, line), and that our message names what BuildKit's names. BuildKit places a
 * warning on whole instructions, we on the word at fault: both are taken to the first line of the instruction around.
 *
 * Left out are InvalidBaseImagePlatform, which needs a registry, and CopyIgnoredFile, whose data has contexts of its own.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { configFacts } from "../../src/base-images/image-facts.ts";
import { isInPreset, presetOptions } from "../../src/config/presets.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import type { Finding } from "../../src/engine/types.ts";
import type { BaseImageFacts } from "../../src/knowledge/base-images.ts";
import type { DockerfileLanguageOptions } from "../../src/language/rule-types.ts";
import { rules } from "../../src/rules/index.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { readCorpus } from "./corpus.ts";
import type { DataSetResult } from "./result.ts";

interface Warning {
  readonly rule: string;
  readonly line: number;
  readonly detail: string;
}

interface Oracle {
  readonly warnings?: readonly Warning[] | null;
  readonly parseErr?: unknown;
  readonly instrErr?: unknown;
  readonly lintErr?: { readonly msg: string };
  readonly buildErr?: unknown;
}

interface Row {
  readonly label: string;
  readonly text: string;
  readonly oracle: Oracle;
  readonly options: DockerfileLanguageOptions;
}

const leftOut = new Set(["CopyIgnoredFile", "InvalidBaseImagePlatform"]);
/** `error=true` makes an error of warnings, at the end: nothing is hidden by it. */
const causedByWarnings = /^lint violation found for rules/;
/** The part of BuildKit's message that ours must have too, by check; the whole name or path at fault. */
const subjects: Readonly<Record<string, RegExp>> = {
  ConsistentInstructionCasing: /^Command '(.*)' should/,
  DuplicateStageName: /^Duplicate stage name "(.*)",/,
  ExposeInvalidFormat: /found '(.*)'$/,
  ExposeProtoCasing: /^Defined protocol '(.*)' in/,
  FromPlatformFlagConstDisallowed: /constant value "(.*)"$/,
  InvalidDefinitionDescription: /format: `# (\S+)/,
  SecretsUsedInArgOrEnv: /\((?:ARG|ENV) "(.*)"\)$/,
  StageNameCasing: /^Stage name '(.*)' should/,
  UndefinedArgInFrom: /^FROM argument '(.*?)' is/,
  UndefinedVar: /^Usage of undefined variable '\$(.*?)'/,
};

const catalogue = createCatalogue(rules);
const configured = rules
  .filter((rule) => isInPreset(rule, "buildkit"))
  .map((rule) => ({ rule, severity: rule.meta.docs.severity, options: presetOptions(rule, "buildkit") }));

/** @param directory the conformance data */
export async function runChecks(directory: string): Promise<DataSetResult[]> {
  const lint = join(directory, "buildkit/lint.json");
  const edge = join(directory, "buildkit/edge.json");
  const real = join(directory, "corpus/buildkit-dev.jsonl.gz");
  return [
    ...(existsSync(lint) ? compare("checks: buildkit/lint", recordedRows(lint)) : []),
    ...(existsSync(edge) ? compare("checks: buildkit/edge", recordedRows(edge)) : []),
    ...(existsSync(real) ? compare("checks: real files", await realRows(directory, real)) : []),
  ];
}

function recordedRows(path: string): Row[] {
  interface Recorded {
    readonly id?: string;
    readonly name?: string;
    readonly dockerfile: string;
    readonly warnings?: readonly Warning[];
    readonly oracle: Oracle;
    readonly buildArgs?: Readonly<Record<string, string>>;
    readonly platform?: string;
    readonly target?: string;
    readonly build?: boolean;
    readonly check?: string;
  }
  const rows = JSON.parse(readFileSync(path, "utf8")) as Recorded[];
  return rows
    .filter(({ dockerfile }) => typeof dockerfile === "string")
    .map(({ id, name, dockerfile, warnings, oracle, buildArgs, platform, target, build, check }) => {
      const stages = parseDockerfile(withoutMark(dockerfile)).stages.length;
      const built = target ?? (build ? String(stages - 1) : undefined);
      const given = check === undefined ? buildArgs : { ...buildArgs, BUILDKIT_DOCKERFILE_CHECK: check };
      return {
        label: id ?? name ?? "row",
        text: dockerfile,
        oracle: { ...oracle, warnings: oracle.warnings ?? warnings ?? [] },
        options: {
          ...(given ? { buildArgs: given } : {}),
          ...(platform === undefined ? {} : { platform }),
          ...(built === undefined ? {} : { target: built }),
          // BuildKit takes no number, but another builder's numbers say which stage is the last.
          ...(build ? { builder: "buildah" as const } : {}),
        },
      };
    });
}

async function realRows(directory: string, path: string): Promise<Row[]> {
  const files = new Map((await readCorpus(directory)).map((file) => [file.id, file.text]));
  return gunzipSync(readFileSync(path))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Oracle & { name: string })
    .map((oracle) => ({ label: oracle.name, text: files.get(oracle.name) ?? "", oracle, options: {} }));
}

function compare(name: string, rows: readonly Row[]): DataSetResult[] {
  const accepted = rows.filter(({ oracle }) => isAccepted(oracle));
  const rejected = rows.filter(({ oracle }) => !isAccepted(oracle) && warningsOf(oracle).length > 0);
  return [
    check(name, accepted, ({ missing, extra }) => [...missing, ...extra]),
    // BuildKit stops at its first error, we go on: what it has said until then must be among ours.
    check(`${name}: before the error`, rejected, ({ missing }) => missing),
  ].filter(({ cases }) => cases > 0);
}

function check(name: string, rows: readonly Row[], faults: (difference: Difference) => string[]): DataSetResult {
  const disagreements = rows.flatMap((row) => {
    const found = faults(difference(row));
    return found.length === 0 ? [] : [{ case: row.label, why: found.join("; ") }];
  });
  return { name, cases: rows.length, agreeing: rows.length - disagreements.length, disagreements, bound: 1 };
}

function isAccepted({ parseErr, instrErr, lintErr, buildErr }: Oracle): boolean {
  return !parseErr && !instrErr && !buildErr && (!lintErr || causedByWarnings.test(lintErr.msg));
}

function warningsOf({ warnings }: Oracle): readonly Warning[] {
  return (warnings ?? []).filter(({ rule }) => !leftOut.has(rule));
}

/** The data was recorded with base images that set nothing. */
const bareImage: BaseImageFacts = {
  name: "bare",
  source: "file",
  asOf: "2026-01-01",
  derivedFrom: null,
  digest: null,
  layers: 0,
  compressedBytes: null,
  unpackedBytes: null,
  os: "linux",
  ...configFacts(null),
};

interface Difference {
  /** Warnings of BuildKit that we do not give. */
  readonly missing: string[];
  readonly extra: string[];
}

function difference({ text, oracle, options }: Row): Difference {
  const { findings, suppressed } = lintText(text, {
    path: "Dockerfile",
    rules: configured,
    catalogue,
    languageOptions: options,
    baseImages: { find: () => bareImage },
  });
  const firstLine = instructionLines(withoutMark(text));
  const silenced = suppressed.filter(({ suppression }) => !isBuildkitDirective(text, suppression.line));
  const lineOf = (finding: Finding): number => firstLine(finding.loc.start.line);
  const ours = [...findings, ...silenced].map((finding) => ({
    key: `${checkOf(finding)} ${lineOf(finding)}`,
    finding,
  }));
  const theirs = warningsOf(oracle).map((warning) => ({ key: `${warning.rule} ${firstLine(warning.line)}`, warning }));
  const left = [...ours];
  // Of an instruction that does not build we say that, and nothing more.
  const rejected = new Set(findings.filter(({ ruleId }) => ruleId === "valid-syntax").map(lineOf));
  const isRejected = (key: string): boolean => rejected.has(Number(key.split(" ")[1]));
  const missing: string[] = [];
  for (const { key, warning } of theirs) {
    const subject = subjects[warning.rule]?.exec(warning.detail)?.[1] ?? "";
    const at = left.findIndex((one) => one.key === key && one.finding.message.includes(subject));
    if (at >= 0) left.splice(at, 1);
    else if (!isRejected(key)) missing.push(`lacks ${key} (${warning.detail})`);
  }
  const extra = left.map(({ key, finding }) => `has ${key} (${finding.message})`);
  return { missing, extra };
}

/** BuildKit does not know the directives of other tools; that we honour them is no disagreement. */
function isBuildkitDirective(text: string, line: number): boolean {
  return !/#\s*(?:hadolint|stratalint)\b/.test(text.split("\n")[line - 1] ?? "");
}

function checkOf({ codes, ruleId }: Finding): string {
  return codes.find((code) => code.startsWith("buildkit:"))?.slice("buildkit:".length) ?? ruleId;
}

/** Line -> the first line of the instruction that it belongs to. */
function instructionLines(text: string): (line: number) => number {
  const { prologue, stages } = parseDockerfile(text);
  const instructions = [...prologue, ...stages.flatMap((stage) => [stage.from, ...stage.body])];
  return (line) => instructions.find(({ lines }) => lines[0] <= line && line <= lines[1])?.lines[0] ?? line;
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
