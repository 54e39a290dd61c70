/** The names, severities and options under `rules`: against the catalogue and each rule's own schema. */
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import type { Rule } from "../rules/define-rule.ts";
import type { RuleSetting, RuleSwitch } from "./types.ts";

/** What a configuration says about one rule. Without options it leaves those that an earlier layer gave. */
export interface RuleEntry {
  readonly rule: Rule;
  readonly severity: RuleSwitch;
  readonly options?: readonly unknown[];
}

/** A mistake under `rules`; `path` leads from there to the place. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly part: "key" | "value";
  readonly message: string;
}

/**
 * Resolves names and aliases; an alias of several rules sets them all.
 *
 * @returns the entries in the order in which they were written, and every problem
 */
export async function checkRules(
  rules: Readonly<Record<string, RuleSetting>>,
  catalogue: RuleCatalogue,
): Promise<{ entries: RuleEntry[]; problems: RuleProblem[] }> {
  const entries: RuleEntry[] = [];
  const problems: RuleProblem[] = [];
  for (const [name, setting] of Object.entries(rules)) {
    const named = catalogue.resolve(name);
    if (named.length === 0) problems.push({ path: [name], part: "key", message: unknownRule(name, catalogue) });
    const [severity, ...options] = typeof setting === "string" ? [setting] : setting;
    for (const rule of named) {
      entries.push({ rule, severity, ...(options.length > 0 ? { options } : {}) });
      if (options.length > 0) problems.push(...(await optionProblems(name, rule, options)));
    }
  }
  return { entries, problems };
}

/** `unknown rule "no-latest-tg": did you mean "no-latest-tag"?` */
export function unknownRule(name: string, catalogue: RuleCatalogue): string {
  const near = catalogue.suggest(name);
  return `unknown rule "${name}": ${near ? `did you mean "${near}"?` : "`stratalint rules` lists them all"}`;
}

async function optionProblems(name: string, rule: Rule, options: readonly unknown[]): Promise<RuleProblem[]> {
  const { checkOptions } = await import("./check-options.ts");
  return checkOptions(rule, options).map(({ path, message }) => ({
    // The first option stands after the severity.
    path: [name, ...path.map((key, index) => (index === 0 ? Number(key) + 1 : key))],
    part: "value",
    message: `options of ${rule.id}: ${message}`,
  }));
}
