/** What a run says about its rules, and whether it fails. */
import type { FileConfig } from "../config/types.ts";
import { createCatalogue } from "../engine/rule-catalogue.ts";
import { shellcheckCode, shellcheckPage, shellcheckRule } from "../engine/shellcheck-rule.ts";
import { severities } from "../engine/types.ts";
import type { FileResult, RuleInfo, Severity } from "../engine/types.ts";
import type { Rule } from "../rules/define-rule.ts";
import { rulePage } from "../rules/rule-page.ts";

export interface LintedFile {
  readonly result: FileResult;
  readonly config: FileConfig;
}

/** The rules of all catalogues in play, each once, sorted by id. */
export function ruleInfos(catalogues: readonly { readonly rules: readonly Rule[] }[]): RuleInfo[] {
  const byId = new Map(catalogues.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule])));
  const catalogue = createCatalogue([...byId.values()]);
  return catalogue.rules.map((rule) => ruleInfo(rule, catalogue.codes(rule)));
}

function ruleInfo(rule: Rule, codes: readonly string[]): RuleInfo {
  const { docs } = rule.meta;
  return {
    id: rule.id,
    codes,
    description: docs.description,
    // Most formats print neither reasons nor pages.
    get why() {
      return docs.why;
    },
    get help() {
      return shellcheckCode(rule.id) === null ? rulePage(rule) : shellcheckPage(rule.id);
    },
    category: docs.category,
    severity: docs.severity,
    docsUrl: docs.url,
    ...(docs.securitySeverity === undefined ? {} : { securitySeverity: docs.securitySeverity }),
  };
}

/** The codes of ShellCheck that were found: only those are known. */
export function shellcheckRules(files: readonly LintedFile[]): { rules: Rule[] } {
  const findings = files.flatMap(({ result }) => [...result.findings, ...result.suppressed]);
  const codes = new Set(findings.flatMap(({ ruleId }) => shellcheckCode(ruleId) ?? []));
  return { rules: [...codes].map(shellcheckRule) };
}

/** Rules whose findings mean that the file does not build. */
const syntaxRules = new Set(["syntax", "valid-syntax"]);

/** Findings at or above the fail level of their file, and whether one of the files does not build. */
export function countFailing(files: readonly LintedFile[]): {
  failing: Record<Severity, number>;
  syntaxErrors: boolean;
} {
  const failing: Record<Severity, number> = { error: 0, warning: 0, info: 0, style: 0 };
  let syntaxErrors = false;
  for (const { result, config } of files) {
    const lowest = config.failLevel === "none" ? -1 : severities.indexOf(config.failLevel);
    for (const { ruleId, severity } of result.findings) {
      if (severities.indexOf(severity) <= lowest) failing[severity]++;
      if (severity === "error" && syntaxRules.has(ruleId)) syntaxErrors = true;
    }
  }
  return { failing, syntaxErrors };
}
