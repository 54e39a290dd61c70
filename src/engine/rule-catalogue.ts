/** All rules by id and by every alias that a user may write. */
import type { Rule } from "../rules/define-rule.ts";
import type { RuleNames } from "../language/directives.ts";
import { nearest } from "../syntax/suggest.ts";
import { shellcheckCode, shellcheckRule } from "./shellcheck-rule.ts";

export interface RuleCatalogue {
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  get(id: string): Rule | undefined;
  /**
   * The rules that a name stands for: an id, `DL3007`, `StageNameCasing`, `buildkit:StageNameCasing`, `DS-0001`,
   * `CKV_DOCKER_7`, and any code of ShellCheck (`SC2086`), which is in no list. Aliases are case-insensitive. Empty when
   * nothing is known by that name.
   */
  resolve(name: string): readonly Rule[];
  /** The nearest known name, for "did you mean"; null when nothing is near. */
  suggest(name: string): string | null;
  /** Aliases of a rule as findings show them: `["DL3007", "buildkit:StageNameCasing"]`. */
  codes(rule: Rule): readonly string[];
}

/** @param rules every rule, in any order */
export function createCatalogue(rules: readonly Rule[]): RuleCatalogue {
  const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(sorted.map((rule) => [rule.id, rule]));
  let aliases: ReadonlyMap<string, readonly Rule[]> | undefined;
  return {
    rules: sorted,
    get: (id) => byId.get(id),
    resolve(name) {
      const rule = byId.get(name);
      if (rule) return [rule];
      const code = shellcheckCode(name);
      if (code !== null) return [shellcheckRule(code)];
      aliases ??= rulesByAlias(sorted);
      return aliases.get(name.toLowerCase()) ?? [];
    },
    suggest(name) {
      const names = [...byId.keys(), ...sorted.flatMap((rule) => codesOf(rule))];
      const byLower = new Map(names.map((known) => [known.toLowerCase(), known]));
      const found = nearest(name.toLowerCase(), byLower.keys(), Math.max(3, Math.floor(name.length / 3) + 1));
      return found === null ? null : (byLower.get(found) ?? null);
    },
    codes: codesOf,
  };
}

/** The rules of a catalogue by name, for the directives in comments. */
export function ruleNames(catalogue: RuleCatalogue): RuleNames {
  return {
    of: (name) => catalogue.resolve(name).map(({ id }) => id),
    ofCheck: (name) =>
      catalogue.rules
        .filter(({ meta }) => (name === null ? meta.docs.buildkit?.length : meta.docs.buildkit?.includes(name)))
        .map(({ id }) => id),
  };
}

function rulesByAlias(rules: readonly Rule[]): Map<string, Rule[]> {
  const byAlias = new Map<string, Rule[]>();
  for (const rule of rules) {
    for (const alias of aliasesOf(rule)) {
      const key = alias.toLowerCase();
      const known = byAlias.get(key);
      if (known) known.push(rule);
      else byAlias.set(key, [rule]);
    }
  }
  return byAlias;
}

function codesOf(rule: Rule): string[] {
  const { hadolint = [], buildkit = [], trivy = [], checkov = [], droast = [] } = rule.meta.docs;
  return [...hadolint, ...buildkit.map((name) => `buildkit:${name}`), ...trivy, ...checkov, ...droast];
}

function aliasesOf(rule: Rule): string[] {
  return [...codesOf(rule), ...(rule.meta.docs.buildkit ?? [])];
}
