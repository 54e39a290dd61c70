/** docs/differences-from-hadolint.md: where a user of hadolint gets another verdict, and why. */
import { hadolintSeverity } from "../src/config/hadolint-severities.ts";
import { presetSeverity } from "../src/config/presets.ts";
import type { Rule } from "../src/rules/define-rule.ts";
import {
  generalDifferences,
  hadolintDifferences,
  type HadolintDifference,
} from "./conformance/hadolint-differences.ts";

const intro = `# Differences from hadolint

The preset \`hadolint\` switches on what has an equal in hadolint 2.15, with hadolint's severities, and fails from \`info\` on. What a rule
finds is decided by what is right, not by what hadolint does: where the two differ, this page says how, and why.
[Equivalents](equivalents.md) lists which rule is which, [Migrating from hadolint](migrating-from-hadolint.md) tells how to switch.

\`npm run conformance -- --data FOLDER\` runs hadolint's own cases: at least 95 % of them must agree, and each of the others must be one of
the differences below.
`;

/** @returns Markdown */
export function hadolintPage(rules: readonly Rule[]): string {
  const general = generalDifferences.map(({ title, text }) => `- **${title}.** ${text}`).join("\n");
  return [intro, `## In general\n\n${general}`, `## Rule by rule\n\n${ruleByRule(rules)}`, severities(rules)].join(
    "\n\n",
  );
}

function ruleByRule(rules: readonly Rule[]): string {
  const sorted = hadolintDifferences.toSorted((a, b) => ((a.codes[0] ?? "") < (b.codes[0] ?? "") ? -1 : 1));
  return sorted.map((difference) => section(rules, difference)).join("\n\n");
}

function section(rules: readonly Rule[], { codes, hadolint, ours, why, example }: HadolintDifference): string {
  const links = [...new Set(codes.map((code) => ruleLink(rules, code)))].join(", ");
  const fence = "```";
  return `### ${codes.join(", ")}: ${links}

- hadolint: ${hadolint}
- stratalint: ${ours}
- Why: ${why}

${fence}dockerfile
${example}${fence}`;
}

function ruleLink(rules: readonly Rule[], code: string): string {
  const rule = ruleOf(rules, code);
  return `[${rule.id}](rules/${rule.id}.md)`;
}

/** Several rules of hadolint may be one of ours, which has one severity. */
function severities(rules: readonly Rule[]): string {
  const rows = rules
    .flatMap((rule) => (rule.meta.docs.hadolint ?? []).map((code) => ({ rule, code })))
    .filter(
      ({ rule, code }) =>
        hadolintSeverity([code]) !== "off" && hadolintSeverity([code]) !== presetSeverity(rule, "hadolint"),
    )
    .map(
      ({ rule, code }) =>
        `| ${code} | ${hadolintSeverity([code]) ?? ""} | ${presetSeverity(rule, "hadolint")} | ${ruleLink(rules, rule.meta.docs.hadolint?.[0] ?? "")} |`,
    )
    .sort();
  return `## Severities

A rule that takes the place of several of hadolint's has the highest of their severities:

| hadolint | there | here | Rule |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function ruleOf(rules: readonly Rule[], code: string): Rule {
  const rule = rules.find(({ meta }) => meta.docs.hadolint?.includes(code));
  if (!rule) throw new Error(`no rule has the code ${code}`);
  return rule;
}
