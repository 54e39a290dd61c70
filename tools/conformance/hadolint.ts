/**
 * hadolint's own suite, read as data: each case a Dockerfile, and whether a rule finds something in it. We answer with the
 * preset `hadolint` and the rules that hadolint has but keeps off; a finding counts for the codes that it carries.
 *
 * Two figures: how many cases agree, and how many of the others `hadolint-differences.ts` gives a reason for. The cases of
 * ShellCheck (`SC*`) are compared in `shellcheck.ts`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hadolintSeverity } from "../../src/config/hadolint-severities.ts";
import { isInPreset, presetOptions, presetSeverity } from "../../src/config/presets.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import type { LabelType } from "../../src/language/rule-types.ts";
import { rules } from "../../src/rules/index.ts";
import { explains, hadolintDifferences, type HadolintDifference } from "./hadolint-differences.ts";
import type { DataSetResult } from "./result.ts";

interface Case {
  readonly id: string;
  /** A code; `*` for any but those in `config.ignored`. */
  readonly rule: string;
  readonly title: string;
  readonly dockerfile: string;
  readonly dockerfileOnbuild?: string;
  readonly onbuild: boolean;
  readonly expect: "catches" | "not";
  readonly count: number;
  readonly countMode: "exact" | "atLeast";
  readonly config?: {
    readonly trustedRegistries?: readonly string[];
    readonly "label-schema"?: Readonly<Record<string, LabelType>>;
    readonly "strict-labels"?: boolean;
    readonly ignored?: readonly string[];
  };
}

interface RuleFacts {
  readonly id: string;
  readonly severity: string;
}

const catalogue = createCatalogue(rules);
const configured = rules
  .filter((rule) => rule.meta.docs.hadolint !== undefined || isInPreset(rule, "hadolint"))
  .map((rule) => ({ rule, severity: presetSeverity(rule, "hadolint"), options: presetOptions(rule, "hadolint") }));

/** @param directory the conformance data */
export function runHadolint(directory: string): DataSetResult[] {
  const path = join(directory, "hadolint/cases.json");
  if (!existsSync(path)) return [];
  const cases = (JSON.parse(readFileSync(path, "utf8")) as Case[]).filter(({ rule }) => rule !== "SC*");
  const disagreeing = cases.flatMap((one) => {
    const seen = differenceOf(one);
    return seen === null ? [] : [{ one, seen }];
  });
  const unexplained = disagreeing.filter(({ one, seen }) => !isExplained(one, seen));
  const describe = ({ one, seen }: (typeof disagreeing)[number]) => ({
    case: one.id,
    why: `${seen} (${one.title}${one.onbuild ? ", in ONBUILD" : ""})`,
  });
  const facts = join(directory, "hadolint/rules.json");
  return [
    {
      name: "hadolint: cases",
      cases: cases.length,
      agreeing: cases.length - disagreeing.length,
      disagreements: disagreeing.map(describe),
      bound: 0.95,
    },
    {
      name: "hadolint: differences with a reason",
      cases: disagreeing.length,
      agreeing: disagreeing.length - unexplained.length,
      disagreements: unexplained.map(describe),
      bound: 1,
    },
    ...(existsSync(facts) ? [compareRules(JSON.parse(readFileSync(facts, "utf8")) as RuleFacts[])] : []),
  ];
}

/** Each rule of hadolint is one of ours, in the preset with its severity or not at all. */
function compareRules(facts: readonly RuleFacts[]): DataSetResult {
  const disagreements = facts.flatMap(({ id, severity }) => {
    const rule = catalogue.resolve(id)[0];
    if (!rule) return [{ case: id, why: "no rule of ours" }];
    const known = hadolintSeverity([id]);
    const wanted = severity === "ignore" ? "off" : severity;
    if (known !== wanted) return [{ case: id, why: `${severity} there, ${known ?? "unknown"} here` }];
    const isOn = isInPreset(rule, "hadolint");
    return isOn || wanted === "off" ? [] : [{ case: id, why: "not in the preset" }];
  });
  return {
    name: "hadolint: rules and severities",
    cases: facts.length,
    agreeing: facts.length - disagreements.length,
    disagreements,
    bound: 1,
  };
}

/** Null when our verdict is the case's. */
function differenceOf(one: Case): HadolintDifference["kind"] | null {
  const found = findingsOf(one);
  const wanted = one.expect === "catches";
  if (wanted && found === 0) return "silent";
  if (!wanted && found > 0) return "reports";
  return one.countMode === "exact" && found !== one.count ? "counts" : null;
}

function findingsOf({ rule, config = {}, ...one }: Case): number {
  const { findings } = lintText(textOf(one), {
    path: "Dockerfile",
    rules: configured,
    catalogue,
    languageOptions: {
      trustedRegistries: config.trustedRegistries,
      labelSchema: config["label-schema"],
      strictLabels: config["strict-labels"],
    },
  });
  const ignored = config.ignored ?? [];
  return findings.filter(({ codes }) =>
    rule === "*" ? codes.some((code) => /^DL/.test(code) && !ignored.includes(code)) : codes.includes(rule),
  ).length;
}

function textOf({
  dockerfile,
  dockerfileOnbuild,
  onbuild,
}: Pick<Case, "dockerfile" | "dockerfileOnbuild" | "onbuild">): string {
  return onbuild ? (dockerfileOnbuild ?? dockerfile) : dockerfile;
}

function isExplained(one: Case, seen: HadolintDifference["kind"]): boolean {
  return hadolintDifferences.some((difference) => explains(difference, one.rule, seen, textOf(one)));
}
