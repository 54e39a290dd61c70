/** The rule catalogue of a SARIF log: what the alert pages of GitHub show. */
import type { ReportingDescriptor } from "sarif";
import type { RuleInfo, Severity } from "../engine/types.ts";

export const informationUri = "https://github.com/stratalint/stratalint";

/** What BuildKit rejects is reported under a rule of this id, whether or not the catalogue lists it. */
const syntaxRule: RuleInfo = {
  id: "syntax",
  codes: [],
  description: "Write what BuildKit accepts",
  why: "A Dockerfile with a syntax error does not build. The message is the one that BuildKit gives; the rest of the file is checked all the same.",
  help: "",
  category: "correctness",
  severity: "error",
  docsUrl: informationUri,
};

/** GitHub refuses longer descriptions. */
const maxDescription = 1024;
/** GitHub keeps no more tags of a rule. */
const maxTags = 10;

type Level = "error" | "warning" | "note";

const levels: Readonly<Record<Severity, Level>> = { error: "error", warning: "warning", info: "note", style: "note" };

export function levelOf(severity: Severity): Level {
  return levels[severity];
}

/** Every rule there is, so that the catalogue does not change with what was found. Sorted by id. */
export function catalogue(rules: readonly RuleInfo[]): readonly RuleInfo[] {
  if (rules.some((rule) => rule.id === syntaxRule.id)) return rules;
  return [...rules, syntaxRule].sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function describeRule(rule: RuleInfo): ReportingDescriptor {
  const short = clip(asSentence(rule.description));
  const why = rule.why.trim() || short;
  const link = `See ${rule.docsUrl}`;
  return {
    id: rule.id,
    ...nameOf(rule.id),
    shortDescription: { text: short },
    fullDescription: { text: clip(why) },
    help: { text: `${short} ${why} ${link}`, markdown: helpMarkdown(rule, why) },
    helpUri: rule.docsUrl,
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: {
      tags: tags(rule),
      precision: "high",
      "problem.severity": levelOf(rule.severity) === "note" ? "recommendation" : rule.severity,
      // A string, by GitHub's rules; its presence makes the finding a security alert.
      ...(rule.securitySeverity ? { "security-severity": rule.securitySeverity.toFixed(1) } : {}),
    },
  };
}

/** GitHub shows no `helpUri`: the link must stand in the page. */
function helpMarkdown(rule: RuleInfo, why: string): string {
  const page = rule.help.trim() || `# ${rule.id}\n\n${asSentence(rule.description)} ${why}`;
  return page.includes(rule.docsUrl) ? page : `${page}\n\n[Documentation of ${rule.id}](${rule.docsUrl})`;
}

function tags(rule: RuleInfo): string[] {
  const security = rule.securitySeverity ? ["security"] : [];
  return [...new Set([...security, rule.category, "dockerfile", ...rule.codes])].slice(0, maxTags);
}

/** `NoLatestTag`. A name that only repeats the id must be left out. */
function nameOf(id: string): { name?: string } {
  const name = id.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
  return name.toLowerCase() === id.toLowerCase() ? {} : { name };
}

function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Cut at a space. */
function clip(text: string): string {
  if (text.length <= maxDescription) return text;
  const head = text.slice(0, maxDescription - 1);
  return `${head.slice(0, Math.max(head.lastIndexOf(" "), 1))}…`;
}
